"""The guide without a network: what a browser keeps, and folders that open from disk."""

"""The guide on paper: the whole of it as one document, and what each printed page needs."""

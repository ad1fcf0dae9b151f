"""How a built site reaches its readers: one style sheet, and one for paper, scripts that nobody
waits for, names that can be cached for ever, a policy on each page, and the headers for hosts."""

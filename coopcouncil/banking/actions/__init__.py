"""Bank accounts, statements, what explains a line: each in one transaction under one lock."""

"""The verbs of loans: each one transaction, with its posting in the books inside it."""

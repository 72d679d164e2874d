"""The verbs of savings: each one transaction, with its posting in the books inside it."""

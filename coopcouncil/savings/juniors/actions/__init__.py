"""The verbs of children who save: each one transaction, with its posting in the books inside it."""

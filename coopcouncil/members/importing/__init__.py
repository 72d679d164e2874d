"""A list of members from a spreadsheet: read as it is, held against the register, applied whole.

`reading` turns bytes into rows, `headings` guesses what the columns are, `cells` reads what
stands in them, `difference` says what is new, changed or wrong, `batches` keeps it all for the
pages, and `applying` writes it in one transaction.
"""

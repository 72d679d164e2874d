"""The books: every penny in two places, nothing ever rewritten, what is wrong put right in view.

A posting is a set of lines that come to nothing together. It is never changed: a mistake is
reversed by another posting. From the postings come the trial balance, income and expenditure, the
balance sheet and each member's statement.
"""

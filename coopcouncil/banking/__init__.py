"""The bank: what it says came and went, held against the books line by line.

Statements come as files. Each line of the bank stands here once, whatever file brings it again.
A line is explained by postings of the books: ones that are there already, or ones that explaining
it makes. What nobody has explained stays in view, and so does what the books say and the bank not.
"""

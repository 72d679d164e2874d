"""What the law asks of the organisation: the registers in print, inspections, the year's returns.

A society shows its members a duplicate of the register without shares and property; a company
shows its register of members to anyone who says who they are and what for. Each request, each
answer and each copy that was made is kept.
"""

"""Shares as numbered holdings: applied for, allotted, paid, transferred, withdrawn, forfeited.

A holding keeps its number and its history through every transfer; what the register says of a
member's shares follows from the holdings.
"""

"""From the bytes of a bank's file to its lines, as a stream. Pure.

Each format has its reader; all of them refuse a file that is not whole, and say in which line.
"""

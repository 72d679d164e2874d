"""Money out: what is to be paid to whom, put together by one, approved by another, sent.

Paid only when the bank's own line says so.
"""

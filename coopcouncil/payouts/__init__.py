"""Money out: what is to be paid to whom, put together by one, approved by another, sent by the bank.

Paid only when the bank's own line says so.
"""

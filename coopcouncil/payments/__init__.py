"""What members owe and how they pay it: plans, charges, payments, refunds, receipts.

Membership follows money only when it has settled.
"""

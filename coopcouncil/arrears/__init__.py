"""When a payment is late: said kindly and in steps, spread over instalments, held back in hardship.

Nothing here ends a membership: what is long unpaid is proposed, and people decide.
"""

"""Cards and Direct Debit by Stripe: each organisation's own account, whose customers pay it itself.

What is meant is written down and committed; then Stripe is called, under that row's own key; what
becomes of it is learnt from webhooks, which may come twice, late, in any order or never. Each is
only a hint: what is so is asked of Stripe again. A nightly sweep finds what no webhook told.
"""

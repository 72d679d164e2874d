"""A stand-in for Stripe that tells the truth: a process of its own, to try everything against.

It answers the calls that we use as Stripe does, from objects of the shapes that Stripe publishes:
declines, challenges, mandates, debits that fail late, disputes, refunds, payouts with fees, signed
webhooks that may be doubled, shuffled or lost. Its clock can be moved. No money moves, and nothing
that works against it is proof that it works against Stripe. It imports nothing else of ours.
"""

"""Scoring of bids: criteria and weights, what figures and prices earn, the sum with every step.

Pure like counting: the standard library alone, no clock, no rows; Decimal throughout, rounded once.
"""

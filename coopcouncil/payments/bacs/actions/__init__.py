"""Verbs of one's own Direct Debits."""

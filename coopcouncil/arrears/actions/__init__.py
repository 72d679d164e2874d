"""Reminding, agreeing, holding back, answering: each in one transaction."""

"""Savings, as people use them."""

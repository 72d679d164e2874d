"""Verbs of money out."""

"""Chapters of the rulebook that one kind of organisation or one task needs. Pure."""

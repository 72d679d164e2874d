"""Whole stories in a real browser against a real server; run apart from `tests`."""

"""Dividends: proposed to the annual meeting, carried there, posted to every account once."""

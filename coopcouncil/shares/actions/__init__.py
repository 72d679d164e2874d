"""Verbs of shares. Each records one event or more; money's own slice can post from those."""

from coopcouncil.shares.actions.ending import ended

__all__ = ["ended"]

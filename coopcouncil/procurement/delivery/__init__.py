"""Promises after the award: due, reported, confirmed or disputed by those they were made for."""

"""Money seen whole: the member's own page and statement, and the treasurer's pictures.

Nothing is kept here; it is read from the slices that keep it.
"""

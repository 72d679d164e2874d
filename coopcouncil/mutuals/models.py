"""Tables of this slice."""

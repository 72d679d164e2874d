"""What may be done with shares, and what a holding is on a day. Pure."""

"""What may be paid, to which account, and when. Pure."""

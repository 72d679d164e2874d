"""What a promise has come to. Pure."""

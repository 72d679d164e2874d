"""What a request becomes: find, act, show."""

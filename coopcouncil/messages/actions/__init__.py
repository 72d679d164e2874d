"""Writing and sending: what is done at once, and the jobs behind it."""

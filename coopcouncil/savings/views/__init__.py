"""The pages of savings."""

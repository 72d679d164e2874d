"""The pages of members' money."""

"""The pages of children’s savings."""

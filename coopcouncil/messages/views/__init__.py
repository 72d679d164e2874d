"""The pages of writing to members."""

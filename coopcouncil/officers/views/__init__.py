"""Pages of the committee and its register."""

"""The pages of a cluster of schools."""

"""What may be done in a cluster of schools."""

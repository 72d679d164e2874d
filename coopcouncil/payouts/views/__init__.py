"""Pages of money out."""

"""Pages of one's own Direct Debits."""

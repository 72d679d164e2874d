"""Pages of money seen whole."""

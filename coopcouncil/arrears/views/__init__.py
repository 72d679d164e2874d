"""Pages about late payments, for who keeps the money and for the member."""

"""What the rules and the law say of mutuals. Pure."""

"""What members ask for about themselves, and what keepers of the register decide."""

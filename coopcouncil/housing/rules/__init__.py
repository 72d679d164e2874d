"""What may happen to homes and tenancies, and what follows. Pure."""

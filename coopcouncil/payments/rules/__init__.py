"""What may be charged, paid, set against what, and given back. Pure; pence."""

"""A ballot's public bundle (being written by the lead: leave it, write docs/formats and sheets)."""

"""What may be published, changed and counted. Pure."""

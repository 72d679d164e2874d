"""What the law asks after the scores are agreed. Pure."""

"""What is done after the scores are agreed, each step in one transaction."""

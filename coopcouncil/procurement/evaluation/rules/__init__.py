"""What is allowed in assessing, and what follows from it. Pure: facts in, nothing asked."""

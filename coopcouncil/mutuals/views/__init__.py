"""What the pages of mutuals and of a council's courses show."""

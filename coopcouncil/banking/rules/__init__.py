"""What follows from lines of the bank, without asking anybody. Pure."""

"""What follows from ages, seats, hands in a class and a school's list. Pure."""

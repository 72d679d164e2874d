"""What a loan costs, when it is due, what is owed on a day, and what may be lent. Pure."""

"""What may be done with savings, and what follows. Pure: facts in, refusals or numbers out."""

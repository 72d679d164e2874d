"""Who may hold office, what follows from the journal, and who retires: facts in, answers out."""

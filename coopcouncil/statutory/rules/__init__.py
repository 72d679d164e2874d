"""Who may see a register, how much of it, and by when: facts in, answers out."""

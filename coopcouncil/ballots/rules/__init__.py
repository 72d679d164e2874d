"""What may happen to a ballot, and what follows. Pure: facts in, facts or a refusal out."""

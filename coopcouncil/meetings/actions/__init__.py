"""What may be done to a meeting: call it, set its agenda, send its notice, hold it, minute it."""

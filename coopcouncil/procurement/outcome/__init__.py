"""What came of it: the sum, summaries, notices, standstill, contract, open contracting data."""

"""What a line of the bank may be, kind by kind: who proposes it, and how it is booked."""

"""What officers type: the organisation's particulars, a role, a listing, new rules."""

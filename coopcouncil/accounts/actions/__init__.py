"""What people do with their account: sign in, prove an address, end a session."""

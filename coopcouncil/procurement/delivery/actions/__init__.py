"""What is done about promises, each deed in one transaction."""

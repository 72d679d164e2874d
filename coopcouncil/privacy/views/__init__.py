"""The member's own pages, and the desk of those who answer for data protection."""

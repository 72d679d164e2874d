"""The verbs of joining and leaving: each one transaction."""

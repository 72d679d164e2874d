"""The deeds of assessing: each locks, asks the rule, writes and records in one transaction."""

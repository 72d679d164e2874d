"""When a word is said, how a debt is spread, when a debit is tried again. Pure; pence, London."""

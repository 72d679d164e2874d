"""The credit union: savings, junior savers at school, loans, dividends, returns.

Only for an organisation that is registered as one.
"""

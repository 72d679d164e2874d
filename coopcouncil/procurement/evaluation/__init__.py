"""Assessing: interests declared, each scores alone with a reason, then one score is agreed."""

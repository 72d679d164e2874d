"""Measures of social value: the platform's own library, a council's own, sets that it may use."""

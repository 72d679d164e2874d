"""Measures: what social value is counted by.

An open library of the platform's own, in plain words; a council's own measures beside it, and sets
that it holds a licence for. A tender freezes what it uses, so what the library says later changes
nothing.
"""

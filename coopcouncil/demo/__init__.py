"""The demonstration place: Calderbrook and its organisations, invented and always the same.

Dates follow the day it is seeded on; names, choices and numbers do not. Keys are random.
"""

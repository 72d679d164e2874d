"""The register of members, as the law wants it kept: who, since when, and what we knew when.

Every change says when it takes effect and when it was recorded. Nothing is overwritten: a
correction is a new entry with its reason, and what the register said on any day, as known
on any later day, can be shown.
"""

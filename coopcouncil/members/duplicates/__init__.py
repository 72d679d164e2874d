"""One person twice in the register, or in a list that comes in: found, decided, merged, undone.

`names` and `likeness` say how alike two people look and why, without a database. `keys` says
which people are worth comparing, so that a million are not compared with a million. `finding`
does it for the register, `matching` for a list. Nobody is merged by the program: a person says
“the same” or “different”, and either is remembered. `merging` makes one member of two, and two
of one again.
"""

"""A trust and its schools: members once, shown by school and constituency; learners kept safe.

Forum seats for each school and constituency, elections over the whole cluster, guardians and
learners, class votes, and the yearly roll-over from the school's own export.
"""

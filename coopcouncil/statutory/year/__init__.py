"""The regulator's year: what an organisation owes by law or its rules, by when, and what it told.

Duties follow from the legal form, the rulebook and a few dates; nothing is stored of them but
that they were done. Figures that were reported are kept as they were made, with what was known
then, so that a late entry in the register never rewrites them.
"""

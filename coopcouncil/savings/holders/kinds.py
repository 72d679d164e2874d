"""The closed sets of who holds an account. Standard library only."""

from enum import StrEnum


class Change(StrEnum):
    """What becomes of the holders."""

    ADDED = "added"
    PARTED = "parted"  # One leaves, with their equal part.
    DIED = "died"  # The others have it by survivorship.


class Ground(StrEnum):
    """By what right somebody receives a dead saver's money."""

    NOMINEE = "nominee"  # CCBSA 2014 ss.37, 38: named in writing, to the law's limit.
    SMALL = "small"  # CCBSA 2014 s.40: to who appears entitled, to the same limit.
    GRANT = "grant"  # Personal representatives with probate, letters or confirmation.

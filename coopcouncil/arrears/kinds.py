"""The closed sets of arrears. Standard library only."""

from enum import StrEnum

STEPS = (1, 2, 3)
"""A first word, a second, and the last before people look at it."""


class ReminderWay(StrEnum):
    """How a reminder goes."""

    EMAIL = "email"
    LETTER = "letter"


class HoldReason(StrEnum):
    """Why nobody is reminded for a while."""

    HARDSHIP = "hardship"
    QUERY = "query"
    BEREAVEMENT = "bereavement"
    OTHER = "other"


class Ending(StrEnum):
    """How a payment plan ended."""

    KEPT = "kept"
    BROKEN = "broken"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"

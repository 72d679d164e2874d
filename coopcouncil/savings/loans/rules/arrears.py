"""How late loans are: bands of age, what is set aside for them, when one writes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """How long something is late."""

    CURRENT = "current"
    TO_30 = "to-30"
    TO_90 = "to-90"
    TO_180 = "to-180"
    TO_365 = "to-365"
    OVER_365 = "over-365"


_UP_TO = ((0, Band.CURRENT), (30, Band.TO_30), (90, Band.TO_90), (180, Band.TO_180))


def band(days: int) -> Band:
    """The band for so many days late.

    >>> band(0), band(30), band(31), band(366)
    (<Band.CURRENT: 'current'>, <Band.TO_30: 'to-30'>, <Band.TO_90: 'to-90'>, \
<Band.OVER_365: 'over-365'>)
    """
    for most, found in _UP_TO:
        if days <= most:
            return found
    return Band.TO_365 if days <= 365 else Band.OVER_365


@dataclass(frozen=True)
class Table:
    """What is set aside, in parts of a hundred of what is owed above attached shares."""

    general: int
    after_90: int
    after_180: int
    after_365: int

    def percent(self, days: int) -> int:
        """For a loan so many days late."""
        found = band(days)
        if found is Band.OVER_365:
            return self.after_365
        if found is Band.TO_365:
            return self.after_180
        return self.after_90 if found is Band.TO_180 else self.general


def provision(owed: int, attached: int, days: int, table: Table) -> int:
    """What to set aside for one loan, to the penny above: caution rounds up.

    >>> provision(100_001, 0, 91, Table(2, 35, 60, 100))
    35001
    """
    return -(-max(0, owed - attached) * table.percent(days) // 100)


def step(days: int, steps: Sequence[int]) -> int:
    """Which letter is due: 0 for none, else the number of the last step that is reached.

    >>> step(6, (7, 21, 45)), step(21, (7, 21, 45)), step(400, (7, 21, 45))
    (0, 2, 3)
    """
    return sum(days >= one for one in steps)

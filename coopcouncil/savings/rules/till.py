"""A teller's day: what should be there, and what is. Pure; whole pence."""

from collections.abc import Iterable, Mapping

from coopcouncil.kernel.money import Money
from coopcouncil.savings.rules.refusals import SayWhyItDiffers

NOTES_AND_COINS = (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
"""What sterling comes in, in pence."""
MOST = 100_000


def in_till(opening_float: int, movements: Iterable[int]) -> int:
    """What should lie in the till: the float, what came, less what went."""
    return opening_float + sum(movements)


def counted(pieces: Mapping[int, int]) -> int:
    """What so many of each note and coin are worth.

    >>> counted({2000: 3, 50: 1})
    6050
    """
    return sum(worth * number for worth, number in pieces.items())


def may_close(counted_total: int, expected: int, note: str) -> None:
    """A difference is no crime; it is explained, as far as anybody can."""
    difference = counted_total - expected
    if difference and not note.strip():
        raise SayWhyItDiffers(Money(difference))

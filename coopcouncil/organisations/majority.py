"""How much is enough, and of what. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Combine(StrEnum):
    """How a number and a share become one threshold."""

    GREATER = "greater"
    LOWER = "lower"


class Of(StrEnum):
    """What a majority is a share of."""

    VOTES_CAST = "votes-cast"
    PRESENT = "present"
    ELIGIBLE = "eligible"
    MEMBERS = "members"


@dataclass(frozen=True)
class Majority:
    """How much is enough, and of what."""

    share: Fraction
    of: Of
    or_more: bool
    """True where the share itself suffices; False where it must be passed."""

    def reached(self, votes_for: int, base: int) -> bool:
        """Whether so many votes carry it.

        >>> Majority(Fraction(1, 2), Of.VOTES_CAST, or_more=False).reached(10, 20)
        False
        >>> Majority(Fraction(3, 4), Of.VOTES_CAST, or_more=True).reached(15, 20)
        True
        """
        if base <= 0:
            return False
        return votes_for >= self.share * base if self.or_more else votes_for > self.share * base

    def needed(self, base: int) -> int:
        """The fewest votes that carry it."""
        exact = self.share * base
        up = -(-exact.numerator // exact.denominator)
        return max(1, up if self.or_more else exact.numerator // exact.denominator + 1)

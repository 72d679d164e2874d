"""Interest on a daily reducing balance: by actual days, on principal alone, rounded once. Pure.

Each day of a loan's month bears its part of the month's rate: 1 % a month is 1 % of a balance
that stands for the month, whether the month has 28 days or 31. Interest that is not paid bears
none. Amounts are whole pence; rates are fractions of the balance for a month.
"""

from datetime import date
from fractions import Fraction
from math import floor

from coopcouncil.savings.loans.rules.dates import month_around


def whole_pence(exact: Fraction) -> int:
    """The one place where interest is rounded: down, once for each of the loan's months.

    Rounded to the nearest penny, a loan at the limit of the law would pass it in half its months.

    >>> whole_pence(Fraction(1999, 2))
    999
    """
    return floor(exact)


class Meter:
    """A balance, and the interest that runs on it from day to day."""

    def __init__(self, on: date, anchor: date, rate: Fraction) -> None:
        self.on, self.anchor, self.rate = on, anchor, rate
        self.principal = 0
        self.settled = 0
        """Interest that was paid or given up."""
        self._months = 0
        self._running = Fraction(0)

    @property
    def charged(self) -> int:
        """All interest up to today: it never becomes less from one day to the next."""
        return self._months + whole_pence(self._running)

    @property
    def interest(self) -> int:
        """Interest that is due and not paid."""
        return self.charged - self.settled

    @property
    def owed(self) -> int:
        """What would settle everything today."""
        return self.principal + self.interest

    def run_to(self, day: date) -> None:
        """Let the days pass up to the morning of this one."""
        while self.on < day:
            begin, following = month_around(self.anchor, self.on)
            until = min(day, following)
            if self.principal and self.rate:
                part = Fraction((until - self.on).days, (following - begin).days)
                self._running += self.principal * self.rate * part
            self.on = until
            if until == following:
                self._months += whole_pence(self._running)
                self._running = Fraction(0)

    def take(self, amount: int) -> tuple[int, int]:
        """Money comes in: interest first, then principal. What of it went to each."""
        to_interest = min(amount, max(0, self.interest))
        to_principal = amount - to_interest
        self.settled += to_interest
        self.principal -= to_principal
        return to_interest, to_principal

"""Whether a payment fits into a household's month. Pure; whole pence."""

from dataclasses import dataclass
from fractions import Fraction

from coopcouncil.savings.loans.rules.dates import A_YEAR, Every
from coopcouncil.savings.loans.rules.interest import whole_pence


@dataclass(frozen=True)
class Sheet:
    """A month's income, outgoings and payments on other credit."""

    income: int
    outgoings: int
    credit: int

    @property
    def disposable(self) -> int:
        """What is left in a month before this loan; below nothing where it does not reach."""
        return self.income - self.outgoings - self.credit


def by_month(instalment: int, every: Every) -> int:
    """What a payment comes to in a month, rounded up: four-weekly is thirteen a year.

    >>> by_month(1000, Every.WEEK), by_month(1000, Every.MONTH)
    (4334, 1000)
    """
    return -whole_pence(-Fraction(instalment * A_YEAR[every], 12))


def left_over(sheet: Sheet, instalment: int, every: Every) -> int:
    """What is left in a month once the loan is paid."""
    return sheet.disposable - by_month(instalment, every)

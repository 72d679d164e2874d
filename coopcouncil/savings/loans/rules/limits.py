"""How much may be lent, to whom and for how long: PRA Rulebook, Credit Unions 3. Pure."""

from dataclasses import dataclass
from datetime import date

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.savings.loans.rules.dates import plus_months

LARGE_PERCENT = 10
LARGE_FROM = 750_000
"""A large exposure is at least this part of capital and more than £7,500."""


@dataclass(frozen=True)
class Limits:
    """The rulebook's numbers: pence, years, parts of a hundred."""

    above_shares: int = 1_500_000
    years_unsecured: int = 5
    years_secured: int = 10
    higher_tier: bool = False
    """With more capital: 1.5 % of all shares where that is more, and 10 or 25 years."""
    large_percent: int = 25
    large_total_percent: int = 500
    corporate_percent: int = 10

    @property
    def years(self) -> tuple[int, int]:
        """The longest terms, unsecured and secured."""
        return self.years_unsecured, self.years_secured

    def above(self, all_shares: int) -> int:
        """The most that one may owe above attached shares."""
        if self.higher_tier:
            return max(self.above_shares, all_shares * 15 // 1000)
        return self.above_shares


@dataclass(frozen=True)
class Lending:
    """What a loan is measured against; whole pence, the new loan not counted in."""

    amount: int
    lent_on: date
    last_on: date
    secured: bool
    corporate: bool
    owes_already: int
    attached: int
    all_shares: int
    capital: int | None
    """None where the books do not say."""
    large_already: int
    corporate_already: int
    book: int
    """All loans outstanding."""


class TooMuchAboveShares(Refused):
    """Over the limit of one member."""

    status = 422

    def __init__(self, most: int) -> None:
        self.most = most

    def sentence(self, _: Gettext) -> str:
        text = _(
            "A member may owe at most {most} more than the shares attached to loans. "
            "Lend less, or attach more shares."
        )
        return text.format(most=Money(self.most))


class TooLong(Refused):
    """Past the longest term."""

    status = 422

    def __init__(self, years: int, secured: bool) -> None:
        self.years, self.secured = years, secured

    def sentence(self, _: Gettext) -> str:
        text = (
            _("A secured loan must be paid back within {years} years.")
            if self.secured
            else _("An unsecured loan must be paid back within {years} years.")
        )
        return text.format(years=self.years)


class TooLargeForCapital(Refused):
    """A large exposure over its part of the capital."""

    status = 422

    def __init__(self, percent: int, capital: int) -> None:
        self.percent, self.capital = percent, capital

    def sentence(self, _: Gettext) -> str:
        text = _(
            "What one member owes above attached shares may come to at most {percent}% of the "
            "capital, which is {capital}, once it is a large exposure."
        )
        return text.format(percent=self.percent, capital=Money(self.capital))


class TooManyLarge(Refused):
    """All large exposures together over their part of the capital."""

    status = 422

    def __init__(self, percent: int) -> None:
        self.percent = percent

    def sentence(self, _: Gettext) -> str:
        text = _("All large exposures together may come to at most {percent}% of the capital.")
        return text.format(percent=self.percent)


class TooMuchCorporate(Refused):
    """Loans to bodies over their part of the book."""

    status = 422

    def __init__(self, percent: int) -> None:
        self.percent = percent

    def sentence(self, _: Gettext) -> str:
        text = _("Loans to organisations may come to at most {percent}% of all loans.")
        return text.format(percent=self.percent)


def is_large(exposure: int, capital: int | None) -> bool:
    """Whether what one member owes above attached shares counts as a large exposure."""
    if capital is None:
        return False
    return exposure > LARGE_FROM and exposure * 100 >= capital * LARGE_PERCENT


def may_lend(lending: Lending, limits: Limits) -> None:
    """Refuse a loan over any of the limits."""
    years = longest_years(limits, lending.secured)
    if lending.last_on > plus_months(lending.lent_on, 12 * years):
        raise TooLong(years, lending.secured)
    exposure = max(0, lending.amount + lending.owes_already - lending.attached)
    most = limits.above(lending.all_shares)
    if exposure > most:
        raise TooMuchAboveShares(most)
    if lending.capital is not None and is_large(exposure, lending.capital):
        if exposure * 100 > lending.capital * limits.large_percent:
            raise TooLargeForCapital(limits.large_percent, lending.capital)
        total = lending.large_already + exposure
        if total * 100 > lending.capital * limits.large_total_percent:
            raise TooManyLarge(limits.large_total_percent)
    if lending.corporate:
        corporate = lending.corporate_already + lending.amount
        if corporate * 100 > (lending.book + lending.amount) * limits.corporate_percent:
            raise TooMuchCorporate(limits.corporate_percent)


def longest_years(limits: Limits, secured: bool) -> int:
    """The longest term in years."""
    return limits.years[1] if secured else limits.years[0]

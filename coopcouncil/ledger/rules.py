"""What makes a posting lawful, and what follows from postings. Pure; pence, debits positive."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import DEBIT_KINDS, FLOWS, AccountKind

LARGEST = 100_000_000_000
"""A line of a thousand million pounds is a slip of the finger, in pence."""


@dataclass(frozen=True)
class Line:
    """One side of a posting: so many pence to the debit (positive) or credit of an account."""

    account: int
    amount: int
    fund: int | None = None
    member: int | None = None
    note: str = ""


class DoesNotBalance(Refused):
    """Debits and credits differ, in all or within a fund."""

    status = 422

    def __init__(self, difference: int, fund: int | None) -> None:
        self.difference, self.fund = difference, fund

    def sentence(self, _: Gettext) -> str:
        over = str(Money(abs(self.difference)))
        if self.fund is None:
            text = (
                _("The debits are {sum} more than the credits. They must be equal.")
                if self.difference > 0
                else _("The credits are {sum} more than the debits. They must be equal.")
            )
        else:
            text = _(
                "Within a restricted fund the debits and the credits differ by {sum}. "
                "Each fund must balance by itself."
            )
        return text.format(sum=over)


class TooFewLines(Refused):
    """Double entry needs two."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A posting needs at least one debit and one credit.")


class NoAmount(Refused):
    """Nothing, or more than anybody here has."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Each line needs an amount of at least £0.01, and less than £1,000,000,000.")


class PeriodClosed(Refused):
    """The accounts of that time have been made up."""

    def __init__(self, closed_to: date) -> None:
        self.closed_to = closed_to

    def sentence(self, _: Gettext) -> str:
        text = _("The books are closed up to {day}. Choose a later day.")
        return text.format(day=day(self.closed_to, _))


class NotYet(Refused):
    """What has not happened is not booked."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("That day is still to come. Choose today or an earlier day.")


class AlreadyReversed(Refused):
    """Once is enough."""

    def sentence(self, _: Gettext) -> str:
        return _("This posting has been reversed already.")


class ReversesAnother(Refused):
    """A reversal of a reversal hides what happened."""

    def sentence(self, _: Gettext) -> str:
        return _("This posting reverses another. Post afresh what should stand.")


class ReferenceTaken(Refused):
    """The same outside event with another content."""

    def __init__(self, reference: str) -> None:
        self.reference = reference

    def sentence(self, _: Gettext) -> str:
        text = _("“{reference}” has been posted already, with other amounts.")
        return text.format(reference=self.reference)


class AccountOutOfUse(Refused):
    """It holds its past and takes nothing new."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        return _("The account “{name}” is out of use.").format(name=self.name)


class CodeTaken(Refused):
    """Two accounts with one code."""

    def __init__(self, code: str) -> None:
        self.code = code

    def sentence(self, _: Gettext) -> str:
        return _("There is an account {code} already.").format(code=self.code)


class NameTaken(Refused):
    """Two funds with one name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        return _("There is a fund “{name}” already.").format(name=self.name)


class ClosedFurther(Refused):
    """Closing goes forward alone."""

    def __init__(self, closed_to: date) -> None:
        self.closed_to = closed_to

    def sentence(self, _: Gettext) -> str:
        text = _("The books are closed up to {day} already.")
        return text.format(day=day(self.closed_to, _))


def check(lines: Sequence[Line]) -> None:
    """Refuse what is no posting.

    >>> check([Line(1, 500), Line(2, -500)])
    """
    if len(lines) < 2:
        raise TooFewLines
    if any(not 0 < abs(line.amount) < LARGEST for line in lines):
        raise NoAmount
    by_fund: Counter[int | None] = Counter()
    for line in lines:
        by_fund[line.fund] += line.amount
    whole = sum(by_fund.values())
    if whole:
        raise DoesNotBalance(whole, None)
    for fund, difference in by_fund.items():
        if difference:
            raise DoesNotBalance(difference, fund)


def may_post(on: date, today: date, closed_to: date | None) -> None:
    """Whether something may be posted on the day."""
    if on > today:
        raise NotYet
    if closed_to is not None and on <= closed_to:
        raise PeriodClosed(closed_to)


def may_close(to: date, today: date, closed_to: date | None) -> None:
    """Whether the books may be closed up to the end of a day."""
    if to >= today:
        raise NotYet
    if closed_to is not None and to <= closed_to:
        raise ClosedFurther(closed_to)


def reversal(lines: Iterable[Line]) -> list[Line]:
    """The lines that undo these."""
    return [replace(line, amount=-line.amount) for line in lines]


def shown(kind: AccountKind, balance: int) -> int:
    """A balance as its reader expects it: more income and more debt are more, not less.

    >>> shown(AccountKind.INCOME, -200), shown(AccountKind.ASSET, 200)
    (200, 200)
    """
    return balance if kind in DEBIT_KINDS else -balance


@dataclass(frozen=True)
class TrialBalance:
    """Each account's balance, debits positive, with the surplus of earlier years: comes to zero."""

    balances: Mapping[int, int]
    earlier_years: int

    @property
    def debits(self) -> int:
        return sum(max(0, one) for one in (*self.balances.values(), self.earlier_years))

    @property
    def credits(self) -> int:
        return -sum(min(0, one) for one in (*self.balances.values(), self.earlier_years))


def trial_balance(
    kinds: Mapping[int, AccountKind], ever: Mapping[int, int], before: Mapping[int, int]
) -> TrialBalance:
    """From every account's sum to the day, and to the end of the year before that.

    Income and expenses begin anew each year: what they came to before stands in one figure.
    """
    balances, earlier = {}, 0
    for account, kind in kinds.items():
        total = ever.get(account, 0)
        if kind in FLOWS:
            earlier += before.get(account, 0)
            total -= before.get(account, 0)
        balances[account] = total
    return TrialBalance(balances, earlier)


@dataclass(frozen=True)
class Summary:
    """Income less expenses; assets less what is owed; each as its reader expects it."""

    income: int
    expenses: int
    assets: int
    liabilities: int
    capital: int
    earlier_years: int

    @property
    def surplus(self) -> int:
        """Of the year so far; a deficit is negative."""
        return self.income - self.expenses

    @property
    def net_assets(self) -> int:
        return self.assets - self.liabilities

    @property
    def funds(self) -> int:
        """What the net assets are made of: capital, earlier years, this year."""
        return self.capital + self.earlier_years + self.surplus


def summary(kinds: Mapping[int, AccountKind], trial: TrialBalance) -> Summary:
    """The statements' totals."""
    total: Counter[AccountKind] = Counter()
    for account, balance in trial.balances.items():
        total[kinds[account]] += shown(kinds[account], balance)
    return Summary(
        total[AccountKind.INCOME],
        total[AccountKind.EXPENSE],
        total[AccountKind.ASSET],
        total[AccountKind.LIABILITY],
        total[AccountKind.CAPITAL],
        -trial.earlier_years,
    )


def year_start(on: date, year_end: tuple[int, int]) -> date:
    """The first day of the financial year that the day lies in; `year_end` is (month, day).

    >>> year_start(date(2026, 3, 31), (3, 31)), year_start(date(2026, 4, 1), (3, 31))
    (datetime.date(2025, 4, 1), datetime.date(2026, 4, 1))
    """
    for year in (on.year, on.year - 1, on.year - 2):
        start = _end(year, year_end) + timedelta(days=1)
        if start <= on:
            return start
    raise AssertionError("a year has an end")


def _end(year: int, year_end: tuple[int, int]) -> date:
    month, last = year_end
    while True:
        try:
            return date(year, month, last)
        except ValueError:  # 29 February, or worse.
            last -= 1

"""What a loan costs: equal payments, the last of which balances. Pure; whole pence."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import islice

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.savings.loans.rules.dates import Every, days_of
from coopcouncil.savings.loans.rules.interest import Meter

MOST_PAYMENTS = 1400
"""A week's payment for over 25 years."""


@dataclass(frozen=True)
class Terms:
    """What is lent, at which rate for a month, from when, and how often and long it is paid."""

    principal: int
    rate: Fraction
    lent_on: date
    first_on: date
    every: Every
    payments: int
    interest_brought: int = 0
    """Interest that was due and unpaid when this began; it bears none."""
    anchor: date | None = None
    """Where the loan's months begin, if not at the first payment."""

    @property
    def months_from(self) -> date:
        return self.anchor or self.first_on

    @property
    def owed(self) -> int:
        return self.principal + self.interest_brought


@dataclass(frozen=True)
class Row:
    """One payment: what of it is interest, what is principal, what is left to pay after it."""

    number: int
    due_on: date
    payment: int
    interest: int
    principal: int
    left: int


@dataclass(frozen=True)
class Schedule:
    """All the payments."""

    terms: Terms
    instalment: int
    rows: tuple[Row, ...]

    @property
    def total(self) -> int:
        """The total amount payable."""
        return sum(row.payment for row in self.rows)

    @property
    def interest(self) -> int:
        """The cost of the loan from here."""
        return self.total - self.terms.owed

    @property
    def last_on(self) -> date:
        return self.rows[-1].due_on


class NotALoan(Refused):
    """Nothing lent, no payment, or paid before it is lent."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "A loan needs a sum, at least one payment, and a first payment after the day on "
            "which it is paid out."
        )


class InstalmentTooSmall(Refused):
    """It would never end, or not within the longest term."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("With payments of this size the loan would not be paid back. Choose a larger one.")


def check(terms: Terms) -> None:
    """Refuse what is no loan."""
    sums = terms.principal > 0 and terms.interest_brought >= 0 and terms.rate >= 0
    if not sums or not 1 <= terms.payments <= MOST_PAYMENTS or terms.first_on <= terms.lent_on:
        raise NotALoan


def schedule(terms: Terms) -> Schedule:
    """The smallest equal payment, in whole pence, that ends the loan in so many payments."""
    check(terms)
    low = high = -(-terms.owed // terms.payments)
    step = 1
    # From the payment without interest upwards, in growing steps, then halving.
    low -= 1
    while not _ends(terms, high):
        low, high, step = high, high + step, step * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _ends(terms, middle) else (middle, high)
    return Schedule(terms, high, tuple(_rows(terms, high)))


def schedule_by_instalment(terms: Terms, instalment: int) -> Schedule:
    """As many payments of this size as it takes; `terms.payments` is not asked."""
    check(replace(terms, payments=1))
    rows = tuple(islice(_rows(replace(terms, payments=MOST_PAYMENTS), instalment), MOST_PAYMENTS))
    if rows[-1].left or rows[-1].payment > instalment:
        raise InstalmentTooSmall
    return Schedule(replace(terms, payments=len(rows)), instalment, rows)


def _ends(terms: Terms, instalment: int) -> bool:
    *_before, last = _rows(terms, instalment)
    return last.payment <= instalment


def _rows(terms: Terms, instalment: int) -> Iterator[Row]:
    """The payments; the last one takes what is left, be it more or less than the others."""
    meter = Meter(terms.lent_on, terms.months_from, terms.rate)
    meter.principal, meter.settled = terms.principal, -terms.interest_brought
    for number, day in enumerate(days_of(terms.first_on, terms.every), 1):
        meter.run_to(day)
        whole = meter.owed
        payment = whole if number == terms.payments else min(instalment, whole)
        interest, principal = meter.take(payment)
        yield Row(number, day, payment, interest, principal, meter.owed)
        if not meter.owed:
            return

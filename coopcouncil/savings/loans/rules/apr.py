"""The annual percentage rate of charge: the formula of consumer credit, and the law's cap. Pure.

The rate is the X at which what is lent equals what is paid, each payment divided by (1 + X) to
the power of its time in years: whole months or weeks counted back from the payment, days that
are left over as parts of a year (FCA Handbook, CONC App 1.2).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.kinds import Nation
from coopcouncil.savings.loans.rules.dates import A_YEAR, DAYS, Every, plus_months
from coopcouncil.savings.loans.rules.schedule import Schedule, Terms, schedule

CAP = Fraction(3, 100)
"""CUA 1979 s.11(5): the rate specified, for a month, on what is outstanding; 3 % since 2014."""
CAPS = {Nation.NORTHERN_IRELAND: Fraction(1, 100)}
"""Where that Act does not hold: the Credit Unions (Northern Ireland) Order 1985 [from memory]."""
TENTH = Decimal("0.1")


class RateOverCap(Refused):
    """More for a month than the law lets a credit union ask."""

    status = 422

    def __init__(self, cap: Fraction = CAP) -> None:
        self.percent = str(cap * 100)

    def sentence(self, _: Gettext) -> str:
        text = _(
            "A credit union may not charge more than {percent}% a month on what is outstanding, "
            "all charges included. Enter {percent} or less."
        )
        return text.format(percent=self.percent)


class AprOverCap(Refused):
    """Weekly payments or odd days at the start bring it over what 3 % a month comes to."""

    status = 422

    def __init__(self, apr: Decimal) -> None:
        self.apr = apr

    def sentence(self, _: Gettext) -> str:
        text = _(
            "With these payments the loan would cost {apr}% APR, and 3% a month is 42.6% APR. "
            "Choose a lower rate, monthly payments, or a first payment a whole month after the "
            "loan is paid out."
        )
        return text.format(apr=self.apr)


def apr_of(made: Schedule) -> Decimal:
    """The APR of a loan, unrounded, in per cent."""
    terms = made.terms
    return apr(
        terms.owed,
        [(row.payment, years(terms.lent_on, row.due_on, terms.every)) for row in made.rows],
    )


def apr(lent: int, payments: Sequence[tuple[int, Fraction]]) -> Decimal:
    """The yearly rate in per cent at which the payments, each after so many years, equal the loan.

    >>> shown(apr(100000, [(60000, Fraction(1)), (60000, Fraction(2))]))
    Decimal('13.1')
    """
    with localcontext() as context:
        context.prec = 24
        timed = [(Decimal(paid), Decimal(t.numerator) / t.denominator) for paid, t in payments]

        def short(force: Decimal) -> tuple[Decimal, Decimal]:
            """What the payments are worth at this force of interest, and how fast that falls."""
            worth = slope = Decimal(0)
            for paid, t in timed:
                now = paid * (-force * t).exp()
                worth, slope = worth + now, slope + now * t
            return worth - lent, slope

        # Newton's method on the force: the curve is convex and falling, so from 0 it never passes.
        force = Decimal(0)
        for _step in range(200):
            over, slope = short(force)
            closer = over / slope
            force += closer
            if abs(closer) < Decimal("1e-15"):
                break
        return (force.exp() - 1) * 100


def shown(rate: Decimal) -> Decimal:
    """To one decimal place, halves up, as the formula wants it shown."""
    return rate.quantize(TENTH, ROUND_HALF_UP)


def years(lent_on: date, paid_on: date, every: Every) -> Fraction:
    """The time between two days in years: whole periods counted back, and the days left over.

    >>> years(date(2026, 1, 15), date(2026, 4, 15), Every.MONTH)
    Fraction(1, 4)
    """
    if every is Every.MONTH:
        months = (paid_on.year - lent_on.year) * 12 + paid_on.month - lent_on.month
        # The last day of a short month is the same day as a later one of a long month.
        if plus_months(lent_on, months) == paid_on:
            return Fraction(months, 12)
        while plus_months(paid_on, -months) < lent_on:
            months -= 1
        whole, rest = Fraction(months, 12), plus_months(paid_on, -months)
    else:
        weeks, _days = divmod((paid_on - lent_on).days, 7)
        whole, rest = Fraction(weeks, 52), paid_on - timedelta(days=7 * weeks)
    days = (rest - lent_on).days
    year = (rest - plus_months(rest, -12)).days
    return whole + Fraction(days, year)


def cap_of(nation: Nation) -> Fraction:
    """The most for a month, where the credit union is registered.

    >>> cap_of(Nation.WALES), cap_of(Nation.NORTHERN_IRELAND)
    (Fraction(3, 100), Fraction(1, 100))
    """
    return CAPS.get(nation, CAP)


def limit(cap: Fraction = CAP) -> Decimal:
    """What the cap comes to in a year, paid monthly, as the formula shows it: 42.6."""
    exact = ((1 + cap) ** 12 - 1) * 100
    return shown(Decimal(exact.numerator) / exact.denominator)


def may_be_lent_at(rate: Fraction, cap: Fraction = CAP) -> None:
    """Whether a rate for a month is within the cap."""
    if not 0 <= rate <= cap:
        raise RateOverCap(cap)


def may_be_agreed(made: Schedule) -> Decimal:
    """Refuse a loan over the cap, by the month or by the year; else its APR as shown.

    Over 42.6 % APR a credit union's loan also loses its exemption from consumer credit law.
    The rate is held against the limit unrounded, so that no rounding lets it pass.
    """
    may_be_lent_at(made.terms.rate)
    found = apr_of(made)
    if found > limit():
        raise AprOverCap(found.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return shown(found)


def usual(every: Every, rate: Fraction) -> Decimal:
    """The APR of a loan of £1,000 over a year, as a product is described; unrounded."""
    lent_on = date(2026, 1, 1)
    first_on = (
        plus_months(lent_on, 1) if every is Every.MONTH else lent_on + timedelta(days=DAYS[every])
    )
    return apr_of(schedule(Terms(100_000, rate, lent_on, first_on, every, A_YEAR[every])))

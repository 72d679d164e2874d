"""What a dividend comes to, and when it may be proposed. Pure; Fractions until the last penny."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.savings.dividends.hooks import Resolution, Result
from coopcouncil.savings.kinds import Vote


class RateTooHigh(Refused):
    """CUA 1979 s.14(4): 8% unless the rules allow more."""

    status = 422

    def __init__(self, most: str) -> None:
        self.most = most

    def sentence(self, _: Gettext) -> str:
        return _("The rules allow a dividend of at most {most}.").format(most=self.most)


class NoRate(Refused):
    """A dividend of nothing on everything is none."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Enter a rate for at least one kind of account.")


class RatesDiffer(Refused):
    """Different rates need capital behind them."""

    status = 422

    def __init__(self, needed: str, ratio: str) -> None:
        self.needed, self.ratio = needed, ratio

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Different rates need capital of {needed} of the assets. It is {ratio} at the end "
            "of these days. Choose one rate for all."
        )
        return text.format(needed=self.needed, ratio=self.ratio)


class NotOverYet(Refused):
    """Balances of days to come are not known."""

    status = 422

    def __init__(self, to: date) -> None:
        self.to = to

    def sentence(self, _: Gettext) -> str:
        return _("The days end on {day}, which is still to come.").format(day=day(self.to, _))


class GivenForThen(Refused):
    """The most that the rules allow is for all that one year's days bear."""

    def __init__(self, to: date) -> None:
        self.to = to

    def sentence(self, _: Gettext) -> str:
        text = _("A dividend on such accounts for days up to {day} is proposed or carried already.")
        return text.format(day=day(self.to, _))


class NothingToPayFrom(Refused):
    """A dividend comes out of what was earned."""

    def __init__(self, total: Money, capital: Money) -> None:
        self.total, self.capital = total, capital

    def sentence(self, _: Gettext) -> str:
        text = _(
            "This comes to {total}, and reserves with this year’s surplus are {capital}. "
            "A dividend is paid out of what was earned."
        )
        return text.format(total=self.total, capital=self.capital)


class VotedAlready(Refused):
    """The meeting speaks once."""

    def sentence(self, _: Gettext) -> str:
        return _("What the meeting said is recorded already.")


class NotCarried(Refused):
    """Only the members give a dividend."""

    def sentence(self, _: Gettext) -> str:
        return _("A dividend is paid once a general meeting has carried it.")


class ResolutionOpen(Refused):
    """Nobody knows yet what the meeting decided."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The result of this resolution of {day} is not declared: declare its ballot, or "
            "publish the minutes, first."
        )
        return text.format(day=day(self.on, _))


class ResolutionLost(Refused):
    """Its ballot says no."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _("This resolution of {day} was not carried by its ballot: it gives no dividend.")
        return text.format(day=day(self.on, _))


class ResolutionCarried(Refused):
    """Its ballot says yes."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _("This resolution of {day} was carried by its ballot.")
        return text.format(day=day(self.on, _))


class ResolutionGone(Refused):
    """What was named is on no agenda of a meeting that was held here."""

    def sentence(self, _: Gettext) -> str:
        return _("The resolution named is not one of a general meeting held here.")


class NamedForAnother(Refused):
    """A resolution decides one proposal, not two."""

    status = 422

    def __init__(self, since: date, to: date) -> None:
        self.since, self.to = since, to

    def sentence(self, _: Gettext) -> str:
        text = _(
            "That resolution is recorded for the proposal for {since} to {to} already. Each "
            "proposal has its own: name it by its number."
        )
        return text.format(since=day(self.since, _), to=day(self.to, _))


class MeetingKeptHere(Refused):
    """Its own result goes before what somebody types."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _("The general meeting of {day} is kept here: choose its resolution.")
        return text.format(day=day(self.on, _))


class MinuteMissing(Refused):
    """Nothing else says what the meeting decided."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Write down the minute: no ballot here says what the meeting decided.")


class PaidAlready(Refused):
    """Once is enough."""

    def sentence(self, _: Gettext) -> str:
        return _("This dividend is being paid, or has been.")


class WithdrawnAlready(Refused):
    """It is no proposal any more."""

    def sentence(self, _: Gettext) -> str:
        return _("This proposal was withdrawn.")


def penny_days(movements: Iterable[tuple[date, int]], since: date, to: date) -> int:
    """The sum of the balances at the end of each day from the first to the last, in pence.

    >>> penny_days([(date(2026, 1, 1), 100), (date(2026, 1, 3), 50)], date(2026, 1, 2),
    ...     date(2026, 1, 4))
    400
    """
    return sum(pence * ((to - max(on, since)).days + 1) for on, pence in movements if on <= to)


def days_of_the_year(to: date) -> int:
    """How many days the year has that ends with this day.

    >>> days_of_the_year(date(2024, 9, 30)), days_of_the_year(date(2026, 9, 30))
    (366, 365)
    """
    try:
        before = to.replace(year=to.year - 1)
    except ValueError:  # 29 February
        return 366
    return (to - before).days


def dividend(days: int, percent: Decimal | Fraction, year: int) -> int:
    """The dividend on so many penny-days at so much a year: the one rounding, down to a penny.

    Down, so that no account earns more than the rate that the meeting carried.

    >>> dividend(100_000 * 365, Decimal("2.5"), 365)
    2500
    """
    exact = Fraction(days) * Fraction(percent) / 100 / year
    return max(0, exact.numerator // exact.denominator)


def may_propose(
    rates: Mapping[int, Decimal],
    products: int,
    since: date,
    to: date,
    today: date,
    most: Fraction,
    needed: Fraction,
    ratio: Fraction,
    before: Iterable[tuple[date, date]] = (),
) -> None:
    """Refuse what the rules or the law do not let a meeting carry. `rates` in per cent, `before`
    the days of dividends on the same kinds of account that stand."""
    if to >= today or since > to:
        raise NotOverYet(to)
    for first, last in before:
        if first <= to and since <= last:
            raise GivenForThen(last)
    if not any(rates.values()):
        raise NoRate
    if max(rates.values()) > most * 100:
        raise RateTooHigh(percent(most))
    same = len(rates) == products and len(set(rates.values())) == 1
    if not same and products > 1 and ratio < needed:
        raise RatesDiffer(percent(needed), percent(ratio))


def may_say(vote: Vote, resolution: Resolution) -> None:
    """Refuse what the meeting's own result does not bear out."""
    if resolution.result is Result.OPEN:
        raise ResolutionOpen(resolution.on)
    if vote is Vote.CARRIED and resolution.result is Result.LOST:
        raise ResolutionLost(resolution.on)
    if vote is Vote.LOST and resolution.result is Result.CARRIED:
        raise ResolutionCarried(resolution.on)


def may_type(on: date, minute: str, kept_here: Iterable[Resolution]) -> None:
    """Typed by hand is only what a meeting held elsewhere said, with its minute."""
    if any(one.on == on for one in kept_here):
        raise MeetingKeptHere(on)
    if not minute.strip():
        raise MinuteMissing


def percent(share: Fraction) -> str:
    """As people write it, two places, never rounded up.

    >>> percent(Fraction(8, 100)), percent(Fraction(1, 3))
    ('8%', '33.33%')
    """
    hundredths = share * 10_000
    whole = hundredths.numerator // hundredths.denominator
    text = f"{whole // 100}.{whole % 100:02}".rstrip("0").rstrip(".")
    return f"{text}%"

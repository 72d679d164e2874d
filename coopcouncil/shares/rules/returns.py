"""What members get on their shares and on what they bought: by days, exact, rounded once. Pure."""

import re
from calendar import isleap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.shares.kinds import ReturnKind
from coopcouncil.shares.rules.replay import Happened, standing

HOURS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?", re.ASCII)
YEAR = 365
"""Days of a year for interest. The 29th of February bears none, so that any twelve months bear a
year's rate and never more."""


class AboveTheLimit(Refused):
    """More than the rules allow."""

    status = 422

    def __init__(self, most: Fraction) -> None:
        self.most = most

    def sentence(self, _: Gettext) -> str:
        most = self.most * 100
        percent = f"{(Decimal(most.numerator) / most.denominator).normalize():f}%"
        return _("The rules allow interest on shares of at most {percent} a year.").format(
            percent=percent
        )


class NotInTheRules(Refused):
    """No dividend by this."""

    def __init__(self, kind: ReturnKind) -> None:
        self.kind = kind

    def sentence(self, _: Gettext) -> str:
        if self.kind is ReturnKind.HOURS:
            return _("The rules know no dividend on hours worked.")
        return _("The rules know no dividend on purchases.")


class DecidedOnAnother(Refused):
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


class NoPeriod(Refused):
    """It ends before it begins, or is not over."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("The period must have ended before today, and must not be longer than two years.")


class PaidForThen(Refused):
    """Interest for the same days twice."""

    def __init__(self, to: date) -> None:
        self.to = to

    def sentence(self, _: Gettext) -> str:
        text = _("Interest for days up to {day} has been decided already.")
        return text.format(day=day(self.to, _))


class NothingComesOfIt(Refused):
    """Nobody would get a penny."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Nobody would get anything by this.")


class DecidedBefore(Refused):
    """Once."""

    def sentence(self, _: Gettext) -> str:
        return _("This has been decided or dropped already.")


class NotDecidedYet(Refused):
    """Nothing to take back."""

    def sentence(self, _: Gettext) -> str:
        return _("This has not been decided. Give the proposal up instead.")


class TakenBackAlready(Refused):
    """Once."""

    def sentence(self, _: Gettext) -> str:
        return _("This was taken back already.")


class OnItsWay(Refused):
    """Part of the money has left, or is leaving."""

    def __init__(self, members: int) -> None:
        self.members = members

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The money of {n} of the members is in a payment run or paid, so this can no longer be "
            "taken back. Take it out of the run first; what is paid is put right member by member."
        )
        return text.format(n=f"{self.members:,}")


class SharesMovedSince(Refused):
    """The shares that were added are no longer as they were."""

    def __init__(self, number: int) -> None:
        self.number = number

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Shares that came of this have been withdrawn or passed on since (holding {number}). "
            "Reverse that first."
        )
        return text.format(number=self.number)


class LaterOneFirst(Refused):
    """Later interest was reckoned on what this one added."""

    def sentence(self, _: Gettext) -> str:
        return _("Interest for later days has been decided since. Take that back first.")


class WrongRow(Refused):
    """A row of the file that cannot be read."""

    status = 422

    def __init__(self, row: int, value: str, kind: ReturnKind = ReturnKind.PURCHASES) -> None:
        self.row, self.value, self.kind = row, value, kind

    def sentence(self, _: Gettext) -> str:
        if self.kind is ReturnKind.HOURS:
            text = _(
                "Row {row}: “{value}” cannot be read. Each row is a member number and hours, "
                "like 37.5."
            )
            return text.format(row=self.row, value=self.value[:40])
        text = _("Row {row}: “{value}” cannot be read. Each row is a member number and a sum.")
        return text.format(row=self.row, value=self.value[:40])


class NobodyThere(Refused):
    """A number that is no member's, or stands twice."""

    status = 422

    def __init__(self, row: int, number: str) -> None:
        self.row, self.number = row, number

    def sentence(self, _: Gettext) -> str:
        text = _("Row {row}: no member has the number “{number}”, or it stands here twice.")
        return text.format(row=self.row, number=self.number[:40])


def pence_days(events: Iterable[Happened], since: date, to: date) -> dict[int, int]:
    """What each holder had paid on shares, in pence, summed over the days from one to another.

    What is held at the end of a day counts for that day.
    """
    found: dict[int, int] = {}
    by_holding: dict[int, list[Happened]] = {}
    for event in standing(events):
        by_holding.setdefault(event.holding, []).append(event)
    for own in by_holding.values():
        holder, paid = None, 0
        for place, event in enumerate(own):
            holder = event.holder if event.holder is not None else holder
            paid += event.paid
            last = own[place + 1].effective_on - timedelta(days=1) if place + 1 < len(own) else to
            days = bearing_days(max(event.effective_on, since), min(last, to))
            if holder is not None and paid and days > 0:
                found[holder] = found.get(holder, 0) + paid * days
    return found


def bearing_days(since: date, to: date) -> int:
    """How many of the days from one to another, both counted, bear interest.

    >>> bearing_days(date(2028, 2, 28), date(2028, 3, 1))
    2
    """
    if to < since:
        return 0
    leap = sum(
        since <= date(year, 2, 29) <= to for year in range(since.year, to.year + 1) if isleap(year)
    )
    return (to - since).days + 1 - leap


def interest(pence_of_days: int, rate: Fraction) -> int:
    """A year's rate on what was held by days, in whole pence: the one rounding, and down, so that
    nobody gets more than the rate that was decided, which may be the most that the rules allow.

    >>> interest(100_000 * 365, Fraction(3, 100)), interest(100 * 364, Fraction(1, 100))
    (3000, 0)
    """
    exact = pence_of_days * rate / YEAR
    return exact.numerator // exact.denominator


def into_shares(pence: int, nominal: int) -> int:
    """How many whole shares interest makes; what is less than a share stays money.

    >>> into_shares(1_250, 500)
    2
    """
    return pence // nominal


def shared(pot: int, weights: Mapping[int, int]) -> dict[int, int]:
    """A sum by weights, to the penny, by largest remainders: whole pence first, then one more
    penny each to the largest parts left over; of equal ones, to the lower number.

    >>> shared(100, {1: 1, 2: 1, 3: 1})
    {1: 34, 2: 33, 3: 33}
    """
    whole = sum(weights.values())
    if whole <= 0:
        return {}
    exact = {one: Fraction(pot * weight, whole) for one, weight in weights.items()}
    found = {one: part.numerator // part.denominator for one, part in exact.items()}
    left = pot - sum(found.values())
    order = sorted(exact, key=lambda one: (found[one] - exact[one], one))
    for one in order[:left]:
        found[one] += 1
    return found


def hours_read(text: str) -> int:
    """Hours as people write them, in hundredths; `ValueError` for anything else.

    >>> hours_read("37.5"), hours_read("1720")
    (3750, 172000)
    """
    if not HOURS.fullmatch(text.strip()):
        raise ValueError(text)
    return int(Decimal(text.strip()) * 100)


def same_decision(one: str, other: str) -> bool:
    """Whether two people have named one resolution, but for capitals, spaces and full stops.

    >>> same_decision("AGM of 4 June,  resolution 5.", "agm of 4 June, Resolution 5")
    True
    """
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def may_propose(
    since: date, to: date, today: date, before: Sequence[tuple[date, date]] = ()
) -> None:
    """Whether the period is over, sound, and not paid for."""
    if not since <= to < today or (to - since).days > 2 * YEAR + 1:
        raise NoPeriod
    for start, end in before:
        if start <= to and since <= end:
            raise PaidForThen(end)

"""What a home is on a day, from the lines recorded of it; when one may be recorded. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coopcouncil.housing.kinds import HomeKind, RentEvery
from coopcouncil.housing.rules.rent import Rent, RentSince
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money

EARLIEST = date(1850, 1, 1)
FACTS = (
    "postal_address",
    "postcode",
    "bedrooms",
    "kind",
    "rent_pence",
    "rent_every",
    "rent_weeks",
    "adaptations",
    "is_let",
)


class ReferenceTaken(Refused):
    """Two homes of one reference."""

    def __init__(self, reference: str) -> None:
        self.reference = reference

    def sentence(self, _: Gettext) -> str:
        text = _("There is a home with the reference {reference} already.")
        return text.format(reference=self.reference)


class NothingDifferent(Refused):
    """A change that changes nothing."""

    def sentence(self, _: Gettext) -> str:
        return _("Nothing is different from what is known.")


class DayOutOfReach(Refused):
    """A day on which nothing of a home can have begun."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Give a day from 1850 on and no more than two years from now.")


class ReasonMissing(Refused):
    """A correction without its reason."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say why this is put right: the history keeps the reason.")


class BeforeItWasThere(Refused):
    """A day before the home was the organisation's."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("That day is before the first day on which the home is recorded.")


@dataclass(frozen=True)
class Line:
    """Something that holds of a home from a day on; `place` is its order of recording."""

    place: int
    effective_on: date
    facts: Mapping[str, Any]
    """Only what the line speaks of; a rent is its three facts together."""


@dataclass(frozen=True)
class HomeState:
    """A home on a day."""

    since: date
    postal_address: str = ""
    postcode: str = ""
    bedrooms: int | None = None
    kind: HomeKind | None = None
    rent_pence: int | None = None
    rent_every: RentEvery | None = None
    rent_weeks: int | None = None
    adaptations: str = ""
    is_let: bool = True

    @property
    def rent(self) -> Rent | None:
        """The rent, where one is known."""
        if self.rent_pence is None or self.rent_every is None:
            return None
        return Rent(Money(self.rent_pence), self.rent_every, self.rent_weeks)

    @property
    def first_line(self) -> str:
        """The first line of the address: what people call the home."""
        return self.postal_address.split("\n", 1)[0]


def states(lines: Iterable[Line]) -> tuple[HomeState, ...]:
    """What the home is from each day on that changed something, oldest first."""
    found: list[HomeState] = []
    for line in sorted(lines, key=lambda each: (each.effective_on, each.place)):
        before = found[-1] if found else HomeState(line.effective_on)
        after = replace(before, since=line.effective_on, **line.facts)
        if found and found[-1].since == line.effective_on:
            found[-1] = after
        else:
            found.append(after)
    return tuple(found)


def on_day(known: Iterable[HomeState], day: date) -> HomeState | None:
    """The home on the day; None before its first."""
    found = None
    for state in known:
        if state.since <= day:
            found = state
    return found


def rents(known: Iterable[HomeState]) -> tuple[RentSince, ...]:
    """The rent from each day on."""
    return tuple(RentSince(state.since, state.rent) for state in known)


def may_hold_from(day: date, today: date) -> None:
    """Refuse a day that nobody means."""
    if not EARLIEST <= day <= date(today.year + 2, 12, 31):
        raise DayOutOfReach


def may_correct(reason: str) -> None:
    """Refuse to put right without saying why."""
    if not reason.strip():
        raise ReasonMissing

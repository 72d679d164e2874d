"""What a holding is on a day, as known at a moment: a plain replay of its events. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Happened:
    """One event, as the replay needs it. `place` is its order of recording."""

    place: int
    holding: int
    effective_on: date
    recorded_at: datetime
    shares: int = 0
    paid: int = 0
    holder: int | None = None
    due_on: date | None = None
    reverses: int | None = None


@dataclass(frozen=True)
class Held:
    """What a holding is: whose, how many shares, how many pence are paid on them."""

    holding: int
    holder: int | None = None
    shares: int = 0
    paid: int = 0
    due_on: date | None = None


def standing(events: Iterable[Happened], known_at: datetime | None = None) -> list[Happened]:
    """The events that were known and not reversed, in the order in which they took effect."""
    known = [e for e in events if known_at is None or e.recorded_at <= known_at]
    reversed_ = {e.reverses for e in known if e.reverses is not None}
    kept = [e for e in known if e.reverses is None and e.place not in reversed_]
    return sorted(kept, key=lambda e: (e.effective_on, e.place))


def held(events: Iterable[Happened], on: date, known_at: datetime | None = None) -> dict[int, Held]:
    """Every holding at the end of the day, as known at the moment (inclusive) or now.

    >>> from datetime import UTC
    >>> at = datetime(2026, 1, 1, tzinfo=UTC)
    >>> allotted = Happened(1, 7, date(2020, 1, 1), at, shares=5, holder=3)
    >>> passed_on = Happened(2, 7, date(2021, 1, 1), at, holder=4)
    >>> [held([allotted, passed_on], date(y, 6, 1))[7].holder for y in (2020, 2021)]
    [3, 4]
    """
    found: dict[int, Held] = {}
    for event in standing(events, known_at):
        if event.effective_on > on:
            continue
        before = found.get(event.holding, Held(event.holding))
        found[event.holding] = Held(
            event.holding,
            event.holder if event.holder is not None else before.holder,
            before.shares + event.shares,
            before.paid + event.paid,
            event.due_on or before.due_on,
        )
    return found


@dataclass(frozen=True)
class Total:
    """All that a member holds on a day."""

    shares: int = 0
    paid: int = 0


def totals(
    events: Sequence[Happened], member: int, days: Iterable[date]
) -> list[tuple[date, Total]]:
    """What a member holds in all at the end of each of these days, as known now."""
    found = []
    for on in sorted(set(days)):
        own = [one for one in held(events, on).values() if one.holder == member]
        found.append((on, Total(sum(o.shares for o in own), sum(o.paid for o in own))))
    return found


def first_unsound(events: Sequence[Happened], nominal: int) -> date | None:
    """The first day on which the events of one holding do not make sense together.

    A holding never has fewer than no shares, less than nothing paid, more paid than it is
    worth, or shares that are nobody's.
    """
    rows = standing(events)
    for on in sorted({event.effective_on for event in rows}):
        for one in held(rows, on).values():
            fine = one.shares >= 0 and 0 <= one.paid <= one.shares * nominal
            if not fine or (one.shares and one.holder is None):
                return on
    return None

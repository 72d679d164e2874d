"""What follows from the journal, and which lines a deed writes into it. Pure.

At day D, as known at T, a fact is what the latest standing line says of it: the latest by the
day from which it holds, then by the order of recording; among lines recorded by T alone. A
line stands until a later standing line withdraws it, so that an undo can itself be undone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from coopcouncil.members.kinds import UNKNOWN, Fact, Status

FOR_EVER = date.max


@dataclass(frozen=True)
class Change:
    """A line of the journal. `place` is its order of recording."""

    place: int
    effective_on: date
    facts: Mapping[str, Fact]
    withdraws: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Period:
    """What holds of a member from one day until before another."""

    valid_from: date
    valid_to: date
    facts: Mapping[str, Fact] = field(hash=False)
    reason: str = ""


def standing(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The lines that no standing line withdraws, in the order of recording."""
    withdrawn: set[int] = set()
    kept: list[Change] = []
    for change in sorted(changes, key=lambda c: c.place, reverse=True):
        if change.place in withdrawn:
            continue
        if change.withdraws is not None:
            withdrawn.add(change.withdraws)
        kept.append(change)
    return tuple(reversed(kept))


def timeline(
    changes: Iterable[Change], unknown: Mapping[str, Fact] = UNKNOWN
) -> tuple[Period, ...]:
    """The stretches of days that follow from these lines, oldest first, without a gap.

    >>> start = Change(1, date(2020, 1, 1), {"email": "a@b.example"})
    >>> late = Change(2, date(2021, 1, 1), {"email": "c@d.example"})
    >>> [(p.valid_from.year, p.facts["email"]) for p in timeline([late, start])]
    [(2020, 'a@b.example'), (2021, 'c@d.example')]
    """
    changes = tuple(changes)
    if len(changes) == 1 and changes[0].withdraws is None and changes[0].facts:
        (only,) = changes  # As below, for the many of whom one line is known.
        return (Period(only.effective_on, FOR_EVER, {**unknown, **only.facts}, only.reason),)
    lines = [line for line in standing(changes) if line.facts]
    lines.sort(key=lambda line: (line.effective_on, line.place))
    periods: list[Period] = []
    facts = dict(unknown)
    for place, line in enumerate(lines, 1):
        facts = {**facts, **line.facts}
        following = lines[place].effective_on if place < len(lines) else FOR_EVER
        if line.effective_on < following:
            periods.append(Period(line.effective_on, following, facts, line.reason))
    return tuple(periods)


@dataclass(frozen=True)
class Revision:
    """What a new timeline does to the rows of the old one."""

    superseded: tuple[int, ...]
    added: tuple[Period, ...]


def revise(current: Mapping[int, Period], periods: Sequence[Period]) -> Revision:
    """Rows that no longer hold, by their key in `current`, and the periods without a row."""
    wanted = {period.valid_from: period for period in periods}
    gone = tuple(key for key, period in current.items() if wanted.get(period.valid_from) != period)
    kept = {period.valid_from for key, period in current.items() if key not in set(gone)}
    return Revision(gone, tuple(p for p in periods if p.valid_from not in kept))


def in_register(facts: Mapping[str, Fact], on: date) -> bool:
    """Whether someone with these facts is a member at the end of the day."""
    joined, left, status = facts["joined_on"], facts["left_on"], facts["status"]
    day_text = on.isoformat()
    if joined is not None and str(joined) > day_text:
        return False
    if left is not None:
        return str(left) > day_text and status != Status.APPLICANT
    return status in (Status.MEMBER, Status.SUSPENDED)


# ── Which lines a deed writes ──


@dataclass(frozen=True)
class Line:
    """Facts that are to hold from a day on."""

    effective_on: date
    facts: Mapping[str, Fact]


def lines_of_admission(
    facts: Mapping[str, Fact], today: date, effective_on: date | None = None
) -> tuple[Line, ...]:
    """A new member's first lines: all from the day of joining, leaving from its own day.

    With `effective_on` given, everything holds from that day as written; somebody whose later
    leaving is known already is marked as left from then.
    """
    joined, left = _day(facts.get("joined_on")), _day(facts.get("left_on"))
    said = {"status": Status.MEMBER.value, **facts}
    if effective_on is not None:
        return _with_leaving(effective_on, said, left, "status" in facts)
    start = joined or (min(today, left - timedelta(days=1)) if left else today)
    if left is None:
        return (Line(start, said),)
    if left <= start:
        return (Line(start, {**said, "status": facts.get("status") or Status.LEFT.value}),)
    during = {**said, "left_on": None}
    if said["status"] == Status.LEFT:
        during["status"] = Status.MEMBER.value
    gone = {"left_on": left.isoformat(), "status": Status.LEFT.value}
    return (Line(start, during), Line(left, gone))


def lines_of_change(
    history: Sequence[Period],
    changed: Mapping[str, Fact],
    today: date,
    effective_on: date | None = None,
) -> tuple[Line, ...]:
    """The lines that make `changed` hold of a member with this history.

    With `effective_on` they hold from that day as written. Without, they hold from today;
    but a day of joining was always so, and leaving holds from its own day.
    """
    left = _day(changed.get("left_on"))
    now = at(history, effective_on or today)
    if "left_on" in changed and left is None and now.facts["status"] == Status.LEFT:
        changed = {"status": Status.MEMBER.value, **changed}
    if effective_on is not None:
        return _with_leaving(effective_on, changed, left, "status" in changed)
    rest = dict(changed)
    lines: list[Line] = []
    if (joined := _day(rest.get("joined_on"))) is not None:
        del rest["joined_on"]
        said = {"joined_on": joined.isoformat()}
        first = next(p for p in history if p.facts["joined_on"] == now.facts["joined_on"])
        if joined < first.valid_from:
            lines.append(Line(joined, {**first.facts, **said}))
        lines.append(Line(first.valid_from, said))
    if left is not None:
        del rest["left_on"]
        if rest.get("status") == Status.LEFT:
            del rest["status"]
        lines.append(Line(left, {"left_on": left.isoformat(), "status": Status.LEFT.value}))
        if (before := _day(now.facts["left_on"])) is not None:
            lines.append(Line(before, {"left_on": left.isoformat()}))
    if rest:
        lines.append(Line(max(today, history[0].valid_from), rest))
    return tuple(lines)


def at(history: Sequence[Period], on: date) -> Period:
    """What held on the day; before the first day, what holds from that first day on."""
    return next((p for p in history if p.valid_from <= on < p.valid_to), history[0])


def _with_leaving(
    on: date, facts: Mapping[str, Fact], left: date | None, says_status: bool
) -> tuple[Line, ...]:
    if left is None or says_status:
        return (Line(on, facts),)
    gone = {"status": Status.LEFT.value}
    if left <= on:
        return (Line(on, {**facts, **gone}),)
    return (Line(on, facts), Line(left, gone))


def _day(value: Fact) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None

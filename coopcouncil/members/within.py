"""Deeds inside a change-set that is under way: several stand or fall together.

`actions` opens a change-set for one deed; a board that admits twelve at once, or a review that
settles forty, opens one itself and calls these.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.kinds import Cause, Fact, Status
from coopcouncil.members.models import Member
from coopcouncil.members.recording import Entry, Recording, current_periods, entries_for
from coopcouncil.members.refusals import (
    NoName,
    NothingChanged,
    NumberTaken,
    may_leave,
    may_take_effect,
)
from coopcouncil.members.rules import Period, at, lines_of_admission, lines_of_change
from coopcouncil.organisations.models import Organisation

Follows = Callable[[Recording, int, date, Cause | None], Awaitable[None]]
"""What else happens when a member (by id) leaves on a day, inside the same change-set."""

AFTER_LEAVING: list[Follows] = []
"""Filled in `told.py`: what becomes of shares and the like, which higher slices keep."""

Foretells = Callable[[Organisation, int, date], Awaitable[list[str]]]
"""What will happen to what a member (by id) holds, should they leave on a day, in sentences."""

FORETOLD: list[Foretells] = []
"""Filled in `told.py`: the same that follows by `AFTER_LEAVING`, said before anybody confirms."""


async def what_follows(org: Organisation, member_id: int, left_on: date) -> list[str]:
    """What a leaving on that day will bring with it, for who is about to record it."""
    return [text for foretells in FORETOLD for text in await foretells(org, member_id, left_on)]


async def admit_within(
    book: Recording,
    facts: Mapping[str, Fact],
    number: str,
    *,
    effective_on: date | None = None,
    reason: str = "",
) -> int:
    """Enter a new member under a number; the member's id."""
    has_a_name(facts)
    in_reach(facts, effective_on)
    if await Member.within(book.org).filter(number=number).exists():
        raise NumberTaken(number)
    (member_id,) = await book.new_members([number])
    lines = lines_of_admission(facts, clock.today(), effective_on)
    await book.write(entries_for(member_id, lines, reason))
    return member_id


async def change_within(
    book: Recording,
    member_id: int,
    facts: Mapping[str, Fact],
    *,
    effective_on: date | None = None,
    reason: str = "",
) -> tuple[str, ...]:
    """Record that some facts are different from a day on; which of them are."""
    history = await history_within(book, member_id)
    in_reach(facts, effective_on)
    before = at(history, effective_on or clock.today()).facts
    changed = {name: value for name, value in facts.items() if before[name] != value}
    if not changed:
        raise NothingChanged
    has_a_name({**before, **changed})
    lines = lines_of_change(history, changed, clock.today(), effective_on)
    await book.write(entries_for(member_id, lines, reason))
    return tuple(sorted(changed))


async def leave_within(
    book: Recording,
    member_id: int,
    left_on: date,
    because: Cause | None,
    reason: str = "",
) -> None:
    """Record that a member left, or will leave, on a day, and what follows from it."""
    now = at(await history_within(book, member_id), left_on).facts
    joined = now["joined_on"]
    may_leave(
        Status(str(now["status"])),
        date.fromisoformat(str(joined)) if joined else None,
        left_on,
        clock.today(),
    )
    gone: dict[str, Fact] = {
        "status": Status.LEFT.value,
        "left_on": left_on.isoformat(),
        "left_because": because.value if because else "",
    }
    await book.write([Entry(member_id, left_on, gone, reason)])
    for follow in AFTER_LEAVING:
        await follow(book, member_id, left_on, because)


async def readmit_within(
    book: Recording,
    member_id: int,
    on: date,
    facts: Mapping[str, Fact] | None = None,
    reason: str = "",
) -> None:
    """Record that someone who had left is a member again, under the old number."""
    may_take_effect(on, clock.today())
    if at(await history_within(book, member_id), on).facts["status"] != Status.LEFT:
        raise NothingChanged
    back: dict[str, Fact] = {
        **(facts or {}),
        "status": Status.MEMBER.value,
        "joined_on": on.isoformat(),
        "left_on": None,
        "left_because": "",
    }
    await book.write([Entry(member_id, on, back, reason)])


async def history_within(book: Recording, member_id: int) -> tuple[Period, ...]:
    """What the register says of the member, while its lock is held."""
    found = (await current_periods(book.connection, [member_id])).get(member_id)
    if not found or not await Member.within(book.org).filter(id=member_id).exists():
        raise NotHere
    return tuple(found.values())


def has_a_name(facts: Mapping[str, Fact]) -> None:
    """Refuse to hold someone without any name."""
    if not (facts.get("given_name") or facts.get("family_name")):
        raise NoName


def in_reach(facts: Mapping[str, Fact], effective_on: date | None) -> None:
    """Refuse days that no change can hold from."""
    for text in (facts.get("joined_on"), facts.get("left_on")):
        if text:
            may_take_effect(date.fromisoformat(str(text)), clock.today())
    if effective_on is not None:
        may_take_effect(effective_on, clock.today())

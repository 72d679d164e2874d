"""What may be done to the register: admit, change, correct, record leaving and return."""

import re
from collections.abc import Mapping
from datetime import date

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.kinds import UNKNOWN, Cause, Fact, Kind, Status
from coopcouncil.members.models import Constituency, Member, RegisterChange
from coopcouncil.members.recording import (
    Entry,
    Recording,
    current_periods,
    entries_for,
    record_changes,
    recording,
)
from coopcouncil.members.refusals import (
    ConstituencyThere,
    NoName,
    NothingChanged,
    NumberTaken,
    ReasonNeeded,
    may_leave,
    may_take_effect,
)
from coopcouncil.members.rules import Period, at, lines_of_admission, lines_of_change
from coopcouncil.members.words import folded
from coopcouncil.organisations.models import Organisation

__all__ = ["Entry", "admit", "change", "correct", "leave", "readmit", "record_changes"]


async def admit(
    org: Organisation,
    facts: Mapping[str, Fact],
    *,
    by: Person | None,
    number: str = "",
    effective_on: date | None = None,
    reason: str = "",
) -> Member:
    """Enter a new member; without a number, under the next one."""
    async with recording(org, Kind.ADMISSION, reason, by) as book:
        _has_a_name(facts)
        _in_reach(facts, effective_on)
        number = number.strip() or await next_number(org)
        if await Member.within(org).filter(number=number).exists():
            raise NumberTaken(number)
        (member_id,) = await book.new_members([number])
        lines = lines_of_admission(facts, clock.today(), effective_on)
        await book.write(entries_for(member_id, lines, reason))
        await book.told(members=[member_id])
        return await Member.within(org).get(id=member_id)


async def change(
    org: Organisation,
    member: Member,
    facts: Mapping[str, Fact],
    *,
    by: Person | None,
    effective_on: date | None = None,
    reason: str = "",
) -> None:
    """Record that some facts are different from a day on."""
    async with recording(org, Kind.CHANGE, reason, by) as book:
        history = await _history(book, member)
        _in_reach(facts, effective_on)
        before = at(history, effective_on or clock.today()).facts
        changed = {name: value for name, value in facts.items() if before[name] != value}
        if not changed:
            raise NothingChanged
        _has_a_name({**before, **changed})
        lines = lines_of_change(history, changed, clock.today(), effective_on)
        await book.write(entries_for(member.id, lines, reason))
        await book.told(members=[member.id], facts=sorted(changed))


async def correct(
    org: Organisation,
    wrong: RegisterChange,
    facts: Mapping[str, Fact],
    *,
    effective_on: date,
    reason: str,
    by: Person | None,
) -> None:
    """Take a line out of what is known from now on, and put another in its place."""
    if not reason.strip():
        raise ReasonNeeded
    async with recording(org, Kind.CORRECTION, reason, by) as book:
        if await RegisterChange.within(org).filter(withdraws_id=wrong.id).exists():
            raise NothingChanged
        if dict(facts) == wrong.facts and effective_on == wrong.effective_on:
            raise NothingChanged
        may_take_effect(effective_on, clock.today())
        _in_reach(facts, None)
        await book.write([Entry(wrong.member_id, effective_on, facts, reason, wrong.id)])
        history = (await current_periods(book.connection, [wrong.member_id])).get(wrong.member_id)
        for period in (history or {0: _nothing(effective_on)}).values():
            _has_a_name(period.facts)
        await book.told(members=[wrong.member_id], line=wrong.id)


async def leave(
    org: Organisation,
    member: Member,
    left_on: date,
    *,
    reason: str,
    by: Person | None,
    because: Cause | None = None,
) -> None:
    """Record that a member left, or will leave, on a day, and how membership ended."""
    async with recording(org, Kind.LEAVING, reason, by) as book:
        now = at(await _history(book, member), left_on).facts
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
        await book.write([Entry(member.id, left_on, gone, reason)])
        await book.told(members=[member.id])


async def readmit(
    org: Organisation, member: Member, on: date, *, reason: str, by: Person | None
) -> None:
    """Record that someone who had left is a member again, under the old number."""
    async with recording(org, Kind.RETURN, reason, by) as book:
        may_take_effect(on, clock.today())
        if at(await _history(book, member), on).facts["status"] != Status.LEFT:
            raise NothingChanged
        back: dict[str, Fact] = {
            "status": Status.MEMBER.value,
            "joined_on": on.isoformat(),
            "left_on": None,
            "left_because": "",
        }
        await book.write([Entry(member.id, on, back, reason)])
        await book.told(members=[member.id])


async def next_number(org: Organisation) -> str:
    """One more than the highest number that is all figures."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT coalesce(max(number::numeric), 0) + 1 AS next FROM member "
        "WHERE organisation_id = $1 AND number ~ '^[0-9]{1,15}$'",
        [org.id],
    )
    return str(rows[0]["next"])


async def _history(book: Recording, member: Member) -> tuple[Period, ...]:
    found = (await current_periods(book.connection, [member.id])).get(member.id)
    if member.organisation_id != book.org.id or not found:
        raise NotHere
    return tuple(found.values())


def _has_a_name(facts: Mapping[str, Fact]) -> None:
    if not (facts.get("given_name") or facts.get("family_name")):
        raise NoName


def _in_reach(facts: Mapping[str, Fact], effective_on: date | None) -> None:
    for text in (facts.get("joined_on"), facts.get("left_on")):
        if text:
            may_take_effect(date.fromisoformat(str(text)), clock.today())
    if effective_on is not None:
        may_take_effect(effective_on, clock.today())


def _nothing(on: date) -> Period:
    return Period(on, date.max, UNKNOWN)


async def add_constituency(
    org: Organisation, name: str, name_cy: str, *, votes: bool, by: Person | None
) -> Constituency:
    """Add a group that elects its own seats, after the others."""
    key = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")[:40] or "constituency"
    async with in_transaction():
        await lock("register", org.id)
        others = await Constituency.within(org)
        if any(folded(name) == folded(other.name) or key == other.key for other in others):
            raise ConstituencyThere(name)
        made = await Constituency.create(
            organisation=org,
            key=key,
            name=name,
            name_cy=name_cy,
            votes=votes,
            place=max((other.place for other in others), default=0) + 1,
        )
        who = by.id if by else None
        await audit.record(org.id, who, "added a constituency", f"constituency:{made.id}", key=key)
        return made


async def rename_constituency(
    constituency: Constituency, name: str, name_cy: str, *, votes: bool, by: Person | None
) -> None:
    """Name a constituency otherwise; its key in lists stays."""
    async with in_transaction():
        constituency.name, constituency.name_cy, constituency.votes = name, name_cy, votes
        await constituency.save(update_fields=["name", "name_cy", "votes"])
        await audit.record(
            constituency.organisation_id,
            by.id if by else None,
            "renamed a constituency",
            f"constituency:{constituency.id}",
            votes=votes,
        )

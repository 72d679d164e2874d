"""What may be done to the register: admit, change, correct, record leaving and return."""

import re
from collections.abc import Mapping
from datetime import date

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.members.kinds import UNKNOWN, Cause, Fact, Kind
from coopcouncil.members.models import Constituency, Member, RegisterChange
from coopcouncil.members.recording import (
    Entry,
    current_periods,
    journals_of,
    record_changes,
    recording,
)
from coopcouncil.members.refusals import (
    ConstituencyThere,
    NothingChanged,
    ReasonNeeded,
    may_take_effect,
)
from coopcouncil.members.rules import Period, standing
from coopcouncil.members.within import (
    admit_within,
    change_within,
    has_a_name,
    in_reach,
    leave_within,
    readmit_within,
)
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
        number = number.strip() or await next_number(org)
        member_id = await admit_within(
            book, facts, number, effective_on=effective_on, reason=reason
        )
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
        changed = await change_within(
            book, member.id, facts, effective_on=effective_on, reason=reason
        )
        await book.told(members=[member.id], facts=changed)


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
        journal = (await journals_of(book.connection, [wrong.member_id]))[wrong.member_id]
        if wrong.id not in {line.place for line in standing(journal)}:
            raise NothingChanged
        if dict(facts) == wrong.facts and effective_on == wrong.effective_on:
            raise NothingChanged
        may_take_effect(effective_on, clock.today())
        in_reach(facts, None)
        await book.write([Entry(wrong.member_id, effective_on, facts, reason, wrong.id)])
        history = (await current_periods(book.connection, [wrong.member_id])).get(wrong.member_id)
        for period in (history or {0: _nothing(effective_on)}).values():
            has_a_name(period.facts)
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
        await leave_within(book, member.id, left_on, because, reason)
        await book.told(members=[member.id])


async def readmit(
    org: Organisation, member: Member, on: date, *, reason: str, by: Person | None
) -> None:
    """Record that someone who had left is a member again, under the old number."""
    async with recording(org, Kind.RETURN, reason, by) as book:
        await readmit_within(book, member.id, on, reason=reason)
        await book.told(members=[member.id])


async def next_number(org: Organisation) -> str:
    """One more than the highest number that is all figures."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT coalesce(max(number::numeric), 0) + 1 AS next FROM member "
        "WHERE organisation_id = $1 AND number ~ '^[0-9]{1,15}$'",
        [org.id],
    )
    return str(rows[0]["next"])


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

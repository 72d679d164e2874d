"""What time alone changes: found by the program, decided by a person.

What the finders (`finding.py`) find is proposed; nothing happens before somebody decides, one by
one or many at once.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.joining.finding import OTHERS, REVIEWS, Concerned
from coopcouncil.joining.kinds import Answer
from coopcouncil.joining.models import Review, ReviewItem
from coopcouncil.joining.reads import house_of
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.members.kinds import Cause, Kind
from coopcouncil.members.reads import as_at, entries_as_at_sql
from coopcouncil.members.recording import recording
from coopcouncil.members.refusals import LeftAlready, NothingChanged
from coopcouncil.members.within import change_within, leave_within
from coopcouncil.organisations.models import Organisation

YEARLY = timedelta(days=366)
MOST_AT_ONCE = 2_000


class ReasonToLeave(Refused):
    """A proposal that is not followed says why."""

    def sentence(self, _: Gettext) -> str:
        return _("Say why it is left as it is.")


class DecidedAlready(Refused):
    """Somebody was quicker."""

    def sentence(self, _: Gettext) -> str:
        return _("Some of these were decided on already. Look at the list again.")


class NobodyTicked(Refused):
    """Nothing was chosen."""

    def sentence(self, _: Gettext) -> str:
        return _("Tick at least one.")


async def look(org: Organisation, upto: date, by: Person | None) -> Review:
    """Ask every finder for what is due up to a day; what is new is added to the list."""
    house = await house_of(org)
    findings = [
        (key, each) for key, finder in REVIEWS.items() for each in await finder.find(house, upto)
    ]
    async with in_transaction() as connection:
        await lock("review", org.id)
        before = await ReviewItem.within(org).count()
        now = clock.now()
        await ReviewItem.bulk_create(
            [
                ReviewItem(
                    organisation=org,
                    member_id=each.member_id,
                    other=each.other,
                    finder=key,
                    due_on=each.due_on,
                    facts=dict(each.facts),
                    ends_because=each.because.value if each.because else "",
                    detail=each.detail[:300],
                    found_at=now,
                )
                for key, each in findings
            ],
            batch_size=1_000,
            ignore_conflicts=True,
            using_db=connection,
        )
        held = await Review.create(
            organisation=org,
            upto=upto,
            held_at=now,
            held_by=by,
            found=await ReviewItem.within(org).count() - before,
        )
        who = by.id if by else None
        await audit.record(
            org.id, who, "looked for what time changes", f"review:{held.id}", found=held.found
        )
    return held


async def open_items(org: Organisation) -> list[tuple[ReviewItem, Concerned]]:
    """What waits for a decision, with how the register names each now.

    Whoever has left meanwhile needs no decision any more, and is passed over.
    """
    items = await ReviewItem.within(org).filter(answer=None).order_by("finder", "due_on", "id")
    if not items:
        return []
    found = as_at(org, clock.today()).filter(
        member_id__in=[item.member_id for item in items if item.member_id is not None]
    )
    members = {
        entry.member_id: Concerned(
            entry.name, entry.member_number, ("members:member", {"id": entry.member_id})
        )
        for entry in await found
    }
    others = await _others(org, items)
    shown = [(item, others.get(item.other) or members.get(item.member_id or 0)) for item in items]
    return [(item, whom) for item, whom in shown if whom is not None]


async def _others(org: Organisation, items: Sequence[ReviewItem]) -> dict[str, Concerned]:
    """Those of these findings who are no members, by what names them."""
    found: dict[str, Concerned] = {}
    for word, whom in OTHERS.items():
        begins = f"{word}:"
        ids = {int(i.other.removeprefix(begins)) for i in items if i.other.startswith(begins)}
        if ids:
            named = await whom(org, ids)
            found |= {f"{begins}{number}": one for number, one in named.items()}
    return found


async def open_count(org: Organisation) -> int:
    """How many findings wait for a decision, of those who are still there."""
    rows = await connections.get("default").execute_query_dict(
        f"SELECT count(*) AS n FROM review_item AS r JOIN ({entries_as_at_sql()}) AS e "  # noqa: S608
        "ON e.member_id = r.member_id WHERE r.organisation_id = $1 AND r.answer IS NULL",
        [org.id, clock.today()],
    )
    others = await ReviewItem.within(org).filter(answer=None, member_id=None)
    return int(rows[0]["n"]) + (len(await _others(org, others)) if others else 0)


async def is_due(org: Organisation) -> bool:
    """Whether nobody has looked for a year, though there are members."""
    last = await Review.within(org).order_by("-id").first()
    if last is not None:
        return clock.now() - last.held_at > YEARLY
    rows = await connections.get("default").execute_query_dict(
        f"SELECT 1 FROM ({entries_as_at_sql()}) AS e LIMIT 1",  # noqa: S608
        [org.id, clock.today()],
    )
    return bool(rows)


async def follow(org: Organisation, ids: Sequence[int], reason: str, by: Person) -> int:
    """Do what is proposed of these, as one change-set; each line names the reason."""
    kinds = {key: str(finder.title) for key, finder in REVIEWS.items()}
    async with recording(org, Kind.CHANGE, reason, by) as book:
        items = await _undecided(org, ids)
        for item in items:
            why = reason or kinds.get(item.finder, item.finder)
            # From the day it is due, or from now: what was reported yesterday stays as it was.
            on = max(item.due_on, clock.today())
            try:
                if item.member_id is None:
                    pass  # A person has seen to it; the register says nothing of them.
                elif item.ends_because:
                    await leave_within(book, item.member_id, on, Cause(item.ends_because), why)
                elif item.facts:
                    await change_within(
                        book, item.member_id, item.facts, effective_on=on, reason=why
                    )
            except (NothingChanged, LeftAlready):
                pass  # Somebody recorded it by hand meanwhile: the finding is settled all the same.
            item.answer, item.reason = Answer.DONE, reason
            item.decided_at, item.decided_by = clock.now(), by
            item.change_set = book.change_set
            await item.save()
        told = [item.member_id for item in items if item.member_id is not None]
        await book.told(members=told[:100], review=len(items))
    return len(items)


async def leave_as_is(org: Organisation, ids: Sequence[int], reason: str, by: Person) -> int:
    """Decide that nothing changes for these, and why. The same finding is not proposed again."""
    if not reason.strip():
        raise ReasonToLeave
    async with in_transaction():
        await lock("review", org.id)
        items = await _undecided(org, ids)
        for item in items:
            item.answer, item.reason = Answer.LEFT, reason
            item.decided_at, item.decided_by = clock.now(), by
            await item.save()
        await audit.record(
            org.id,
            by.id,
            "left findings of a review as they are",
            f"organisation:{org.id}",
            items=[item.id for item in items][:100],
        )
    return len(items)


async def _undecided(org: Organisation, ids: Sequence[int]) -> list[ReviewItem]:
    if not ids:
        raise NobodyTicked
    items = await ReviewItem.within(org).filter(id__in=list(ids)[:MOST_AT_ONCE]).order_by("id")
    if not items or any(item.answer is not None for item in items):
        raise DecidedAlready
    return items

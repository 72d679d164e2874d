"""Making one member of two who are one person, and two of one again.

A merge is a change-set: it withdraws what the journal says of the number that goes, and records
for the number that stays what was chosen of both. Both journals stay, and so does what was known
before. Withdrawing the merge's own lines brings both back to the byte.
"""

from collections.abc import Mapping

from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.duplicates.carrying import FIGURES, bring_back, carry_over, change_sets_of
from coopcouncil.members.duplicates.models import Decision, Likeness, Merge
from coopcouncil.members.duplicates.referring import objections
from coopcouncil.members.duplicates.refusals import (
    HeldElsewhere,
    MergedAlready,
    MergedOnwards,
    OneMember,
    UndoneAlready,
)
from coopcouncil.members.duplicates.rounds import ask_to_look
from coopcouncil.members.kinds import Fact, Kind
from coopcouncil.members.models import Member, RegisterChange
from coopcouncil.members.recording import Entry, Recording, current_periods, recording
from coopcouncil.members.rules import at, lines_of_change
from coopcouncil.organisations.models import Organisation


async def tell_apart(pair: Likeness, by: Person | None) -> None:
    """Record that two who look alike are different people: they are not shown again."""
    await _decide(pair, Decision.DIFFERENT, by)
    await audit.record(
        pair.organisation_id,
        by.id if by else None,
        "told apart",
        f"likeness:{pair.id}",
        members=[pair.earlier_id, pair.later_id],
    )


async def merge(
    org: Organisation,
    kept: Member,
    gone: Member,
    chosen: Mapping[str, Fact],
    *,
    reason: str,
    by: Person | None,
) -> Merge:
    """One member under `kept`'s number, with what was `chosen` where the two differ."""
    if kept.id == gone.id:
        raise OneMember
    if {kept.organisation_id, gone.organisation_id} != {org.id}:
        raise NotHere
    async with recording(org, Kind.MERGE, reason, by) as book:
        if (
            await Merge.within(org)
            .filter(gone_id__in=[kept.id, gone.id], undone_by_id=None)
            .exists()
        ):
            raise MergedAlready
        if against := await objections(org, kept.id, gone.id):
            raise HeldElsewhere(gone.number, against)
        known = await current_periods(book.connection, [kept.id, gone.id])
        if not known.get(kept.id) or not known.get(gone.id):
            raise MergedAlready
        history = tuple(known[kept.id].values())
        before = at(history, clock.today()).facts
        changed = {name: value for name, value in chosen.items() if before[name] != value}
        lines = await RegisterChange.within(org).filter(member_id=gone.id).order_by("id")
        # Each line with facts, those that do not stand as well: withdrawing a correction alone
        # would let what it corrected stand again.
        entries = [
            Entry(gone.id, line.effective_on, {}, reason, line.id) for line in lines if line.facts
        ]
        entries += [
            Entry(kept.id, line.effective_on, line.facts, reason)
            for line in (lines_of_change(history, changed, clock.today()) if changed else ())
        ]
        await book.write(entries)
        made = await Merge.create(
            organisation=org, kept=kept, gone=gone, change_set=book.change_set
        )
        await carry_over(org, made, by)
        await _settle_pairs(org, kept.id, gone.id, by)
        await ask_to_look(org)
        await book.told(members=[kept.id, gone.id], facts=sorted(changed))
        return made


async def unmerge(org: Organisation, made: Merge, *, reason: str, by: Person | None) -> None:
    """Withdraw every line of a merge: the number that went has its member again."""
    async with recording(org, Kind.UNDO, reason, by) as book:
        made = await Merge.one(org, id=made.id)
        if made.undone_by_id is not None:
            raise UndoneAlready
        onwards = Merge.within(org).filter(gone_id=made.kept_id, undone_by_id=None)
        if further := await onwards.select_related("kept").first():
            raise MergedOnwards(further.kept.number)
        for change_set in (*await change_sets_of(org, made), made.change_set_id):
            await withdraw(book, change_set, reason)
        await bring_back(org, made, by)
        made.undone_by_id = book.change_set.id
        await made.save(update_fields=["undone_by_id"])
        pair = Likeness.within(org).filter(**_pair(made.kept_id, made.gone_id))
        await pair.update(decision=Decision.WAITING, decided_by_id=None, decided_at=None)
        await ask_to_look(org)
        await book.told(members=[made.kept_id, made.gone_id])


async def withdraw(book: Recording, change_set: int, reason: str) -> None:
    """Take what a change-set wrote of a few members out of what is known."""
    lines = await RegisterChange.within(book.org).filter(change_set_id=change_set).order_by("id")
    await book.write(
        [Entry(line.member_id, line.effective_on, {}, reason, line.id) for line in lines]
    )


async def recorded_since(made: Merge) -> int:
    """How many change-sets say something of the kept member after the merge: they stay there."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT count(DISTINCT change_set_id) AS n FROM register_change "
        "WHERE member_id = $1 AND change_set_id > $2 AND change_set_id NOT IN "
        '(SELECT row FROM merge_carried WHERE merge_id = $3 AND "table" = $4)',
        [made.kept_id, made.change_set_id, made.id, FIGURES],
    )
    return int(rows[0]["n"])


async def _settle_pairs(org: Organisation, kept: int, gone: int, by: Person | None) -> None:
    pair = Likeness.within(org).filter(**_pair(kept, gone))
    await pair.update(
        decision=Decision.SAME, decided_by_id=by.id if by else None, decided_at=clock.now()
    )


async def _decide(pair: Likeness, decision: Decision, by: Person | None) -> None:
    waiting = Likeness.everywhere().filter(id=pair.id, decision=Decision.WAITING)
    if not await waiting.update(
        decision=decision, decided_by_id=by.id if by else None, decided_at=clock.now()
    ):
        raise MergedAlready


def _pair(one: int, other: int) -> dict[str, int]:
    return {"earlier_id": min(one, other), "later_id": max(one, other)}

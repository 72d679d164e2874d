"""What was wrong of a guardian's tie is put right: withdrawn, with the reason, and said anew."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.refusals import NothingChanged, ReasonNeeded, may_take_effect
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.actions.learners import EndsBeforeItBegan, TiedAlready
from coopcouncil.schools.models import Guardianship, Relation
from coopcouncil.schools.reads import standing_ties


@dataclass(frozen=True)
class RightTie:
    """What was so: as what, from when, and until when where it has ended."""

    relation: Relation
    since: date
    until: date | None = None


async def correct_tie(
    trust: Organisation,
    tie: Guardianship,
    right: RightTie | None,
    because: str,
    by: Person | None,
) -> Guardianship | None:
    """The tie was otherwise, or (None) never so; also of one that has ended.

    The wrong row is withdrawn and stays to be seen, as it was known; a right one takes its place,
    and goes with the list that brought the first, should that be undone.
    """
    if not because.strip():
        raise ReasonNeeded
    async with in_transaction():
        await lock("learner", tie.learner_id)
        await tie.refresh_from_db()
        if tie.withdrawn_at is not None:
            raise NotHere
        if right is not None:
            await _may_be_said(trust, tie, right)
        now = clock.now()
        tie.withdrawn_at, tie.withdrawn_because, tie.withdrawn_by = now, because, by
        await tie.save(update_fields=["withdrawn_at", "withdrawn_because", "withdrawn_by_id"])
        made = None
        if right is not None:
            is_ended = right.until is not None
            made = await Guardianship.create(
                organisation=trust,
                learner_id=tie.learner_id,
                guardian_id=tie.guardian_id,
                relation=right.relation,
                since=right.since,
                until=right.until,
                noted_by=by,
                noted_at=now,
                change_set_id=tie.change_set_id,
                ended_by=by if is_ended else None,
                ended_at=now if is_ended else None,
            )
        await audit.record(
            trust.id,
            by.id if by else None,
            "corrected a guardian's tie",
            f"learner:{tie.learner_id}",
            tie=tie.id,
            became=made.id if made else None,
        )
    return made


async def _may_be_said(trust: Organisation, tie: Guardianship, right: RightTie) -> None:
    if right == RightTie(tie.relation, tie.since, tie.until):
        raise NothingChanged
    may_take_effect(right.since, clock.today())
    if right.until is not None:
        may_take_effect(right.until, clock.today())
        if right.until < right.since:
            raise EndsBeforeItBegan
    for other in await standing_ties(trust, tie.learner_id):
        if other.id == tie.id or other.guardian_id != tie.guardian_id:
            continue
        begins_later = right.until is not None and other.since > right.until
        if not begins_later and (other.until is None or other.until >= right.since):
            raise TiedAlready

"""Which member of the register a learner is: named, and put right where it was wrong."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Gettext, NotHere, Refused
from coopcouncil.members.models import ChangeSet, Member
from coopcouncil.members.refusals import ReasonNeeded
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.models import Learner, LearnerMember
from coopcouncil.schools.reads import as_named, identities_of, standing_ties
from coopcouncil.schools.rules.identities import (
    LearnerElsewhere,
    Named,
    may_be_named,
    named_on,
)


class NobodysOwnGuardian(Refused):
    """A learner who has themself."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody is their own parent or carer.")


async def note_member(
    learner: Learner,
    member_id: int | None,
    by: Person | None,
    *,
    holds_from: date | None = None,
    because: str = "",
    change_set: ChangeSet | None = None,
) -> LearnerMember:
    """Add a line; nothing is overwritten."""
    return await LearnerMember.create(
        organisation_id=learner.organisation_id,
        learner=learner,
        member_id=member_id,
        holds_from=holds_from,
        because=because,
        change_set=change_set,
        noted_by=by,
        noted_at=change_set.recorded_at if change_set else clock.now(),
    )


async def name_member(
    trust: Organisation,
    learner: Learner,
    member: Member | None,
    by: Person | None,
    *,
    holds_from: date | None = None,
    because: str = "",
) -> None:
    """Say which member of the register this learner is, or that they are none.

    Without a day, it was always so. Where something was said already, the line says why.
    """
    new = Named(member.id if member else None, holds_from)
    async with in_transaction():
        await lock("cluster", trust.id)
        await lock("learner", learner.id)
        await learner.refresh_from_db()
        lines = await _lines_of(learner, trust)
        others: list[list[Named]] = []
        if member is not None:
            if trust.id != member.organisation_id:
                raise NotHere
            named = await identities_of(trust, members=[member.id])
            others = [as_named(its) for number, its in named.items() if number != learner.id]
            holds = Learner.within(trust).filter(member_id=member.id).exclude(id=learner.id)
            if await holds.exists():
                raise LearnerElsewhere
        may_be_named(lines, new, others, clock.today())
        if lines and not because.strip():
            raise ReasonNeeded
        ties = [(tie.learner_id, tie.guardian_id) for tie in await standing_ties(trust)]
        if (learner.id, new.member) in ties:
            raise NobodysOwnGuardian
        await note_member(learner, new.member, by, holds_from=holds_from, because=because)
        learner.member_id = named_on([*lines, new], clock.today())
        await learner.save(update_fields=["member_id"])
        await audit.record(
            trust.id,
            by.id if by else None,
            "named the member that a learner is",
            f"learner:{learner.id}",
            member=new.member,
        )


async def _lines_of(learner: Learner, trust: Organisation) -> list[Named]:
    """What was said; of a learner from before lines were kept, it is written down first."""
    lines = as_named((await identities_of(trust, [learner.id])).get(learner.id, ()))
    if lines or learner.member_id is None:
        return lines
    ever = LearnerMember.within(trust).filter(learner_id=learner.id)
    if not await ever.exists():
        await LearnerMember.create(
            organisation=trust,
            learner=learner,
            member_id=learner.member_id,
            noted_at=trust.opened_at,
        )
        return [Named(learner.member_id)]
    return lines

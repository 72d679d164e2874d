"""Learners come, move on and leave; guardians are tied to them."""

from dataclasses import asdict, dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Gettext, NotHere, Refused
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.members.models import ChangeSet, Member
from coopcouncil.members.refusals import ReasonNeeded, may_take_effect
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.actions.identities import NobodysOwnGuardian, note_member
from coopcouncil.schools.models import (
    ClusterConstituency,
    Duty,
    Guardianship,
    Learner,
    LearnerLine,
    Relation,
)
from coopcouncil.schools.reads import history_of, standing_ties


class NoLearnerName(Refused):
    """A learner without a name."""

    def sentence(self, _: Gettext) -> str:
        return _("Enter at least one name.")


class BornTooLate(Refused):
    """A learner who is not born yet."""

    def sentence(self, _: Gettext) -> str:
        return _("A date of birth cannot be in the future.")


class TiedAlready(Refused):
    """The same two twice."""

    def sentence(self, _: Gettext) -> str:
        return _("They are tied to this learner already.")


class EndsBeforeItBegan(Refused):
    """A tie of no day at all."""

    def sentence(self, _: Gettext) -> str:
        return _("The tie began later than that. Choose a later day.")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a school says of a learner from a day on."""

    part_id: int | None
    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None
    upn: str = ""
    admission_number: str = ""
    year: str = ""
    class_name: str = ""
    because: str = ""


def may_be_said(said: Said, holds_from: date, today: date) -> None:
    """Refuse what no school can say."""
    if not (said.given_name or said.family_name):
        raise NoLearnerName
    if said.date_of_birth is not None and said.date_of_birth > today:
        raise BornTooLate
    may_take_effect(holds_from, today)


async def write_line(
    learner: Learner,
    said: Said,
    holds_from: date,
    by: Person | None,
    change_set: ChangeSet | None = None,
) -> LearnerLine:
    """Add what holds from a day on; nothing is overwritten."""
    return await LearnerLine.create(
        organisation_id=learner.organisation_id,
        learner=learner,
        holds_from=holds_from,
        **asdict(said),
        sort_key=welsh_key(f"{said.family_name} {said.given_name}")[:300],
        change_set=change_set,
        recorded_by=by,
        recorded_at=clock.now(),
    )


async def enter_learner(
    trust: Organisation,
    said: Said,
    holds_from: date,
    by: Person | None,
    member: Member | None = None,
) -> Learner:
    """Put somebody on a school's list of learners; being a member is another thing."""
    may_be_said(said, holds_from, clock.today())
    async with in_transaction():
        learner = await Learner.create(organisation=trust, member=member)
        if member is not None:
            await note_member(learner, member.id, by)
        await write_line(learner, said, holds_from, by)
        await _record(trust, by, "entered a learner", learner)
    return learner


async def change_learner(
    trust: Organisation, learner: Learner, said: Said, holds_from: date, by: Person | None
) -> None:
    """What is different of a learner from a day on; without a school, they leave.

    Whoever says something else of a day of which something was said already puts it right, and
    says why.
    """
    may_be_said(said, holds_from, clock.today())
    async with in_transaction():
        await lock("learner", learner.id)
        days = {line.holds_from for line in await history_of(trust, learner.id)}
        if holds_from in days and not said.because.strip():
            raise ReasonNeeded
        await write_line(learner, said, holds_from, by)
        await _record(trust, by, "changed a learner", learner)


async def tie_guardian(
    trust: Organisation,
    learner: Learner,
    guardian: Member,
    relation: Relation,
    since: date,
    by: Person | None,
) -> Guardianship:
    """Somebody among the members has this learner in their care."""
    if trust.id not in (learner.organisation_id, guardian.organisation_id):
        raise NotHere
    if guardian.id == learner.member_id:
        raise NobodysOwnGuardian
    may_take_effect(since, clock.today())
    async with in_transaction():
        await lock("learner", learner.id)
        for one in await standing_ties(trust, learner.id):
            if one.guardian_id == guardian.id and (one.until is None or one.until >= since):
                raise TiedAlready
        tie = await Guardianship.create(
            organisation=trust,
            learner=learner,
            guardian=guardian,
            relation=relation,
            since=since,
            noted_by=by,
            noted_at=clock.now(),
        )
        await _record(trust, by, "tied a guardian to a learner", learner, tie=tie.id)
    return tie


async def end_tie(trust: Organisation, tie: Guardianship, until: date, by: Person | None) -> None:
    """After that day they have the learner no more in their care."""
    async with in_transaction():
        await lock("learner", tie.learner_id)
        await tie.refresh_from_db()
        if tie.until is not None or tie.withdrawn_at is not None:
            raise NotHere
        if until < tie.since:
            raise EndsBeforeItBegan
        may_take_effect(until, clock.today())
        tie.until, tie.ended_by, tie.ended_at = until, by, clock.now()
        await tie.save(update_fields=["until", "ended_by_id", "ended_at"])
        learner = await Learner.one(trust, id=tie.learner_id)
        await _record(trust, by, "ended a guardian's tie", learner, tie=tie.id)


async def set_duties(
    trust: Organisation, duties: dict[Duty, int | None], by: Person | None
) -> None:
    """Which constituency is the learners', the guardians', the alumni's."""
    async with in_transaction():
        await lock("cluster", trust.id)
        await ClusterConstituency.within(trust).delete()
        for duty, constituency in duties.items():
            if constituency is not None:
                await ClusterConstituency.create(
                    organisation=trust, duty=duty, constituency_id=constituency
                )
        await audit.record(
            trust.id,
            by.id if by else None,
            "said what the constituencies of the cluster are for",
            f"organisation:{trust.id}",
        )


async def _record(
    trust: Organisation, by: Person | None, verb: str, learner: Learner, **facts: object
) -> None:
    await audit.record(trust.id, by.id if by else None, verb, f"learner:{learner.id}", **facts)

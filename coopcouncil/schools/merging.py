"""What a merge of two members means for schools: nothing that was known is written over.

Who a learner is, a guardian's tie and a seat on the forum each get another row that names the
kept member; the row that named the other is withdrawn, or followed by a line of the same day.
"""

from collections.abc import Sequence

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.members.duplicates.carrying import Carrying, Went
from coopcouncil.members.duplicates.models import Merge
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.actions.corrections import Days, said_anew
from coopcouncil.schools.actions.identities import note_member
from coopcouncil.schools.models import Guardianship, Learner, LearnerMember, SeatHolder
from coopcouncil.schools.reads import identities_of, standing_ties


async def _carry_identities(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
    went: list[Went] = []
    for number, lines in (await identities_of(org, members=[made.gone_id])).items():
        learner = await Learner.one(org, id=number)
        last = {line.holds_from: line for line in lines}
        for line in last.values():
            if line.member_id == made.gone_id:
                anew = await _named_anew(learner, line, made.kept_id, made, by)
                went.append((line.id, anew.id))
    return went


async def _give_back_identities(
    org: Organisation, made: Merge, went: Sequence[Went], by: Person | None
) -> None:
    for _was, became in went:
        line = await LearnerMember.one(org, id=became)
        learner = await Learner.one(org, id=line.learner_id)
        lines = (await identities_of(org, [learner.id]))[learner.id]
        last = {each.holds_from: each for each in lines}[line.holds_from]
        if last.member_id == made.kept_id:
            await _named_anew(learner, line, made.gone_id, made, by)


async def _named_anew(
    learner: Learner, line: LearnerMember, member_id: int, made: Merge, by: Person | None
) -> LearnerMember:
    return await note_member(
        learner, member_id, by, holds_from=line.holds_from, because=await _reason(made)
    )


async def _carry_ties(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
    ties = [tie for tie in await standing_ties(org) if tie.guardian_id == made.gone_id]
    return [(tie.id, (await _tied_anew(org, tie, made.kept_id, made, by)).id) for tie in ties]


async def _give_back_ties(
    org: Organisation, made: Merge, went: Sequence[Went], by: Person | None
) -> None:
    for _was, became in went:
        tie = await Guardianship.one(org, id=became)
        if tie.withdrawn_at is None:
            await _tied_anew(org, tie, made.gone_id, made, by)


async def _tied_anew(
    org: Organisation, tie: Guardianship, guardian_id: int, made: Merge, by: Person | None
) -> Guardianship:
    tie.withdrawn_at, tie.withdrawn_because = clock.now(), await _reason(made)
    tie.withdrawn_by = by
    await tie.save(update_fields=["withdrawn_at", "withdrawn_because", "withdrawn_by_id"])
    return await Guardianship.create(
        organisation=org,
        learner_id=tie.learner_id,
        guardian_id=guardian_id,
        relation=tie.relation,
        since=tie.since,
        until=tie.until,
        noted_by=by,
        noted_at=tie.withdrawn_at,
        change_set_id=tie.change_set_id,
        ended_by=by if tie.until else None,
        ended_at=tie.withdrawn_at if tie.until else None,
    )


async def _carry_seats(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
    rows = SeatHolder.within(org).filter(member_id=made.gone_id, withdrawn_at=None)
    found = await rows.order_by("id")
    return [(row.id, (await _seated_anew(org, row, made.kept_id, made, by)).id) for row in found]


async def _give_back_seats(
    org: Organisation, made: Merge, went: Sequence[Went], by: Person | None
) -> None:
    for _was, became in went:
        row = await SeatHolder.one(org, id=became)
        if row.withdrawn_at is None:
            await _seated_anew(org, row, made.gone_id, made, by)


async def _seated_anew(
    org: Organisation, row: SeatHolder, member_id: int, made: Merge, by: Person | None
) -> SeatHolder:
    row.withdrawn_at, row.withdrawn_because = clock.now(), await _reason(made)
    row.withdrawn_by = by
    await row.save(update_fields=["withdrawn_at", "withdrawn_because", "withdrawn_by_id"])
    days = Days(row.since, row.until, row.stood_down_on)
    return await said_anew(org, row, days, member_id, by)


async def _reason(made: Merge) -> str:
    """Why the two were merged, or the merge undone, in the words of whoever did it."""
    await made.fetch_related("change_set")
    return made.change_set.reason


IDENTITIES = Carrying(_carry_identities, _give_back_identities)
TIES = Carrying(_carry_ties, _give_back_ties)
SEATS = Carrying(_carry_seats, _give_back_seats)

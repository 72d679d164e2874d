"""Which member of the register a learner is, on a day, as known now or at a moment."""

from collections.abc import Iterable
from datetime import date, datetime

from tortoise.expressions import Q

from coopcouncil.members.models import BatchState, ImportBatch
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.models import Learner, LearnerMember
from coopcouncil.schools.rules.identities import Named, named_on


async def identities_of(
    trust: Organisation,
    learners: Iterable[int] | None = None,
    known_at: datetime | None = None,
    *,
    members: Iterable[int] | None = None,
) -> dict[int, list[LearnerMember]]:
    """By learner, what was said of who they are, in the order of recording, but for lists undone.

    Of these learners, or of all whom a line ever named as one of these members.
    """
    found = LearnerMember.within(trust).order_by("id")
    if learners is not None:
        found = found.filter(learner_id__in=sorted(set(learners)))
    if members is not None:
        named = await LearnerMember.within(trust).filter(member_id__in=sorted(set(members)))
        found = found.filter(learner_id__in=sorted({row.learner_id for row in named}))
    if known_at is not None:
        found = found.filter(noted_at__lte=known_at)
    rows = await found.select_related("noted_by", "member")
    gone = await _undone(trust, {row.change_set_id for row in rows if row.change_set_id}, known_at)
    lines: dict[int, list[LearnerMember]] = {}
    for row in rows:
        if row.change_set_id not in gone:
            lines.setdefault(row.learner_id, []).append(row)
    return lines


async def members_of_learners(
    trust: Organisation, learners: Iterable[Learner], on: date, known_at: datetime | None = None
) -> dict[int, int]:
    """By learner, the member that they are on a day, as known now or at a moment.

    Of one of whom nothing was ever noted in lines, what is said now.
    """
    asked = {learner.id: learner for learner in learners}
    lines = await identities_of(trust, asked, known_at)
    noted = set(lines)
    if known_at is not None or len(lines) < len(asked):
        rows = await LearnerMember.within(trust).filter(learner_id__in=sorted(asked))
        noted |= {row.learner_id for row in rows}
    found = {number: named_on(as_named(its), on) for number, its in lines.items()}
    found |= {n: learner.member_id for n, learner in asked.items() if n not in noted}
    return {learner: member for learner, member in found.items() if member is not None}


def as_named(lines: Iterable[LearnerMember]) -> list[Named]:
    """Rows as the rules know them."""
    return [Named(line.member_id, line.holds_from) for line in lines]


async def _undone(
    trust: Organisation, change_sets: set[int], known_at: datetime | None
) -> set[int | None]:
    if not change_sets:
        return set()
    found = ImportBatch.within(trust).filter(
        state=BatchState.UNDONE, change_set_id__in=sorted(change_sets)
    )
    if known_at is not None:
        found = found.filter(Q(undone_at=None) | Q(undone_at__lte=known_at))
    return {batch.change_set_id for batch in await found}

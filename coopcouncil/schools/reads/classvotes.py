"""What classes were asked, and what they had said by a moment."""

from collections.abc import Iterable
from datetime import datetime

from tortoise.expressions import Q

from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.models import ClassTally, ClassVote


async def class_votes_at(
    trust: Organisation, schools: Iterable[int], at: datetime | None
) -> list[ClassVote]:
    """The questions that were asked by a moment, the latest first; now, without one."""
    found = ClassVote.within(trust).filter(part_id__in=sorted(schools))
    if at is not None:
        found = found.filter(begun_at__lte=at)
    return await found.select_related("part").order_by("-begun_at", "-id").limit(200)


async def tallies_at(trust: Organisation, vote: ClassVote, at: datetime | None) -> list[ClassTally]:
    """What the classes had said by a moment, before it was told again; now, without one."""
    found = ClassTally.within(trust).filter(vote_id=vote.id)
    if at is None:
        found = found.filter(superseded_at=None)
    else:
        still = Q(superseded_at=None) | Q(superseded_at__gt=at)
        found = found.filter(still, noted_at__lte=at)
    return await found.order_by("class_name")

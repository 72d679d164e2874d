"""Named reads for the pages."""

from collections.abc import Iterable

from coopcouncil.members.reads import current
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation


async def names_of(org: Organisation, members: Iterable[int]) -> dict[int, str]:
    """What members are called today; who is in the register no more, by number."""
    found = current(org).filter(member_id__in=sorted(set(members)))
    return {one.member_id: one.name or one.member_number for one in await found}


async def to_be_written_to(org: Organisation, members: Iterable[int]) -> list[str]:
    """Who has no address that a message can go to, and so must be told by letter."""
    wanted = sorted(set(members))
    held_back = await stopped(wanted)
    found = current(org).filter(member_id__in=wanted).order_by("sort_key")
    return [
        one.name or one.member_number
        for one in await found
        if not one.email or one.member_id in held_back
    ]

"""Named reads for the pages."""

from collections.abc import Iterable

from coopcouncil.members.reads import current
from coopcouncil.organisations.models import Organisation


async def names_of(org: Organisation, members: Iterable[int]) -> dict[int, str]:
    """What members are called today; who is in the register no more, by number."""
    found = current(org).filter(member_id__in=sorted(set(members)))
    return {one.member_id: one.name or one.member_number for one in await found}

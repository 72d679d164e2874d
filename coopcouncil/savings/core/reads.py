"""What the core system last said."""

from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.core.models import CoreBalance, CoreReading


async def latest(org: Organisation) -> CoreReading | None:
    """The reading of the latest moment."""
    return await CoreReading.within(org).order_by("-as_at").first()


async def of_members(reading: CoreReading, members: set[int]) -> list[CoreBalance]:
    """What these members' accounts stood at."""
    found = CoreBalance.everywhere().filter(reading_id=reading.id, member_id__in=sorted(members))
    return await found.order_by("account")

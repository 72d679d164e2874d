"""Whose authority is in force, who is in a class, what was collected."""

from datetime import date

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.juniors.models import (
    Collection,
    CollectionLine,
    CollectionPoint,
    GuardianAuthority,
    JuniorSaver,
)
from coopcouncil.savings.models import SavingsAccount


async def authorities(org: Organisation, junior: int, on: date) -> list[GuardianAuthority]:
    """The authorities in force on a day."""
    found = GuardianAuthority.within(org).filter(junior_id=junior, signed_on__lte=on)
    return [
        one for one in await found.order_by("id") if one.revoked_on is None or one.revoked_on > on
    ]


async def may_draw_for(
    org: Organisation, junior: int | None, authority: int | None, on: date
) -> bool:
    """Whether this authority lets money be taken out of the child's account on that day."""
    if junior is None:
        return False
    return any(
        one.id == authority and one.may_withdraw for one in await authorities(org, junior, on)
    )


async def in_class(org: Organisation, point: CollectionPoint, class_name: str) -> list[JuniorSaver]:
    """The children of a class who save, by name."""
    found = JuniorSaver.within(org).filter(point_id=point.id, class_name=class_name, ended_on=None)
    return await found.order_by("sort_key", "id")


async def classes_of(org: Organisation, point: CollectionPoint) -> list[tuple[str, int]]:
    """The classes of a school with how many children save in each."""
    found = JuniorSaver.within(org).filter(point_id=point.id, ended_on=None)
    names: dict[str, int] = {}
    for one in await found.order_by("class_name"):
        names[one.class_name] = names.get(one.class_name, 0) + 1
    return sorted(names.items())


async def lines_of_collection(collection: Collection) -> list[CollectionLine]:
    """What each child brought."""
    found = CollectionLine.everywhere().filter(collection_id=collection.id)
    return await found.select_related("junior").order_by("junior__sort_key", "id")


async def children_of(org: Organisation, members: set[int]) -> list[JuniorSaver]:
    """The children for whom one of these members signed, and whose authority is in force."""
    today = clock.today()
    found = GuardianAuthority.within(org).filter(
        member_id__in=sorted(members), signed_on__lte=today
    )
    ids = {one.junior_id for one in await found if one.revoked_on is None or one.revoked_on > today}
    return await JuniorSaver.within(org).filter(id__in=sorted(ids)).order_by("sort_key", "id")


async def account_of_junior(org: Organisation, junior: JuniorSaver) -> SavingsAccount | None:
    """The child's open account, or the last one that it had."""
    found = SavingsAccount.within(org).filter(junior_id=junior.id)
    return await found.order_by("-id").first()

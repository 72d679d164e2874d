"""Where a merged member's number points: to the member who was kept."""

from tortoise import connections

from coopcouncil.members.duplicates.models import Merge
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation


async def merge_of(org: Organisation, member_id: int) -> Merge | None:
    """The standing merge in which this member's number went, if there is one."""
    found = Merge.within(org).filter(gone_id=member_id, undone_by_id=None)
    return await found.select_related("kept", "change_set").first()


async def merged_into(org: Organisation, member_id: int) -> list[Merge]:
    """The standing merges in which this member was kept."""
    found = Merge.within(org).filter(kept_id=member_id, undone_by_id=None)
    return await found.select_related("gone", "change_set").order_by("id")


async def numbers_of(org: Organisation, member_id: int) -> list[int]:
    """The member and all who were merged into them, also by way of others."""
    rows = await connections.get("default").execute_query_dict(
        "WITH RECURSIVE one AS (SELECT $2::bigint AS id UNION SELECT m.gone_id FROM merge AS m "
        "JOIN one ON m.kept_id = one.id WHERE m.organisation_id = $1 AND m.undone_by_id IS NULL) "
        "SELECT id FROM one ORDER BY id",
        [org.id, member_id],
    )
    return [row["id"] for row in rows]


async def kept_of(org: Organisation, member: Member) -> Member:
    """The member who stands for this one: itself, if it was never merged."""
    while merge := await merge_of(org, member.id):
        member = merge.kept
    return member


async def numbers_gone(org: Organisation) -> dict[str, str]:
    """Every merged number with the one that stands for it."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT gone.number AS gone, kept.number AS kept FROM merge AS m "
        "JOIN member AS gone ON gone.id = m.gone_id JOIN member AS kept ON kept.id = m.kept_id "
        "WHERE m.organisation_id = $1 AND m.undone_by_id IS NULL",
        [org.id],
    )
    step = {row["gone"]: row["kept"] for row in rows}
    return {gone: _last(kept, step) for gone, kept in step.items()}


def _last(number: str, step: dict[str, str]) -> str:
    while number in step:
        number = step[number]
    return number

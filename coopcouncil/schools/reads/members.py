"""Members of a cluster: who is like whom, what they are called, where they vote."""

from collections.abc import Iterable
from datetime import date, datetime

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.members.reads import entries_as_at_sql
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.rules.contacts import Person


async def people_like(
    trust: Organisation,
    names: Iterable[str],
    emails: Iterable[str],
    guardians: int | None,
    school: int,
) -> list[Person]:
    """Members of such a name or e-mail address; who is a parent or carer of the school, too."""
    keys = set()
    for name in names:
        given, _space, family = name.rpartition(" ")
        keys |= {welsh_key(f"{family} {given}")[:300], welsh_key(f"{name}")[:300]}
    rows = await connections.get("default").execute_query_dict(
        f"SELECT e.member_id, trim(e.given_name || ' ' || e.family_name) AS name, "  # noqa: S608
        "lower(e.email) AS email, (e.constituency_id = $5 OR e.fits LIKE $7) "
        f"AND (e.part_id = $6 OR e.fits LIKE $7) AS here FROM ({entries_as_at_sql()}) AS e "
        'WHERE e.sort_key COLLATE "C" = ANY($3::text[]) '
        "OR e.email <> '' AND lower(e.email) = ANY($4::text[]) ORDER BY e.member_id",
        [
            trust.id,
            clock.today(),
            sorted(keys),
            sorted({email for email in emails if email}),
            guardians or 0,
            school,
            f"%{guardians or 0}:{school}%",
        ],
    )
    return [Person(row["member_id"], row["name"], row["email"], bool(row["here"])) for row in rows]


async def names_of_members(
    members: Iterable[int], on: date, known_at: datetime | None = None
) -> dict[int, tuple[str, str, bool]]:
    """Name and number of these members, and whether they are members on the day; no more.

    As known now, or at the moment: then whoever nobody knew of is left out.
    """
    wanted = sorted(set(members))
    if not wanted:
        return {}
    known = "e.superseded_at IS NULL"
    if known_at is not None:
        known = "e.recorded_at <= $3 AND (e.superseded_at IS NULL OR e.superseded_at > $3)"
    rows = await connections.get("default").execute_query_dict(
        "SELECT DISTINCT ON (e.member_id) e.member_id, e.member_number, "  # noqa: S608
        "trim(e.given_name || ' ' || e.family_name) AS name, "
        "(e.valid_from <= $2 AND e.valid_to > $2 AND e.status IN ('member', 'suspended')) AS holds "
        "FROM register_entry AS e WHERE e.member_id = ANY($1::bigint[]) "
        f"AND {known} ORDER BY e.member_id, (e.valid_from <= $2) DESC, e.valid_from DESC",
        [wanted, on, *([known_at] if known_at else [])],
    )
    return {row["member_id"]: (row["name"], row["member_number"], row["holds"]) for row in rows}


async def members_places(
    trust: Organisation, members: Iterable[int], on: date
) -> dict[int, tuple[int | None, int | None]]:
    """The school and the constituency in which these members vote on a day."""
    rows = await connections.get("default").execute_query_dict(
        f"SELECT e.member_id, e.part_id, e.constituency_id FROM ({entries_as_at_sql()}) AS e "  # noqa: S608
        "WHERE e.member_id = ANY($3::bigint[])",
        [trust.id, on, sorted(set(members))],
    )
    return {row["member_id"]: (row["part_id"], row["constituency_id"]) for row in rows}

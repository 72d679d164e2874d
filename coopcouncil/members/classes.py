"""Classes of member, for those who are not of the organisation."""

from collections.abc import Collection

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.members.kinds import Status
from coopcouncil.organisations.models import Organisation

__all__ = ["FEWEST", "known_classes"]

FEWEST = 5
"""A class of fewer could be a word about a person: outside the organisation it is not named."""


async def known_classes(orgs: Collection[Organisation]) -> dict[int, list[str]]:
    """Of each organisation, the classes that at least five members are in today.

    Hops from one class to the next, and looks at five members of each, however long the register.
    """
    rows = await connections.get("default").execute_query_dict(
        """
        WITH RECURSIVE class (org, name) AS (
            SELECT org.id, (SELECT min(e.member_class COLLATE "C") FROM register_entry AS e
                WHERE e.organisation_id = org.id AND e.superseded_at IS NULL
                AND e.member_class <> '')
            FROM unnest($1::bigint[]) AS org (id)
            UNION ALL
            SELECT org, (SELECT min(e.member_class COLLATE "C") FROM register_entry AS e
                WHERE e.organisation_id = org AND e.superseded_at IS NULL
                AND e.member_class <> '' AND e.member_class COLLATE "C" > class.name)
            FROM class WHERE class.name IS NOT NULL
        )
        SELECT org, name FROM class WHERE name IS NOT NULL AND $4 = (
            SELECT count(*) FROM (
                SELECT FROM register_entry AS e
                WHERE e.organisation_id = class.org AND e.superseded_at IS NULL
                AND e.member_class COLLATE "C" = class.name AND e.status = $3
                AND e.valid_from <= $2::date AND e.valid_to > $2::date LIMIT $4
            ) AS found
        ) ORDER BY org, name
        """,
        [[one.id for one in orgs], clock.today(), Status.MEMBER.value, FEWEST],
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row["org"], []).append(row["name"])
    return found

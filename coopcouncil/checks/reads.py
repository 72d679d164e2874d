"""Named reads of checks."""

from collections.abc import Collection
from datetime import datetime

from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.checks.kinds import CheckKind
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation

_ALONE = """
SELECT coalesce(sum(abs(c.amount)), 0)::bigint AS pence FROM money_check c
WHERE c.organisation_id = $1 AND c.kind = $2 AND c.state = 'alone' AND c.decided_at > $3
    AND CASE WHEN cardinality($4::bigint[]) = 0 THEN c.asked_by_id = $5 ELSE
        c.member_id = ANY($4) OR EXISTS (
            SELECT FROM jsonb_array_elements_text(
                CASE jsonb_typeof(c.facts -> 'concerns') WHEN 'array' THEN c.facts -> 'concerns'
                    ELSE '[]'::jsonb END
            ) AS e (member) WHERE e.member::bigint = ANY($4)
        )
    END
"""

_ALONE_BY = """
SELECT coalesce(sum(abs(c.amount)), 0)::bigint AS pence FROM money_check c
WHERE c.organisation_id = $1 AND c.kind = $2 AND c.state = 'alone' AND c.decided_at > $3
    AND c.asked_by_id = $4
"""


async def alone_lately(
    org: Organisation,
    kind: CheckKind,
    concerned: Collection[int],
    by: Person | None,
    since: datetime,
) -> Money:
    """What was done of a kind by one person alone since then, for any of these members; where it
    concerns nobody, by this person."""
    rows = await connections.get("default").execute_query_dict(
        _ALONE, [org.id, kind.value, since, sorted(concerned), by.id if by else None]
    )
    return Money(rows[0]["pence"])


async def alone_by(org: Organisation, kind: CheckKind, by: Person, since: datetime) -> Money:
    """What one person did of a kind alone since then, for whomever."""
    rows = await connections.get("default").execute_query_dict(
        _ALONE_BY, [org.id, kind.value, since, by.id]
    )
    return Money(rows[0]["pence"])

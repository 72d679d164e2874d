"""Members' money in credit, payment by payment, each with the reason that its rows give."""

from dataclasses import dataclass
from datetime import date

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.kinds import CreditReason, Method

PAGE = 50

# What came again after a dispute; what was cancelled; what was paid in another way before this
# money arrived; and what was more than was owed to begin with. The first that fits.
_CREDITS = """
SELECT p.id AS payment_id, p.member_id, m.number, p.method, p.settled_on,
    trim(coalesce(e.given_name, '') || ' ' || coalesce(e.family_name, '')) AS name,
    p.amount - p.allocated - p.refunded - p.taken_back AS credit,
    CASE
        WHEN EXISTS (SELECT FROM payment_taken_back t
            WHERE t.payment_id = p.id AND t.reason = 'dispute-won') THEN 'came-again'
        WHEN EXISTS (SELECT FROM charge_relief r WHERE r.kind = 'cancelled' AND r.charge_id IN (
            SELECT a.charge_id FROM allocation a WHERE a.payment_id = p.id AND a.amount < 0
            UNION SELECT t.charge_id FROM payment_part t WHERE t.payment_id = p.id))
            THEN 'cancelled'
        WHEN EXISTS (SELECT FROM payment_part t WHERE t.payment_id = p.id AND t.amount > coalesce(
            (SELECT sum(a.amount) FROM allocation a
             WHERE a.payment_id = p.id AND a.charge_id = t.charge_id), 0)) THEN 'paid-otherwise'
        ELSE 'in-advance'
    END AS reason,
    count(*) OVER () AS of_all,
    sum(p.amount - p.allocated - p.refunded - p.taken_back) OVER ()::bigint AS sum_of_all
FROM payment p
JOIN member m ON m.id = p.member_id
LEFT JOIN register_entry e ON e.member_id = m.id AND e.superseded_at IS NULL
    AND e.valid_from <= $2 AND e.valid_to > $2
WHERE p.organisation_id = $1 AND p.state = 'settled'
    AND p.allocated + p.refunded + p.taken_back < p.amount
    AND ($3::bigint IS NULL OR p.member_id = $3)
ORDER BY p.settled_on DESC, p.id DESC
"""


@dataclass(frozen=True)
class Credit:
    """What of a payment stands against nothing, and why."""

    payment_id: int
    member_id: int
    number: str
    name: str
    method: Method
    settled_on: date
    amount: Money
    reason: CreditReason


@dataclass(frozen=True)
class Credits:
    """A page of them, with what all come to."""

    rows: list[Credit]
    count: int
    sum: Money


async def credits_of(org: Organisation, member_id: int) -> list[Credit]:
    """One member's, the newest first."""
    return (await _read(org, member_id, "")).rows


async def all_credits(org: Organisation, page: int | None = None) -> Credits:
    """Everybody's, the newest first; all of them, or a page."""
    limit = "" if page is None else f" LIMIT {PAGE} OFFSET {(page - 1) * PAGE}"
    return await _read(org, None, limit)


async def _read(org: Organisation, member_id: int | None, limit: str) -> Credits:
    rows = await connections.get("default").execute_query_dict(
        _CREDITS + limit, [org.id, clock.today(), member_id]
    )
    if not rows:
        return Credits([], 0, Money(0))
    found = [
        Credit(
            row["payment_id"],
            row["member_id"],
            row["number"],
            row["name"],
            Method(row["method"]),
            row["settled_on"],
            Money(row["credit"]),
            CreditReason(row["reason"]),
        )
        for row in rows
    ]
    return Credits(found, rows[0]["of_all"], Money(rows[0]["sum_of_all"]))

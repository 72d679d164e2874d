"""When a payment is late: the one rule, for every page, message and figure of members' money.

It is late once the rulebook's days of grace have passed since it was due; only so much of it as is
not on its way; and not while a payment plan spreads it, nor while a bank has claimed it back and
nobody has decided on that. Savings are nobody's debt, and loans have a rule of their own.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.payments.bacs.reads import held_by_claims
from coopcouncil.payments.kinds import EXPECTED, ChargeKind

CAN_BE_LATE = tuple(kind for kind in ChargeKind if kind not in EXPECTED)
"""What is reminded of, and counted as late."""

Spread = Callable[[Organisation], Awaitable[set[int]]]

SPREAD: list[Spread] = []
"""Filled in `told.py`: the charges that a payment plan which runs has spread over instalments."""

LATE_CHARGES = """
SELECT c.id, c.member_id, c.due_on,
    (c.amount - c.paid - c.relieved - coalesce(w.coming, 0))::bigint AS pence
FROM charge c
LEFT JOIN LATERAL (
    SELECT sum(p.amount) AS coming FROM payment_part p JOIN payment y ON y.id = p.payment_id
    WHERE p.charge_id = c.id AND y.state IN ('begun', 'processing')
) w ON true
WHERE c.organisation_id = $1 AND c.due_on < $2 AND c.kind = ANY($3::text[])
    AND c.amount > c.paid + c.relieved + coalesce(w.coming, 0)
    AND c.id <> ALL($4::bigint[])
"""
"""Every charge that is late, and with how much: the first four arguments are `facts_of`'s."""


_SUM = "SELECT coalesce(sum(pence), 0)::bigint AS pence FROM ({late}) AS each".replace(
    "{late}", LATE_CHARGES
)


@dataclass(frozen=True)
class LateCharge:
    """What of a charge is late."""

    charge_id: int
    member_id: int
    due_on: date
    pence: int

    @property
    def sum(self) -> Money:
        """How much of it."""
        return Money(self.pence)


async def grace_of(org: Organisation) -> int:
    """How many days may pass after a payment was due before it is late."""
    return (await rulebook_on(org, clock.today())).rules.payment_grace_days


async def late_charges(org: Organisation, member_id: int) -> list[LateCharge]:
    """What is late today of a member's charges, the oldest first."""
    rows = await connections.get("default").execute_query_dict(
        f"{LATE_CHARGES} AND c.member_id = $5 ORDER BY c.due_on, c.id",
        [*await facts_of(org), member_id],
    )
    return [
        LateCharge(row["id"], row["member_id"], row["due_on"], int(row["pence"])) for row in rows
    ]


async def late_in_all(org: Organisation) -> Money:
    """What is late today, of everybody."""
    [row] = await connections.get("default").execute_query_dict(_SUM, await facts_of(org))
    return Money(int(row["pence"]))


async def facts_of(org: Organisation, before: date | None = None) -> list[object]:
    """What the query asks: the organisation, the day before which a charge must have been due
    (today's, by the days of grace), the kinds, and what is spared for now."""
    day = before or clock.today() - timedelta(days=await grace_of(org))
    kinds = [kind.value for kind in CAN_BE_LATE]
    return [org.id, day, kinds, sorted(await spared(org))]


async def spared(org: Organisation) -> set[int]:
    """Charges that are not late however old: spread by a payment plan, or claimed back."""
    found = await held_by_claims(org)
    for spread in SPREAD:
        found |= await spread(org)
    return found

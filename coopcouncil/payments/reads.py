"""What members owe and have paid, named reads for the pages."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.exporting import chunks_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.kinds import UNDER_WAY
from coopcouncil.payments.lateness import LATE_CHARGES, facts_of, late_charges
from coopcouncil.payments.models import (
    Allocation,
    Charge,
    MemberPlan,
    Payment,
    PaymentTakenBack,
    Refund,
)

PAGE = 50


class Only(StrEnum):
    """Which members a list is of."""

    OWING = "owing"
    LATE = "late"
    CREDIT = "credit"
    ALL = "all"


SORTS = {
    "name": "sort_key, member_id",
    "-name": "sort_key DESC, member_id",
    "owed": "owed, member_id",
    "-owed": "owed DESC, member_id",
    "late": "late, member_id",
    "-late": "late DESC, oldest, member_id",
}
_ONLY = {
    Only.OWING: "owed > 0",
    Only.LATE: "late > 0",
    Only.CREDIT: "credit > 0",
    Only.ALL: "owed > 0 OR credit > 0 OR coming > 0",
}
_STANDINGS = """
WITH owing AS (
    SELECT member_id, sum(amount - paid - relieved)::bigint AS owed, min(due_on) AS oldest
    FROM charge WHERE organisation_id = $1 AND paid + relieved < amount GROUP BY 1
), lates AS (
    SELECT member_id, sum(pence)::bigint AS late FROM ({late}) AS each GROUP BY 1
), credits AS (
    SELECT member_id, sum(amount - allocated - refunded - taken_back)::bigint AS credit
    FROM payment WHERE organisation_id = $1 AND state = 'settled'
    AND allocated + refunded + taken_back < amount GROUP BY 1
), coming AS (
    SELECT member_id, sum(amount)::bigint AS coming
    FROM payment WHERE organisation_id = $1 AND state IN ('begun', 'processing') GROUP BY 1
), standing AS (
    SELECT m.id AS member_id, m.number,
        trim(coalesce(e.given_name, '') || ' ' || coalesce(e.family_name, '')) AS name,
        coalesce(e.sort_key, '') AS sort_key, coalesce(o.owed, 0) AS owed,
        coalesce(l.late, 0) AS late, o.oldest, coalesce(c.credit, 0) AS credit,
        coalesce(w.coming, 0) AS coming
    FROM member m
    LEFT JOIN owing o ON o.member_id = m.id
    LEFT JOIN lates l ON l.member_id = m.id
    LEFT JOIN credits c ON c.member_id = m.id
    LEFT JOIN coming w ON w.member_id = m.id
    LEFT JOIN register_entry e ON e.member_id = m.id AND e.superseded_at IS NULL
        AND e.valid_from <= $5 AND e.valid_to > $5
    WHERE m.organisation_id = $1 AND (o.member_id IS NOT NULL OR c.member_id IS NOT NULL
        OR w.member_id IS NOT NULL)
)
SELECT *, count(*) OVER () AS of_all, sum(owed) OVER ()::bigint AS owed_by_all,
    sum(late) OVER ()::bigint AS late_by_all
FROM standing
WHERE ($6 = '' OR lower(name) LIKE '%' || lower($6) || '%' OR number = $6) AND ({only})
ORDER BY {sort}
""".replace("{late}", LATE_CHARGES)


@dataclass(frozen=True)
class Standing:
    """How a member stands."""

    member_id: int
    number: str
    name: str
    owed: Money
    late: Money
    oldest: date | None
    credit: Money
    coming: Money


@dataclass(frozen=True)
class Standings:
    """A page of them, with what all of the list come to."""

    rows: list[Standing]
    count: int
    owed: Money
    late: Money


async def standings(
    org: Organisation, only: Only, text: str = "", sort: str = "name", page: int = 1
) -> Standings:
    """Who owes, is late, or has credit."""
    rows = await connections.get("default").execute_query_dict(
        _query(only, sort) + f" LIMIT {PAGE} OFFSET {(page - 1) * PAGE}",
        await _arguments(org, text),
    )
    if not rows:
        return Standings([], 0, Money(0), Money(0))
    first = rows[0]
    found = [_standing(row) for row in rows]
    return Standings(
        found, first["of_all"], Money(int(first["owed_by_all"])), Money(int(first["late_by_all"]))
    )


async def all_standings(
    org: Organisation, only: Only, text: str = "", sort: str = "name"
) -> AsyncIterator[list[Standing]]:
    """The whole list, in pieces."""
    async for rows in chunks_of(_query(only, sort), await _arguments(org, text)):
        yield [_standing(row) for row in rows]


@dataclass(frozen=True)
class MemberAccount:
    """Everything between a member and the organisation's till."""

    charges: list[Charge]
    payments: list[Payment]
    takings: list[PaymentTakenBack]
    refunds: list[Refund]
    plans: list[MemberPlan]
    lates: dict[int, Money]
    """By charge, what of it is late."""

    @property
    def open(self) -> list[Charge]:
        """What is still to pay, the oldest first."""
        return sorted((one for one in self.charges if one.owed), key=lambda one: one.due_on)

    @property
    def owed(self) -> Money:
        return Money(sum(one.owed.pence for one in self.charges))

    @property
    def late(self) -> Money:
        return sum(self.lates.values(), Money(0))

    @property
    def credit(self) -> Money:
        return Money(sum(one.credit.pence for one in self.payments))

    @property
    def coming(self) -> list[Payment]:
        """What is on its way."""
        return [one for one in self.payments if one.state in UNDER_WAY]


async def account_of(org: Organisation, member_id: int) -> MemberAccount:
    """A member's charges, payments and plans, the newest first."""
    mine = {"member_id": member_id}
    payments = await Payment.within(org).filter(**mine).order_by("-id")
    ids = [one.id for one in payments]
    return MemberAccount(
        await Charge.within(org).filter(**mine).order_by("-due_on", "-id"),
        payments,
        await PaymentTakenBack.within(org).filter(payment_id__in=ids).order_by("id"),
        await Refund.within(org).filter(payment_id__in=ids).order_by("id"),
        await MemberPlan.within(org)
        .filter(**mine)
        .select_related("plan", "concession")
        .order_by("-id"),
        {one.charge_id: one.sum for one in await late_charges(org, member_id)},
    )


@dataclass(frozen=True)
class Paid:
    """What of a payment stands against a charge."""

    charge: Charge
    amount: Money


async def paid_by(org: Organisation, payment: Payment) -> list[Paid]:
    """What a payment pays now."""
    sums: dict[int, int] = {}
    for row in await Allocation.within(org).filter(payment_id=payment.id).order_by("id"):
        sums[row.charge_id] = sums.get(row.charge_id, 0) + row.amount
    charges = {one.id: one for one in await Charge.within(org).filter(id__in=list(sums))}
    return [Paid(charges[one], Money(pence)) for one, pence in sums.items() if pence]


async def _arguments(org: Organisation, text: str) -> list[object]:
    return [*await facts_of(org), clock.today(), text]


def _query(only: Only, sort: str) -> str:
    return _STANDINGS.replace("{only}", _ONLY[only]).replace(
        "{sort}", SORTS.get(sort, SORTS["name"])
    )


def _standing(row: Any) -> Standing:
    return Standing(
        row["member_id"],
        row["number"],
        row["name"],
        Money(int(row["owed"])),
        Money(int(row["late"])),
        row["oldest"],
        Money(int(row["credit"])),
        Money(int(row["coming"])),
    )

"""Named reads for the pages."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from tortoise import connections

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.money import Money
from coopcouncil.members.reads import current
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.bacs.kinds import ClaimOutcome, LineState, MandateState
from coopcouncil.payments.bacs.models import (
    BacsLine,
    BacsMandate,
    ClaimDecision,
    IndemnityClaim,
)
from coopcouncil.payments.bacs.rules import collected_on


async def names_of(org: Organisation, members: Iterable[int]) -> dict[int, str]:
    """What members are called today; who is in the register no more, by number."""
    found = current(org).filter(member_id__in=sorted(set(members)))
    return {one.member_id: one.name or one.member_number for one in await found}


async def to_be_written_to(org: Organisation, members: Iterable[int]) -> list[str]:
    """Who has no address that a message can go to, and so must be told by letter."""
    wanted = sorted(set(members))
    held_back = await stopped(wanted)
    found = current(org).filter(member_id__in=wanted).order_by("sort_key")
    return [
        one.name or one.member_number
        for one in await found
        if not one.email or one.member_id in held_back
    ]


_HELD = """
SELECT DISTINCT k.charge::bigint AS charge
FROM indemnity_claim i CROSS JOIN LATERAL jsonb_object_keys(i.charges) AS k (charge)
LEFT JOIN LATERAL (
    SELECT d.outcome FROM indemnity_claim_decision d WHERE d.claim_id = i.id ORDER BY d.id DESC
    LIMIT 1
) l ON true
WHERE i.organisation_id = $1 AND coalesce(l.outcome, 'disputed') = 'disputed'
"""


async def held_by_claims(org: Organisation, charges: Collection[int] | None = None) -> set[int]:
    """Which charges, of these or of all, a claim under the Guarantee keeps from being asked for:
    until somebody has decided, and for as long as the member disputes them."""
    if charges is not None and not charges:
        return set()
    rows = await connections.get("default").execute_query_dict(_HELD, [org.id])
    found = {row["charge"] for row in rows}
    return found if charges is None else found & set(charges)


async def ever_claimed(org: Organisation) -> set[int]:
    """Every charge that a claim under the Guarantee was ever about."""
    claims = await IndemnityClaim.within(org).only("id", "charges")
    return {int(one) for claim in claims for one in claim.charges}


async def outcome_of(org: Organisation, claim: IndemnityClaim) -> ClaimOutcome | None:
    """What was decided on a claim last; None before anybody has."""
    last = await ClaimDecision.within(org).filter(claim_id=claim.id).order_by("-id").first()
    return last.outcome if last else None


@dataclass(frozen=True)
class OwnDebit:
    """One collection by a mandate, as its payer sees it."""

    on: date
    sum: Money
    state: LineState
    announced_on: date


@dataclass(frozen=True)
class OwnMandate:
    """A mandate with what was and will be collected by it."""

    mandate: BacsMandate
    debits: list[OwnDebit]
    claims: list[IndemnityClaim]

    @property
    def lives(self) -> bool:
        return self.mandate.state not in (MandateState.ENDED, MandateState.REFUSED)

    @property
    def next(self) -> OwnDebit | None:
        """What will be collected next, if anything was announced."""
        coming = [d for d in self.debits if d.state in (LineState.PLANNED, LineState.SENT)]
        return min(coming, key=lambda one: one.on, default=None)


async def own_mandates(org: Organisation, member: int) -> list[OwnMandate]:
    """A member's mandates, the latest first."""
    found = []
    for one in await BacsMandate.within(org).filter(member_id=member).order_by("-id"):
        lines = BacsLine.within(org).filter(mandate_id=one.id, amount__gt=0)
        rows = await lines.exclude(state=LineState.DROPPED).select_related("file").order_by("-id")
        debits = [
            OwnDebit(
                collected_on(row.file.processed_on),
                row.sum,
                row.state,
                row.file.made_at.astimezone(LONDON).date(),
            )
            for row in rows[:50]
        ]
        claims = IndemnityClaim.within(org).filter(line__mandate_id=one.id).order_by("-id")
        found.append(OwnMandate(one, debits, await claims))
    return found

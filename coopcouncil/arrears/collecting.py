"""What is not collected now, and what may be tried again: asked by the debit runs."""

from collections.abc import Sequence
from datetime import date

from tortoise import connections

from coopcouncil.arrears.models import Arrangement, ArrangementCharge
from coopcouncil.arrears.reads import asking, holds
from coopcouncil.arrears.rules.retrying import next_try
from coopcouncil.kernel import clock
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.members.reads import died
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rules import NoRulesYet
from coopcouncil.payments.bacs.reads import held_by_claims
from coopcouncil.payments.kinds import FailureReason, Method, PaymentState
from coopcouncil.payments.models import Charge, PaymentPart

_NO_TRY = (FailureReason.CANCELLED, FailureReason.ABANDONED)
_FEES = """
SELECT p.charge_id AS charge, coalesce(sum(l.amount), 0)::bigint AS fees
FROM payment_part p
JOIN payment y ON y.id = p.payment_id
LEFT JOIN payment_taken_back t ON t.payment_id = y.id
JOIN posting_line l ON l.posting_id IN (y.posting_id, t.posting_id) AND l.account_id = $2
WHERE p.charge_id = ANY($1::bigint[])
GROUP BY 1
"""


async def spared(org: Organisation, charges: Sequence[Charge], on: date) -> set[int]:
    """Charges of a payment plan, of members who are being helped, wait for an answer or have died,
    and those of which a bank's claim is not settled."""
    members = {one.member_id for one in charges}
    off = set(await holds(org, on, members)) | {one.member_id for one in await asking(org, members)}
    off |= await died(org, members)
    running = await Arrangement.within(org).filter(ended_on=None, member_id__in=list(members))
    rows = ArrangementCharge.within(org).filter(arrangement_id__in=[one.id for one in running])
    spread = {row.charge_id for row in await rows}
    claimed = await held_by_claims(org, [one.id for one in charges])
    return {
        one.id for one in charges if one.member_id in off or one.id in spread or one.id in claimed
    }


async def tried_again(org: Organisation, charges: Sequence[Charge], on: date) -> set[int]:
    """Those that failed and may be tried again by now, within the caps of the rulebook."""
    try:
        rules = (await rulebook_on(org, on)).rules
    except NoRulesYet:
        return set()
    ids = [one.id for one in charges]
    parts = (
        PaymentPart.within(org)
        .filter(charge_id__in=ids, payment__state=PaymentState.FAILED)
        .exclude(payment__failure__in=list(_NO_TRY))
    )
    tries: dict[int, list[PaymentPart]] = {}
    for part in await parts.select_related("payment").order_by("id"):
        tries.setdefault(part.charge_id, []).append(part)
    fees = await _fees(org, ids)
    found = set()
    for charge in charges:
        failed = [part.payment for part in tries.get(charge.id, ())]
        if not failed or failed[-1].failed_on is None or failed[-1].failure is None:
            continue
        day = next_try(
            failed[0].begun_at.astimezone(clock.LONDON).date(),
            failed[-1].failed_on,
            failed[-1].failure,
            len(failed) - 1,
            fees.get(charge.id, 0),
            rules.debit_retries,
            rules.debit_retry_days,
            rules.retry_fees_most,
            expected_fee(failed[-1].method, charge.owed.pence),
        )
        if day is not None and day <= on:
            found.add(charge.id)
    return found


def expected_fee(method: Method, pence: int) -> int:
    """What one more try will cost, about: Stripe's list price for British accounts (a Direct
    Debit 1%, from 20p to £2; a card 1.5% and 20p), rounded up. A guess that only holds tries back.

    >>> expected_fee(Method.DIRECT_DEBIT, 500), expected_fee(Method.CARD, 1_000)
    (20, 35)
    """
    if method is Method.CARD:
        return 20 + -(-pence * 3 // 200)
    return min(max(-(-pence // 100), 20), 200)


async def _fees(org: Organisation, charges: Sequence[int]) -> dict[int, int]:
    """What collecting each of these charges has cost in fees so far, in pence."""
    account = await account_for(org, Purpose.PAYMENT_FEES)
    rows = await connections.get("default").execute_query_dict(_FEES, [list(charges), account.id])
    return {row["charge"]: row["fees"] for row in rows}

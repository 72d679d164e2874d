"""Claims under the Direct Debit Guarantee: the money has gone, and what follows a person decides.

A payer's bank gives a debit back whenever the payer asks, and takes it from the organisation: it
is not to be argued with there. Whether the sum is owed is between the member and the organisation.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.deciding import request_cancelling
from coopcouncil.payments.actions.receiving import settle
from coopcouncil.payments.actions.undoing import take_back
from coopcouncil.payments.bacs.actions.mandates import LIVING, bacs_lock, end
from coopcouncil.payments.bacs.actions.telling import tell_claim
from coopcouncil.payments.bacs.codes import WITHOUT_AUTHORITY
from coopcouncil.payments.bacs.kinds import ClaimOutcome, LineState
from coopcouncil.payments.bacs.models import (
    BacsAdvice,
    BacsLine,
    BacsMandate,
    ClaimDecision,
    IndemnityClaim,
)
from coopcouncil.payments.bacs.reading import Advice
from coopcouncil.payments.bacs.reads import outcome_of
from coopcouncil.payments.bacs.rules import SayWhyOfClaim, SettledAlready, collected_on
from coopcouncil.payments.kinds import TakenBack
from coopcouncil.payments.models import Allocation, Charge, Payment

_COLLECTED = (LineState.SENT, LineState.SETTLED)


async def debit_of(org: Organisation, mandate: BacsMandate, advice: Advice) -> BacsLine | None:
    """The debit that a claim means, unless it came back already: by its day and its sum."""
    lines = BacsLine.within(org).filter(
        mandate_id=mandate.id, amount=advice.pence, state__in=list(_COLLECTED)
    )
    for line in await lines.select_related("file").order_by("id"):
        # Banks name the day on which the account was debited; some the day of processing.
        if advice.on in (collected_on(line.file.processed_on), line.file.processed_on):
            return line
    return None


async def claimed(
    org: Organisation,
    mandate: BacsMandate,
    line: BacsLine,
    row: BacsAdvice,
    advice: Advice,
    by: Person | None,
) -> None:
    """The money goes back, what it had paid is owed again but not asked for, and the member is
    told. Inside a transaction that holds Bacs' lock."""
    payment = await Payment.one(org, id=int(str(line.payment_id)))
    if line.state is LineState.SENT:
        # It had come, or no bank could give it back.
        payment = await settle(payment, collected_on(line.file.processed_on))
    on = max(advice.taken_on or clock.today(), payment.settled_on or date.min)
    charges = await _paid_by(org, payment)
    await take_back(
        payment,
        TakenBack.INDEMNITY_CLAIM,
        Money(advice.pence),
        min(on, max(clock.today(), payment.settled_on or date.min)),
        f"ddica:{line.id}",
        by=by,
        note=f"DDICA {advice.code}, {advice.claim}",
    )
    line.state = LineState.RETURNED
    await line.save(update_fields=["state"])
    told = await tell_claim(org, mandate, Money(advice.pence), advice.on or on)
    claim = await IndemnityClaim.create(
        organisation=org,
        advice=row,
        line=line,
        payment=payment,
        reference=advice.claim,
        code=advice.code[:10],
        amount=advice.pence,
        claimed_on=advice.taken_on or clock.today(),
        charges={str(charge): pence for charge, pence in charges.items()},
        told=told,
    )
    who = by.id if by else None
    await audit.record(
        org.id, who, "an indemnity claim was paid", f"indemnity-claim:{claim.id}",
        amount=advice.pence,
    )  # fmt: skip
    if advice.code in WITHOUT_AUTHORITY and mandate.state in LIVING:
        await end(org, mandate, f"DDICA {advice.code}", by, tell_bank=False)


async def decide_claim(
    org: Organisation,
    claim: IndemnityClaim,
    outcome: ClaimOutcome,
    reason: str,
    by: Person | None,
) -> bool:
    """Owed as before, disputed, or not owed; whether all of that is done. What is not owed is
    taken off the charges, from the sum in the rules on only once another agrees."""
    if not reason.strip():
        raise SayWhyOfClaim
    async with bacs_lock(org):
        now = await outcome_of(org, claim)
        if now is ClaimOutcome.NOT_OWED or now is outcome:
            raise SettledAlready
        await ClaimDecision.create(
            organisation=org,
            claim=claim,
            outcome=outcome,
            reason=reason.strip()[:300],
            decided_at=clock.now(),
            decided_by=by,
        )
        who = by.id if by else None
        verb = f"decided on an indemnity claim: {outcome.value}"
        await audit.record(org.id, who, verb, f"indemnity-claim:{claim.id}")
        if outcome is not ClaimOutcome.NOT_OWED:
            return True
        done = True
        for charge in await charges_of(org, claim):
            if charge.owed:
                done &= await request_cancelling(org, charge, reason.strip(), by=by)
        return done


async def charges_of(org: Organisation, claim: IndemnityClaim) -> Sequence[Charge]:
    """What the debit had paid."""
    ids = [int(one) for one in claim.charges]
    return await Charge.within(org).filter(id__in=ids).order_by("due_on", "id")


async def _paid_by(org: Organisation, payment: Payment) -> dict[int, int]:
    stands: Counter[int] = Counter()
    for row in await Allocation.within(org).filter(payment_id=payment.id):
        stands[row.charge_id] += row.amount
    return {charge: pence for charge, pence in stands.items() if pence > 0}

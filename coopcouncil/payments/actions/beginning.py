"""Meaning to take money from many members at once, as a debit run does."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.transactions import in_transaction

from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import ids
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.accounts import open_account
from coopcouncil.payments.kinds import UNDER_WAY, Method, PaymentState
from coopcouncil.payments.models import Charge, Payment, PaymentPart


@dataclass(frozen=True)
class Intent:
    """All that is owed of these charges of one member is to be taken in one payment."""

    member_id: int
    method: Method
    charges: tuple[int, ...]


async def begin_all(org: Organisation, intents: Sequence[Intent]) -> list[Payment | None]:
    """As `begin` for each; none where one of its charges is no longer owed or on its way, since
    somebody was faster."""
    asked = [charge for one in intents for charge in one.charges]
    async with in_transaction():
        await open_account(org, {one.member_id for one in intents})
        charges = {one.id: one for one in await Charge.within(org).filter(id__in=asked)}
        parts = PaymentPart.within(org).filter(charge_id__in=asked)
        under_way = parts.filter(payment__state__in=list(UNDER_WAY))
        away = {part.charge_id for part in await under_way}
        begun: list[Payment | None] = [
            _payment(number, org, one, [charges[id] for id in one.charges])
            if all(_may(one, charges.get(id), away) for id in one.charges)
            else None
            for one, number in zip(intents, await ids("payment", len(intents)), strict=True)
        ]
        made = [one for one in begun if one is not None]
        await Payment.bulk_create(made)
        taken: dict[int, list[Charge]] = defaultdict(list)
        for intent, maybe in zip(intents, begun, strict=True):
            if maybe is not None:
                taken[maybe.id] = [charges[id] for id in intent.charges]
        await PaymentPart.bulk_create(
            PaymentPart(
                organisation_id=org.id, payment_id=id, charge_id=one.id, amount=one.owed.pence
            )
            for id, parts_of in taken.items()
            for one in parts_of
        )
        subjects = [f"payment:{one.id}" for one in made]
        await audit.record_all(org.id, None, "began a payment", subjects)
    return begun


def _may(intent: Intent, charge: Charge | None, away: set[int]) -> bool:
    return (
        charge is not None
        and charge.member_id == intent.member_id
        and bool(charge.owed)
        and charge.id not in away
    )


def _payment(number: int, org: Organisation, intent: Intent, charges: Sequence[Charge]) -> Payment:
    return Payment(
        id=number,
        organisation_id=org.id,
        member_id=intent.member_id,
        method=intent.method,
        amount=sum(one.owed.pence for one in charges),
        state=PaymentState.BEGUN,
        begun_at=clock.now(),
    )

"""What is not collected now by itself, whoever collects it: Stripe, or a file of one's own."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from tortoise.queryset import QuerySet

from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.kinds import UNDER_WAY, FailureReason, PaymentState
from coopcouncil.payments.models import Charge, PaymentPart

Asked = Callable[[Organisation, Sequence[Charge], date], Awaitable[set[int]]]

HELD_OFF: list[Asked] = []
"""Filled in `told.py`: charges that are not to be collected now (a pause, a payment plan)."""
AGAIN: list[Asked] = []
"""Filled in `told.py`: charges whose collection failed and that may be tried again."""


async def not_now(org: Organisation, owed: Sequence[Charge], on: date) -> set[int]:
    """What is on its way, was tried in vain and may not be tried again yet, or is held off."""
    parts = PaymentPart.within(org).filter(charge_id__in=[one.id for one in owed])
    away = await _in(parts.filter(payment__state__in=list(UNDER_WAY)))
    tried = await _in(
        parts.filter(payment__state=PaymentState.FAILED).exclude(
            payment__failure__in=[FailureReason.CANCELLED, FailureReason.ABANDONED]
        )
    )
    for again in AGAIN:
        tried -= await again(org, [one for one in owed if one.id in tried], on)
    off = away | tried
    for held in HELD_OFF:
        off |= await held(org, owed, on)
    return off


async def taken_back(org: Organisation, owed: Sequence[Charge]) -> set[int]:
    """What had been paid, and the bank took back: people ask the member before it is collected."""
    parts = PaymentPart.within(org).filter(charge_id__in=[one.id for one in owed])
    return await _in(parts.filter(payment__taken_back__gt=0))


async def _in(parts: QuerySet[PaymentPart]) -> set[int]:
    return {part.charge_id for part in await parts.only("id", "charge_id")}

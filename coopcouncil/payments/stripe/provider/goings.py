"""What goes back: refunds and disputes."""

from datetime import datetime
from typing import Any

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.payments.stripe.provider.answers import DisputeNow, RefundNow, id_of, row_of
from coopcouncil.payments.stripe.provider.library import ask, of


async def give_back(account: str, key: str, row: str, intent: str, amount: Money) -> RefundNow:
    """Refund a payment or part of it."""
    params: Any = {"payment_intent": intent, "amount": amount.pence, "metadata": {"row": row}}
    return _refund(await ask(lambda client: client.v1.refunds.create(params, of(account, key))))


async def refund(account: str, id: str) -> RefundNow:
    """A refund as it is."""
    return _refund(await ask(lambda client: client.v1.refunds.retrieve(id, None, of(account))))


def _refund(found: Any) -> RefundNow:
    return RefundNow(
        found.id,
        id_of(found.payment_intent),
        found.amount,
        found.status,
        row_of(found),
        str(getattr(found, "failure_reason", None) or ""),
    )


async def dispute(account: str, id: str) -> DisputeNow:
    """A dispute as it is."""
    found: Any = await ask(lambda client: client.v1.disputes.retrieve(id, None, of(account)))
    return _dispute(found)


async def disputes_of(account: str, charge: str) -> list[DisputeNow]:
    """The disputes of a charge."""
    params: Any = {"charge": charge}
    found = await ask(lambda client: client.v1.disputes.list(params, of(account)))
    return [_dispute(one) for one in found.data]


def _dispute(found: Any) -> DisputeNow:
    moved = found.balance_transactions
    due = found.evidence_details.due_by
    return DisputeNow(
        found.id,
        id_of(found.charge),
        id_of(found.payment_intent),
        found.amount,
        found.reason,
        found.status,
        datetime.fromtimestamp(found.created, clock.LONDON),
        datetime.fromtimestamp(due, clock.LONDON) if due else None,
        -sum(one.amount for one in moved if one.amount < 0),
        sum(one.amount for one in moved if one.amount > 0),
        sum(one.fee for one in moved if one.fee > 0),
        -sum(one.fee for one in moved if one.fee < 0),
    )

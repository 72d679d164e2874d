"""Payments: asked for, and as they are."""

from typing import Any

from coopcouncil.kernel.money import Money
from coopcouncil.payments.stripe.provider.answers import Taken, day_of, row_of
from coopcouncil.payments.stripe.provider.library import CardError, StripeRefuses, ask, of


async def collect(
    account: str,
    key: str,
    row: str,
    customer: str,
    method: str,
    kind: str,
    amount: Money,
    text: str,
) -> Taken:
    """Take money by a saved card or a mandate, the member not being there."""
    params: Any = {
        "amount": amount.pence,
        "currency": "gbp",
        "customer": customer,
        "payment_method": method,
        "payment_method_types": [kind],
        "confirm": True,
        "off_session": True,
        "description": text,
        "metadata": {"row": row},
        "expand": ["latest_charge.balance_transaction"],
    }
    try:
        found = await ask(lambda client: client.v1.payment_intents.create(params, of(account, key)))
    except CardError as trouble:
        intent = trouble.error.payment_intent if trouble.error else None
        if intent is None:
            raise StripeRefuses(trouble.code or "", trouble.user_message or "") from trouble
        return Taken(intent.id, "requires_payment_method", row, _why(trouble.error))
    return _taken(found)


async def taken(account: str, intent: str) -> Taken:
    """A payment as it is."""
    params: Any = {"expand": ["latest_charge.balance_transaction"]}
    return _taken(
        await ask(lambda client: client.v1.payment_intents.retrieve(intent, params, of(account)))
    )


async def taken_for(account: str, customer: str, row: str) -> Taken | None:
    """The payment that was made for a row of ours, where its answer never came."""
    params: Any = {"customer": customer, "limit": 100}
    found = await ask(lambda client: client.v1.payment_intents.list(params, of(account)))
    for intent in found.data:
        if row_of(intent) == row:
            return await taken(account, intent.id)
    return None


def _taken(found: Any) -> Taken:
    charge = found.latest_charge
    movement = charge.balance_transaction if charge else None
    return Taken(
        found.id,
        found.status,
        row_of(found),
        _why(found.last_payment_error),
        charge.id if charge else "",
        day_of(movement.created) if movement else None,
        Money(movement.fee if movement else 0),
        bool(charge and charge.disputed),
        charge.amount_refunded if charge else 0,
    )


def _why(error: Any) -> str:
    if error is None:
        return ""
    return str(getattr(error, "decline_code", None) or getattr(error, "code", None) or "unknown")

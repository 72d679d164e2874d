"""Payments: asked for, and as they are."""

import asyncio
from collections.abc import Mapping
from typing import Any

from coopcouncil.kernel.money import Money
from coopcouncil.payments.stripe.provider.answers import Taken, day_of, row_of
from coopcouncil.payments.stripe.provider.library import (
    CardError,
    StripeRefuses,
    ask,
    of,
    read,
)

SOON, WORTH_A_LIST, CALLS = 120, 5, 4
"""Seconds between two payments of one run; how many are worth a page of the list; calls at once."""


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


async def taken_all(account: str, intents: Mapping[str, int]) -> dict[str, Taken]:
    """Payments as they are. Those that were made one soon after the other, as in a debit run, are
    read from Stripe's list, a hundred at a time; others one by one."""
    found: dict[str, Taken] = {}
    for group in _made_together(intents):
        if len(group) >= WORTH_A_LIST:
            found |= await _listed(account, group, intents)
    alone = [id for id in intents if id not in found]
    for start in range(0, len(alone), CALLS):
        part = alone[start : start + CALLS]
        answers = await asyncio.gather(*(taken(account, id) for id in part))
        found |= zip(part, answers, strict=True)
    return found


def _made_together(intents: Mapping[str, int]) -> list[list[str]]:
    groups: list[list[str]] = []
    before = 0
    for id, made in sorted(intents.items(), key=lambda one: one[1]):
        if made and groups and made - before <= SOON:
            groups[-1].append(id)
        elif made:
            groups.append([id])
        before = made
    return groups


async def _listed(account: str, wanted: list[str], made: Mapping[str, int]) -> dict[str, Taken]:
    left, found = set(wanted), {}
    params: dict[str, Any] = {
        "created": {"gte": made[wanted[0]], "lte": made[wanted[-1]]},
        "limit": 100,
        "expand": ["data.latest_charge.balance_transaction"],
    }
    # A list that is mostly of others is given up: those left are asked for one by one.
    for _page in range(2 + len(wanted) // WORTH_A_LIST):
        answer = await read("/v1/payment_intents", account, **params)
        for one in answer["data"]:
            if one["id"] in left:
                left.discard(one["id"])
                found[one["id"]] = _as_read(one)
        if not left or not answer["has_more"]:
            break
        params["starting_after"] = answer["data"][-1]["id"]
    return found


def _as_read(found: Any) -> Taken:
    charge = found["latest_charge"]
    movement = charge["balance_transaction"] if charge else None
    error = found["last_payment_error"] or {}
    why = error.get("decline_code") or error.get("code") or ("unknown" if error else "")
    return Taken(
        found["id"],
        found["status"],
        str(found["metadata"].get("row") or ""),
        why,
        charge["id"] if charge else "",
        day_of(movement["created"]) if movement else None,
        Money(movement["fee"] if movement else 0),
        bool(charge and charge["disputed"]),
        charge["amount_refunded"] if charge else 0,
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

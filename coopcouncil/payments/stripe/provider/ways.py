"""The member as a customer, and the cards and mandates that were saved."""

from typing import Any

from coopcouncil.payments.stripe.provider.answers import MandateNow, Way, id_of
from coopcouncil.payments.stripe.provider.library import StripeRefuses, ask, of


async def add_customer(account: str, key: str, row: int, name: str, email: str) -> str:
    """The member as a customer; the id."""
    params: Any = {"name": name, "metadata": {"member": str(row)}}
    if email:
        params["email"] = email
    found = await ask(lambda client: client.v1.customers.create(params, of(account, key)))
    return str(found.id)


async def saved_way(account: str, setup: str) -> Way:
    """What a finished page saved."""
    params: Any = {"expand": ["payment_method"]}
    found: Any = await ask(
        lambda client: client.v1.setup_intents.retrieve(setup, params, of(account))
    )
    return _way(found.payment_method, id_of(found.mandate))


async def way(account: str, method: str) -> Way:
    """A saved card or bank account as it is."""
    return _way(
        await ask(lambda client: client.v1.payment_methods.retrieve(method, None, of(account))),
        "",
    )


async def way_used(account: str, intent: str) -> Way | None:
    """The card that paid, where it was saved."""
    params: Any = {"expand": ["payment_method"]}
    found: Any = await ask(
        lambda client: client.v1.payment_intents.retrieve(intent, params, of(account))
    )
    method = found.payment_method
    return _way(method, "") if method and method.customer else None


def _way(method: Any, mandate: str) -> Way:
    if method.type == "card":
        return Way(method.id, "card", method.card.last4, method.card.brand)
    return Way(method.id, method.type, method.bacs_debit.last4, "", mandate)


async def mandate(account: str, id: str) -> MandateNow:
    """A mandate as the bank has it."""
    found: Any = await ask(lambda client: client.v1.mandates.retrieve(id, None, of(account)))
    details = found.payment_method_details.bacs_debit
    why = details.revocation_reason or ("refused" if details.network_status == "refused" else "")
    if details.network_status == "refused":
        why = "refused"
    return MandateNow(found.status, details.reference, why, id_of(found.payment_method))


async def forget_way(account: str, method: str) -> None:
    """Forget a card, or end a mandate."""
    try:
        await ask(lambda client: client.v1.payment_methods.detach(method, None, of(account)))
    except StripeRefuses:
        return

"""Pages of Stripe's on which to pay, or to save a way to pay."""

from typing import Any

from coopcouncil.kernel.money import Money
from coopcouncil.payments.stripe.provider.answers import Session, id_of, row_of
from coopcouncil.payments.stripe.provider.library import StripeRefuses, ask, of


async def page_to_pay(
    account: str,
    key: str,
    row: str,
    customer: str,
    amount: Money,
    text: str,
    *,
    saves: bool,
    back: str,
    language: str,
) -> Session:
    """Checkout for one payment by card."""
    data: dict[str, Any] = {"metadata": {"row": row}, "description": text}
    if saves:
        data["setup_future_usage"] = "off_session"
    params: Any = {
        "mode": "payment",
        "customer": customer,
        "payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": "gbp",
                    "unit_amount": amount.pence,
                    "product_data": {"name": text},
                },
            }
        ],
        "payment_intent_data": data,
        "metadata": {"row": row, "language": language},
        "success_url": back,
        "cancel_url": back,
        "locale": "en-GB",
    }
    return _session(
        await ask(lambda client: client.v1.checkout.sessions.create(params, of(account, key)))
    )


async def page_to_save(
    account: str, key: str, row: str, customer: str, kind: str, *, back: str, language: str
) -> Session:
    """Checkout to give a mandate or save a card; nothing is taken."""
    params: Any = {
        "mode": "setup",
        "customer": customer,
        "payment_method_types": [kind],
        "setup_intent_data": {"metadata": {"row": row}},
        "metadata": {"row": row, "language": language},
        "success_url": back,
        "cancel_url": back,
        "locale": "en-GB",
    }
    return _session(
        await ask(lambda client: client.v1.checkout.sessions.create(params, of(account, key)))
    )


async def session(account: str, id: str) -> Session:
    """A page as it is."""
    found = await ask(lambda client: client.v1.checkout.sessions.retrieve(id, None, of(account)))
    return _session(found)


async def end_session(account: str, id: str) -> None:
    """Nobody shall use the page any more; nothing where somebody has."""
    try:
        await ask(lambda client: client.v1.checkout.sessions.expire(id, None, of(account)))
    except StripeRefuses:
        return


def _session(found: Any) -> Session:
    return Session(
        found.id,
        found.url or "",
        found.status,
        row_of(found),
        id_of(found.payment_intent),
        id_of(found.setup_intent),
    )

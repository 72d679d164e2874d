"""Checkout: sessions, and what happens when somebody fills their hosted page in."""

from typing import Any

from coopcouncil.simulator.methods import add_method
from coopcouncil.simulator.payments import add_payment_intent, confirm_payment
from coopcouncil.simulator.setups import add_setup_intent, confirm_setup
from coopcouncil.simulator.shapes import Thing, invalid, made
from coopcouncil.simulator.testdata import DAY
from coopcouncil.simulator.world import World, timer


def add_session(world: World, account: str, params: Thing) -> Thing:
    """A page of Stripe's on which to pay, or to keep a card or a bank account."""
    mode = params.get("mode")
    if mode not in ("payment", "setup"):
        raise invalid("The simulator knows the modes payment and setup.", "mode")
    if not params.get("success_url"):
        raise invalid("Missing required param: success_url.", "success_url", "parameter_missing")
    if params.get("customer"):
        world.find(account, "customer", params["customer"], "customer")
    amount = _total(params) if mode == "payment" else None
    kinds = params.get("payment_method_types") or ["card"]
    session = world.add(
        account,
        "checkout.session",
        mode=mode,
        status="open",
        payment_status="unpaid" if mode == "payment" else "no_payment_required",
        amount_subtotal=amount,
        amount_total=amount,
        currency="gbp",
        customer=params.get("customer"),
        client_reference_id=params.get("client_reference_id"),
        metadata=params.get("metadata") or {},
        payment_method_types=kinds,
        payment_method_options={},
        success_url=params["success_url"],
        cancel_url=params.get("cancel_url"),
        locale=params.get("locale"),
        expires_at=int(params.get("expires_at") or world.now() + DAY),
        ui_mode="hosted_page",
        automatic_tax=made("payment_pages_checkout_session_automatic_tax", enabled=False),
        custom_fields=[],
        custom_text=made("payment_pages_checkout_session_custom_text"),
        shipping_options=[],
    )
    session["url"] = f"{world.state.get('base', '')}/c/pay/{account}/{session['id']}"
    data = params.get("payment_intent_data") or {}
    held = world.hidden(account, session["id"])
    held.update(
        data=data,
        setup=params.get("setup_intent_data") or {},
        name=_name(params),
    )
    if mode == "setup":
        made_up = add_setup_intent(
            world,
            account,
            {
                "customer": params.get("customer"),
                "payment_method_types": kinds,
                "metadata": held["setup"].get("metadata"),
                "description": held["setup"].get("description"),
            },
        )
        session["setup_intent"] = made_up["id"]
    world.later(session["expires_at"], "session_expires", account, session["id"])
    return session


def _total(params: Thing) -> int:
    items = params.get("line_items") or []
    if not items:
        raise invalid("Missing required param: line_items.", "line_items", "parameter_missing")
    total = 0
    for item in items:
        price = item.get("price_data") or {}
        if price.get("currency") != "gbp":
            raise invalid("Invalid currency: the simulator has gbp alone.", "currency")
        each, count = str(price.get("unit_amount", "")), str(item.get("quantity", "1"))
        if not each.isdigit() or not count.isdigit():
            raise invalid(f"Invalid integer: {each}", "line_items[0][price_data][unit_amount]")
        total += int(each) * int(count)
    if total < 30:
        raise invalid(
            "The Checkout Session's total amount due must add up to at least £0.30 gbp",
            code="amount_too_small",
        )
    return total


def _name(params: Thing) -> str:
    items = params.get("line_items") or [{}]
    product = (items[0].get("price_data") or {}).get("product_data") or {}
    return str(product.get("name") or "")


def fill_in(
    world: World, account: str, session: Thing, kind: str, given: Thing, billing: Thing
) -> Thing:
    """What was typed on the page is tried: the session's intent, with what became of it."""
    method = add_method(world, account, kind, given, billing)
    session["customer_details"] = made(
        "payment_pages_checkout_session_customer_details",
        email=billing.get("email"),
        name=billing.get("name"),
        address=method["billing_details"].get("address"),
        tax_exempt="none",
    )
    if session["mode"] == "setup":
        intent = world.find(account, "setup_intent", session["setup_intent"])
        confirm_setup(world, account, intent, {"payment_method": method["id"]})
    else:
        held = world.hidden(account, session["id"])["data"]
        if session["payment_intent"]:
            intent = world.find(account, "payment_intent", session["payment_intent"])
        else:
            intent = add_payment_intent(
                world,
                account,
                {
                    "amount": session["amount_total"],
                    "currency": "gbp",
                    "customer": session["customer"],
                    "payment_method_types": session["payment_method_types"],
                    "description": held.get("description"),
                    "metadata": held.get("metadata"),
                    "setup_future_usage": held.get("setup_future_usage"),
                },
            )
            session["payment_intent"] = intent["id"]
        confirm_payment(world, account, intent, {"payment_method": method["id"]})
    finish(world, account, session, intent)
    return intent


def finish(world: World, account: str, session: Thing, intent: Thing) -> None:
    """The session is done as soon as its intent is."""
    if session["status"] == "open" and intent["status"] in ("succeeded", "processing"):
        session["status"] = "complete"
        session["url"] = None
        if session["mode"] == "payment" and intent["status"] == "succeeded":
            session["payment_status"] = "paid"
        world.tell(account, "checkout.session.completed", session)


def session_of(world: World, account: str, intent: str) -> Thing | None:
    """The session that an intent belongs to."""
    for session in world.all(account, "checkout.session"):
        if intent in (session["payment_intent"], session["setup_intent"]):
            return session
    return None


def expire(world: World, account: str, session: Thing) -> Thing:
    """Nobody can use it any more."""
    if session["status"] != "open":
        raise invalid(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout '
            f"Session has a status of `{session['status']}`."
        )
    session.update(status="expired", url=None)
    world.tell(account, "checkout.session.expired", session)
    return session


@timer("session_expires")
def session_expires(world: World, account: str, words: list[Any]) -> None:
    """Its time is over."""
    session = world.find(account, "checkout.session", words[0])
    if session["status"] == "open":
        expire(world, account, session)

"""Payment intents: from asked to paid, by way of challenges and declines."""

from coopcouncil.simulator.charges import add_charge, charge_settles
from coopcouncil.simulator.debits import debit
from coopcouncil.simulator.disputes import dispute
from coopcouncil.simulator.intents import OPEN, payment_failed, use_method
from coopcouncil.simulator.methods import attach, card_error, card_of, declined, method_of
from coopcouncil.simulator.shapes import StripeError, Thing, invalid
from coopcouncil.simulator.testdata import LARGEST_DEBIT, working_days_after
from coopcouncil.simulator.world import World


def add_payment_intent(world: World, account: str, params: Thing) -> Thing:
    """An intent to take money; confirmed at once where that is asked."""
    amount = _amount(params.get("amount"))
    if params.get("currency") != "gbp":
        raise invalid("Invalid currency: the simulator has gbp alone.", "currency")
    kinds = params.get("payment_method_types") or ["card"]
    if "bacs_debit" in kinds and amount > LARGEST_DEBIT:
        raise invalid("Amount must be no more than £100,000.00 gbp", "amount", "amount_too_large")
    if params.get("customer"):
        world.find(account, "customer", params["customer"], "customer")
    intent = world.add(
        account,
        "payment_intent",
        amount=amount,
        amount_capturable=0,
        amount_received=0,
        currency="gbp",
        customer=params.get("customer"),
        description=params.get("description"),
        metadata=params.get("metadata") or {},
        payment_method_types=kinds,
        capture_method="automatic_async",
        confirmation_method="automatic",
        payment_method_options={},
        setup_future_usage=params.get("setup_future_usage"),
        status="requires_payment_method",
    )
    intent["client_secret"] = f"{intent['id']}_secret_{world.new_id('s')[2:]}"
    if params.get("payment_method"):
        use_method(world, account, intent, method_of(world, account, params["payment_method"]))
    world.tell(account, "payment_intent.created", intent)
    if params.get("confirm") in ("true", True):
        confirm_payment(world, account, intent, params)
    return intent


def _amount(given: object) -> int:
    text = str(given if given is not None else "")
    if not text.lstrip("-").isdigit():
        raise invalid(f"Invalid integer: {text}", "amount", "parameter_invalid_integer")
    if int(text) < 30:
        raise invalid(
            "Amount must be at least £0.30 gbp"
            if int(text) >= 1
            else "This value must be greater than or equal to 1.",
            "amount",
            "amount_too_small" if int(text) >= 1 else "parameter_invalid_integer",
        )
    if int(text) > 99_999_999:
        raise invalid("Amount must be no more than £999,999.99 gbp", "amount", "amount_too_large")
    return int(text)


def confirm_payment(world: World, account: str, intent: Thing, params: Thing) -> Thing:
    """Try to take the money."""
    if intent["status"] not in ("requires_payment_method", "requires_confirmation"):
        raise _unexpected(intent, "confirm")
    if params.get("payment_method"):
        use_method(world, account, intent, method_of(world, account, params["payment_method"]))
    if not intent["payment_method"]:
        raise invalid(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            code="payment_intent_unexpected_state",
        )
    method = world.find(account, "payment_method", intent["payment_method"])
    intent["last_payment_error"] = None
    if method["type"] == "bacs_debit":
        return debit(world, account, intent, method)
    card = card_of(world, account, method)
    assert card is not None
    off_session = params.get("off_session") in ("true", True)
    known = world.hidden(account, method["id"]).get("proven", False)
    ask = card.challenge and (card.always_challenge or not known)
    if not card.challenge and off_session and world.happens("sca"):
        ask = True
    if ask and off_session:
        raise _fails(
            world,
            account,
            intent,
            method,
            (
                "authentication_required",
                "authentication_required",
                "Your card was declined. This transaction requires authentication.",
            ),
        )
    if ask:
        intent["status"] = "requires_action"
        intent["next_action"] = {
            "type": "redirect_to_url",
            "redirect_to_url": {
                "url": f"{world.state.get('base', '')}/challenge/{account}/{intent['id']}",
                "return_url": params.get("return_url"),
            },
        }
        world.tell(account, "payment_intent.requires_action", intent)
        return intent
    take(world, account, intent, method)
    return intent


def take(world: World, account: str, intent: Thing, method: Thing) -> None:
    """The card's bank says yes or no."""
    card = card_of(world, account, method)
    assert card is not None
    why = card.decline
    if why is None and world.happens("card_declined"):
        why = ("card_declined", "insufficient_funds")
    if why:
        error = declined(why).error
        raise _fails(world, account, intent, method, (why[0], why[1], str(error["message"])))
    charge = add_charge(world, account, intent, method, None)
    number = world.hidden(account, method["id"])["number"]
    charge_settles(world, account, charge, number)
    intent.update(status="succeeded", amount_received=intent["amount"], next_action=None)
    if intent["setup_future_usage"] and intent["customer"]:
        world.hidden(account, method["id"])["proven"] = True
        if not method["customer"]:
            attach(world, account, method, intent["customer"])
    world.tell(account, "payment_intent.succeeded", intent)
    world.tell(account, "charge.succeeded", charge)
    if card.dispute:
        dispute(world, account, charge, card.dispute)
    elif world.happens("card_dispute"):
        lasting = dispute(world, account, charge, "fraudulent")
        won = world.chance.random() < 0.5
        at = working_days_after(world.now(), 8)
        world.later(at, "dispute_closes", account, lasting["id"], won)


def _fails(
    world: World, account: str, intent: Thing, method: Thing, why: tuple[str, str, str]
) -> StripeError:
    charge = add_charge(world, account, intent, method, why)
    error = card_error(*why)
    error.error["charge"] = charge["id"]
    error.error["payment_method"] = dict(method)
    payment_failed(world, account, intent, error.error)
    world.tell(account, "charge.failed", charge)
    error.error["payment_intent"] = dict(intent)
    return error


def cancel_payment(world: World, account: str, intent: Thing, reason: str | None) -> Thing:
    """Give it up, while nothing has moved."""
    if intent["status"] not in OPEN:
        raise _unexpected(intent, "cancel")
    intent.update(
        status="canceled", canceled_at=world.now(), cancellation_reason=reason, next_action=None
    )
    world.tell(account, "payment_intent.canceled", intent)
    return intent


def _unexpected(intent: Thing, verb: str) -> StripeError:
    error = invalid(
        f"This PaymentIntent's status is {intent['status']}, so you cannot {verb} it.",
        code="payment_intent_unexpected_state",
    )
    error.error["payment_intent"] = dict(intent)
    return error

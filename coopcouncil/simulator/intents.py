"""Payment intents and setup intents: from asked to paid, by way of challenges and declines."""

from typing import Any

from coopcouncil.simulator.methods import (
    add_mandate,
    attach,
    bank_of,
    card_error,
    card_of,
    declined,
    end_mandate,
    method_of,
)
from coopcouncil.simulator.money import add_charge, charge_settles, dispute
from coopcouncil.simulator.shapes import StripeError, Thing, invalid
from coopcouncil.simulator.testdata import (
    FAILURES,
    LARGEST_DEBIT,
    NEW_MANDATE_DAYS,
    USUAL_DAYS,
    working_days_after,
)
from coopcouncil.simulator.world import World, timer

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


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


def use_method(world: World, account: str, intent: Thing, method: Thing) -> None:
    """Pay or save with this card or bank account."""
    if method["type"] not in intent["payment_method_types"]:
        raise invalid(
            f"The PaymentMethod provided ({method['type']}) is not allowed for this "
            f"{'PaymentIntent' if intent['object'] == 'payment_intent' else 'SetupIntent'}.",
            "payment_method",
        )
    if method["customer"] and method["customer"] != intent["customer"]:
        raise invalid(
            "The payment method supplied belongs to a different customer.", "payment_method"
        )
    intent["payment_method"] = method["id"]
    if intent["status"] == "requires_payment_method":
        intent["status"] = "requires_confirmation"
    world.touch()


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
    _failed(world, account, intent, error.error)
    world.tell(account, "charge.failed", charge)
    error.error["payment_intent"] = dict(intent)
    return error


def _failed(world: World, account: str, intent: Thing, error: Thing) -> None:
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        last_payment_error={
            name: value for name, value in error.items() if name != "payment_intent"
        },
    )
    world.tell(account, "payment_intent.payment_failed", intent)


def answer_challenge(world: World, account: str, intent: Thing, passed: bool) -> None:
    """What the card's holder answered on the bank's page."""
    if intent["status"] != "requires_action":
        return
    method = world.find(account, "payment_method", intent["payment_method"])
    saving = intent["object"] == "setup_intent"
    if not passed:
        error = StripeError(
            402,
            "invalid_request_error",
            "We are unable to authenticate your payment method. Please choose a different "
            "payment method and try again.",
            code="setup_intent_authentication_failure"
            if saving
            else "payment_intent_authentication_failure",
        )
        error.error["payment_method"] = dict(method)
        if saving:
            _setup_failed(world, account, intent, error.error)
        else:
            _failed(world, account, intent, error.error)
        return
    if saving:
        setup_done(world, account, intent, method)
    else:
        take(world, account, intent, method)


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


# Debits


def debit(world: World, account: str, intent: Thing, method: Thing) -> Thing:
    """Send a Direct Debit on its way; what becomes of it is known some working days later."""
    id = world.hidden(account, method["id"]).get("mandate")
    if id is None:
        raise invalid("A mandate is required to debit this bank account.", "payment_method")
    mandate = world.find(account, "mandate", id)
    if mandate["status"] == "inactive":
        raise invalid(
            "The mandate for this payment method is inactive and cannot be used.",
            "payment_method",
            "payment_intent_mandate_invalid",
        )
    new = mandate["status"] == "pending"
    charge = add_charge(world, account, intent, method, None)
    charge["paid"] = False
    intent["status"] = "processing"
    world.tell(account, "payment_intent.processing", intent)
    world.tell(account, "charge.pending", charge)
    bank = bank_of(world, account, method)
    failure = bank.failure
    if failure is None and world.happens("bacs_fails"):
        failure = "insufficient_funds"
    if bank.after is not None and (bank.after == 0 or world.state["test_timing"]):
        at = world.now() + bank.after
    elif world.state["test_timing"]:
        at = world.now()
    else:
        at = working_days_after(world.now(), NEW_MANDATE_DAYS if new else USUAL_DAYS)
    world.later(at, "debit_ends", account, intent["id"], failure, bank.ends_mandate)
    return intent


@timer("debit_ends")
def debit_ends(world: World, account: str, words: list[Any]) -> None:
    """The member's bank has paid, or has not."""
    intent = world.find(account, "payment_intent", words[0])
    charge = world.find(account, "charge", intent["latest_charge"])
    if intent["status"] != "processing":
        return
    method = world.find(account, "payment_method", charge["payment_method"])
    failure: str | None = words[1]
    if failure is not None:
        text = FAILURES[failure]
        charge.update(status="failed", paid=False, failure_code=failure, failure_message=text)
        error = StripeError(402, "invalid_request_error", text, code=failure)
        error.error.update(charge=charge["id"], payment_method=dict(method))
        _failed(world, account, intent, error.error)
        world.tell(account, "charge.failed", charge)
        if words[2]:
            mandate = charge["payment_method_details"]["bacs_debit"]["mandate"]
            end_mandate(world, account, world.find(account, "mandate", mandate), failure)
        return
    charge["paid"] = True
    charge_settles(world, account, charge, "")
    intent.update(status="succeeded", amount_received=intent["amount"])
    world.tell(account, "payment_intent.succeeded", intent)
    world.tell(account, "charge.succeeded", charge)
    bank = bank_of(world, account, method)
    if bank.dispute:
        dispute(world, account, charge, bank.dispute)
    elif world.happens("late_failure"):
        # Known too late to be a failure: Stripe calls it a dispute that is lost already.
        world.later(working_days_after(world.now(), 2), "taken_back", account, charge["id"],
                    "insufficient_funds")  # fmt: skip
    elif world.happens("indemnity_claim"):
        world.later(working_days_after(world.now(), 25), "taken_back", account, charge["id"],
                    "debit_not_authorized")  # fmt: skip


@timer("taken_back")
def taken_back(world: World, account: str, words: list[Any]) -> None:
    """The member's bank has taken the money back."""
    charge = world.find(account, "charge", words[0])
    if charge["status"] == "succeeded" and not charge["disputed"] and not charge["refunded"]:
        dispute(world, account, charge, words[1])


# Saving a way to pay


def add_setup_intent(world: World, account: str, params: Thing) -> Thing:
    """An intent to keep a card or a bank account for later."""
    kinds = params.get("payment_method_types") or ["card"]
    if params.get("customer"):
        world.find(account, "customer", params["customer"], "customer")
    intent = world.add(
        account,
        "setup_intent",
        customer=params.get("customer"),
        description=params.get("description"),
        metadata=params.get("metadata") or {},
        payment_method_types=kinds,
        payment_method_options={},
        usage=params.get("usage") or "off_session",
        status="requires_payment_method",
    )
    intent["client_secret"] = f"{intent['id']}_secret_{world.new_id('s')[2:]}"
    if params.get("payment_method"):
        use_method(world, account, intent, method_of(world, account, params["payment_method"]))
    world.tell(account, "setup_intent.created", intent)
    if params.get("confirm") in ("true", True):
        confirm_setup(world, account, intent, params)
    return intent


def confirm_setup(world: World, account: str, intent: Thing, params: Thing) -> Thing:
    """Try to keep it."""
    if params.get("payment_method"):
        use_method(world, account, intent, method_of(world, account, params["payment_method"]))
    if intent["status"] != "requires_confirmation":
        raise invalid(
            f"You cannot confirm this SetupIntent because it has a status of {intent['status']}.",
            code="setup_intent_unexpected_state",
        )
    method = world.find(account, "payment_method", intent["payment_method"])
    card = card_of(world, account, method)
    if card is not None and card.decline and not card.attaches:
        error = declined(card.decline)
        error.error["payment_method"] = dict(method)
        _setup_failed(world, account, intent, error.error)
        error.error["setup_intent"] = dict(intent)
        raise error
    if card is not None and card.challenge:
        intent["status"] = "requires_action"
        intent["next_action"] = {
            "type": "redirect_to_url",
            "redirect_to_url": {
                "url": f"{world.state.get('base', '')}/challenge/{account}/{intent['id']}",
                "return_url": params.get("return_url"),
            },
        }
        world.tell(account, "setup_intent.requires_action", intent)
        return intent
    setup_done(world, account, intent, method)
    return intent


def _setup_failed(world: World, account: str, intent: Thing, error: Thing) -> None:
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        last_setup_error={name: one for name, one in error.items() if name != "setup_intent"},
    )
    world.tell(account, "setup_intent.setup_failed", intent)


def setup_done(world: World, account: str, intent: Thing, method: Thing) -> None:
    """It is kept, and a bank account has its mandate."""
    if intent["customer"] and not method["customer"]:
        attach(world, account, method, intent["customer"])
    world.hidden(account, method["id"])["proven"] = True
    if method["type"] == "bacs_debit":
        intent["mandate"] = add_mandate(world, account, method)["id"]
    intent.update(status="succeeded", next_action=None)
    world.tell(account, "setup_intent.succeeded", intent)

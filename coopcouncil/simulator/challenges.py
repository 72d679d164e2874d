"""What becomes of an intent once the bank has asked the card's holder."""

from coopcouncil.simulator.intents import payment_failed
from coopcouncil.simulator.payments import take
from coopcouncil.simulator.setups import setup_done, setup_failed
from coopcouncil.simulator.shapes import StripeError, Thing
from coopcouncil.simulator.world import World


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
            setup_failed(world, account, intent, error.error)
        else:
            payment_failed(world, account, intent, error.error)
        return
    if saving:
        setup_done(world, account, intent, method)
    else:
        take(world, account, intent, method)

"""Direct Debits: on their way for some working days, and the bank's last word later still."""

from typing import Any

from coopcouncil.simulator.charges import add_charge, charge_settles
from coopcouncil.simulator.disputes import dispute
from coopcouncil.simulator.intents import payment_failed
from coopcouncil.simulator.methods import bank_of, end_mandate
from coopcouncil.simulator.shapes import StripeError, Thing, invalid
from coopcouncil.simulator.testdata import (
    FAILURES,
    NEW_MANDATE_DAYS,
    USUAL_DAYS,
    working_days_after,
)
from coopcouncil.simulator.world import World, timer


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
        payment_failed(world, account, intent, error.error)
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

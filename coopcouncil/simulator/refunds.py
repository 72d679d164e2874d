"""Refunds: given back at once, arriving later, or coming back."""

from typing import Any

from coopcouncil.simulator.balance import book
from coopcouncil.simulator.shapes import Thing, invalid
from coopcouncil.simulator.testdata import CARDS, DAY, working_days_after
from coopcouncil.simulator.world import World, timer


def refund(world: World, account: str, params: Thing) -> Thing:
    """Give back a charge or a part of it; never more than is left."""
    if params.get("payment_intent"):
        intent = world.find(account, "payment_intent", params["payment_intent"], "payment_intent")
        if not intent["latest_charge"] or intent["status"] != "succeeded":
            raise invalid(
                f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
            )
        charge = world.find(account, "charge", intent["latest_charge"])
    elif params.get("charge"):
        charge = world.find(account, "charge", params["charge"], "charge")
    else:
        raise invalid("One of the following params should be provided: payment_intent or charge.")
    if charge["status"] != "succeeded":
        raise invalid(f"Charge {charge['id']} has not succeeded and cannot be refunded.", "charge")
    if charge["disputed"]:
        raise invalid(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise invalid(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    amount = int(params.get("amount", left))
    if amount < 1:
        raise invalid("Invalid positive integer", "amount", "parameter_invalid_integer")
    if amount > left:
        raise invalid(
            f"Refund amount ({_pounds(amount)}) is greater than unrefunded amount on charge "
            f"({_pounds(left)})",
            "amount",
        )
    card = charge["payment_method_details"]["type"] == "card"
    fate = "succeeded" if not card else _fate(world, account, charge)
    made_up = world.add(
        account,
        "refund",
        amount=amount,
        currency="gbp",
        charge=charge["id"],
        payment_intent=charge["payment_intent"],
        metadata=params.get("metadata") or {},
        reason=params.get("reason"),
        status="pending" if fate == "pending" or not card else "succeeded",
    )
    booked = book(
        world,
        account,
        "refund" if card else "payment_refund",
        "refund",
        -amount,
        made_up["id"],
    )
    made_up["balance_transaction"] = booked["id"]
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    world.tell(account, "refund.created", made_up)
    world.tell(account, "charge.refunded", charge)
    if not card:
        world.later(working_days_after(world.now(), 3), "refund_arrives", account, made_up["id"])
    elif fate == "failed":
        world.later(world.now() + DAY, "refund_fails", account, made_up["id"])
    return made_up


def _fate(world: World, account: str, charge: Thing) -> str:
    number = world.hidden(account, charge["payment_method"]).get("number", "")
    return CARDS[number].refund if number in CARDS else "succeeded"


@timer("refund_arrives")
def refund_arrives(world: World, account: str, words: list[Any]) -> None:
    """A debit's refund has reached the member's bank."""
    found = world.find(account, "refund", words[0])
    found["status"] = "succeeded"
    world.tell(account, "refund.updated", found)


@timer("refund_fails")
def refund_fails(world: World, account: str, words: list[Any]) -> None:
    """A refund that came back: the money is on the balance again."""
    found = world.find(account, "refund", words[0])
    charge = world.find(account, "charge", found["charge"])
    booked = book(world, account, "refund_failure", "refund_failure", found["amount"], found["id"])
    found.update(
        status="failed",
        failure_reason="expired_or_canceled_card",
        failure_balance_transaction=booked["id"],
    )
    charge["amount_refunded"] -= found["amount"]
    charge["refunded"] = False
    world.tell(account, "refund.failed", found)


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"

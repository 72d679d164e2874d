"""Charges: made by an intent, and on the balance once the money is there."""

from coopcouncil.simulator.balance import book
from coopcouncil.simulator.shapes import Thing, made
from coopcouncil.simulator.testdata import CARD_DAYS, fee, working_days_after
from coopcouncil.simulator.world import World


def add_charge(
    world: World, account: str, intent: Thing, method: Thing, failure: tuple[str, str, str] | None
) -> Thing:
    """The charge of an intent: paid, pending for a debit, or failed with its reason."""
    card = method["type"] == "card"
    status = "failed" if failure else "succeeded" if card else "pending"
    charge = world.add(
        account,
        "charge",
        id=world.new_id("ch" if card else "py"),
        amount=intent["amount"],
        amount_captured=0 if failure else intent["amount"],
        amount_refunded=0,
        currency=intent["currency"],
        billing_details=method["billing_details"],
        captured=not failure,
        paid=not failure,
        refunded=False,
        disputed=False,
        status=status,
        customer=intent["customer"],
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=_details(world, account, method),
        metadata=dict(intent["metadata"]),
        description=intent["description"],
        fraud_details={},
        outcome=made(
            "charge_outcome",
            type="issuer_declined" if failure else "authorized",
            network_status="declined_by_network" if failure else "approved_by_network",
            reason=failure[1] if failure else None,
            seller_message=failure[2] if failure else "Payment complete.",
        ),
    )
    if failure:
        charge.update(failure_code=failure[0], failure_message=failure[2])
    intent["latest_charge"] = charge["id"]
    return charge


def _details(world: World, account: str, method: Thing) -> Thing:
    if method["type"] == "card":
        card = method["card"]
        shown = made(
            "payment_method_details_card",
            brand=card["brand"],
            last4=card["last4"],
            exp_month=card["exp_month"],
            exp_year=card["exp_year"],
            funding=card["funding"],
            country="GB",
            network=card["brand"],
        )
        return {"type": "card", "card": shown}
    bank = method["bacs_debit"]
    mandate = world.hidden(account, method["id"]).get("mandate")
    shown = made(
        "payment_method_details_bacs_debit",
        last4=bank["last4"],
        sort_code=bank["sort_code"],
        fingerprint=bank["fingerprint"],
        mandate=mandate,
    )
    return {"type": "bacs_debit", "bacs_debit": shown}


def charge_settles(world: World, account: str, charge: Thing, number: str) -> None:
    """The money is there: it stands on the balance, with its fee."""
    card = charge["payment_method_details"]["type"] == "card"
    at_once = not card or number == "4000000000000077"
    booked = book(
        world,
        account,
        "charge" if card else "payment",
        "charge",
        charge["amount"],
        charge["id"],
        cost=fee("card" if card else "bacs_debit", charge["amount"]),
        available_on=world.now() if at_once else working_days_after(world.now(), CARD_DAYS),
    )
    charge.update(status="succeeded", balance_transaction=booked["id"])

"""Disputes: the payer's bank takes the money back, and a card's scheme decides."""

from typing import Any

from coopcouncil.simulator.balance import book
from coopcouncil.simulator.shapes import Thing, made
from coopcouncil.simulator.testdata import BACS_DISPUTE_FEE, CARD_DISPUTE_FEE, DAY
from coopcouncil.simulator.world import World, timer


def dispute(world: World, account: str, charge: Thing, reason: str) -> Thing:
    """The payer's bank takes the money back. Under Bacs nobody can contest it."""
    card = charge["payment_method_details"]["type"] == "card"
    amount = charge["amount"] - charge["amount_refunded"]
    charge["disputed"] = True
    found = world.add(
        account,
        "dispute",
        amount=amount,
        currency="gbp",
        charge=charge["id"],
        payment_intent=charge["payment_intent"],
        reason=reason,
        status="needs_response" if card else "lost",
        balance_transactions=[],
        enhanced_eligibility_types=[],
        evidence=made("dispute_evidence", enhanced_evidence={}),
        evidence_details={
            "due_by": world.now() + 9 * DAY if card else None,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        is_charge_refundable=False,
        metadata={},
    )
    booked = book(
        world,
        account,
        "adjustment",
        "dispute",
        -amount,
        found["id"],
        cost=CARD_DISPUTE_FEE if card else BACS_DISPUTE_FEE,
    )
    found["balance_transactions"] = [booked]
    world.tell(account, "charge.dispute.created", found)
    world.tell(account, "charge.dispute.funds_withdrawn", found)
    if not card:
        world.tell(account, "charge.dispute.closed", found)
    return found


def close_dispute(world: World, account: str, found: Thing, won: bool) -> None:
    """How the card scheme decides."""
    if found["status"] in ("won", "lost"):
        return
    found["status"] = "won" if won else "lost"
    if won:
        booked = book(
            world, account, "adjustment", "dispute_reversal", found["amount"], found["id"]
        )
        found["balance_transactions"] = [*found["balance_transactions"], booked]
        world.tell(account, "charge.dispute.funds_reinstated", found)
    world.tell(account, "charge.dispute.closed", found)


@timer("dispute_closes")
def dispute_closes(world: World, account: str, words: list[Any]) -> None:
    """The scheme has decided."""
    close_dispute(world, account, world.find(account, "dispute", words[0]), bool(words[1]))

"""What moves on an account's balance: charges, refunds, disputes, payouts, and their fees."""

from typing import Any

from coopcouncil.simulator.shapes import Thing, invalid, made
from coopcouncil.simulator.testdata import (
    BACS_DISPUTE_FEE,
    CARD_DAYS,
    CARD_DISPUTE_FEE,
    CARDS,
    DAY,
    fee,
    working_days_after,
)
from coopcouncil.simulator.world import World, timer


def book(
    world: World,
    account: str,
    kind: str,
    category: str,
    amount: int,
    source: str,
    *,
    cost: int = 0,
    available_on: int | None = None,
) -> Thing:
    """One movement of the balance."""
    details = []
    if cost:
        details = [
            made("fee", amount=cost, currency="gbp", type="stripe_fee", description="Stripe fees")
        ]
    found = world.add(
        account,
        "balance_transaction",
        amount=amount,
        fee=cost,
        net=amount - cost,
        currency="gbp",
        type=kind,
        reporting_category=category,
        balance_type="payments",
        source=source,
        fee_details=details,
        available_on=world.now() if available_on is None else available_on,
        status="pending",
    )
    world.account(account).setdefault("open", []).append(found["id"])
    return found


def shown_balance(world: World, account: str) -> Thing:
    """`GET /v1/balance`."""
    sums = {"available": 0, "pending": 0}
    for id in world.account(account).get("open", ()):
        one = world.find(account, "balance_transaction", id)
        sums["available" if one["available_on"] <= world.now() else "pending"] += one["net"]
    return {
        "object": "balance",
        "livemode": False,
        **{
            name: [{"amount": amount, "currency": "gbp", "source_types": {"card": amount}}]
            for name, amount in sums.items()
        },
    }


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


# Refunds


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


# Disputes


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


# Payouts


@timer("payout_run")
def payout_run(world: World, account: str, words: list[Any]) -> None:
    """Each working morning, what is available goes to the bank; again the next one."""
    pay_out(world, account)
    world.later(working_days_after(world.now(), 1), "payout_run", account)


def pay_out(world: World, account: str) -> Thing | None:
    """Send what is available to the bank, if there is anything."""
    drawer = world.account(account)
    ready = [
        one
        for one in (world.find(account, "balance_transaction", id) for id in drawer.get("open", ()))
        if one["available_on"] <= world.now()
    ]
    amount = sum(one["net"] for one in ready)
    if amount <= 0:
        return None
    found = world.add(
        account,
        "payout",
        amount=amount,
        currency="gbp",
        arrival_date=working_days_after(world.now(), 1),
        automatic=True,
        method="standard",
        reconciliation_status="completed",
        source_type="card",
        status="in_transit",
        type="bank_account",
        metadata={},
        destination=None,
        description="STRIPE PAYOUT",
    )
    booked = book(world, account, "payout", "payout", -amount, found["id"])
    found["balance_transaction"] = booked["id"]
    taken = {one["id"] for one in ready} | {booked["id"]}
    drawer["open"] = [id for id in drawer["open"] if id not in taken]
    drawer.setdefault("payouts", {})[found["id"]] = [one["id"] for one in ready] + [booked["id"]]
    world.tell(account, "payout.created", found)
    world.later(found["arrival_date"], "payout_arrives", account, found["id"])
    return found


@timer("payout_arrives")
def payout_arrives(world: World, account: str, words: list[Any]) -> None:
    """The money is in the bank; or the bank sends it back."""
    found = world.find(account, "payout", words[0])
    if found["status"] != "in_transit":
        return
    if world.happens("payout_fails"):
        fail_payout(world, account, found)
        return
    found["status"] = "paid"
    world.account(account).setdefault("bank", []).append(
        {"id": found["id"], "on": world.now(), "amount": found["amount"]}
    )
    world.tell(account, "payout.paid", found)


def fail_payout(world: World, account: str, found: Thing) -> None:
    """The bank would not take it, or sends it back although it said that it had."""
    if found["status"] == "paid":
        world.account(account)["bank"].append(
            {"id": found["id"], "on": world.now(), "amount": -found["amount"]}
        )
    booked = book(world, account, "payout_failure", "payout_reversal", found["amount"], found["id"])
    found.update(
        status="failed",
        failure_code="account_closed",
        failure_message="The bank account has been closed.",
        failure_balance_transaction=booked["id"],
    )
    world.tell(account, "payout.failed", found)


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"

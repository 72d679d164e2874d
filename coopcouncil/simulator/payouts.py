"""Payouts: what is available goes to the bank each working morning."""

from typing import Any

from coopcouncil.simulator.balance import book
from coopcouncil.simulator.shapes import Thing
from coopcouncil.simulator.testdata import working_days_after
from coopcouncil.simulator.world import World, timer

NAMED = "STRIPE PAYOUT"
"""What the bank's statement calls it."""


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
        description=NAMED,
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

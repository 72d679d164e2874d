"""What moves on an account's balance, and what it costs."""

from coopcouncil.simulator.shapes import Thing, made
from coopcouncil.simulator.world import World

FEES = "Stripe fees"


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
        details = [made("fee", amount=cost, currency="gbp", type="stripe_fee", description=FEES)]
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

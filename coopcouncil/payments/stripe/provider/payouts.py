"""Payouts to the organisation's bank."""

from coopcouncil.payments.stripe.provider.answers import PayoutNow, day_of
from coopcouncil.payments.stripe.provider.library import ask, of, read_all


async def payout(account: str, id: str) -> PayoutNow:
    """A payout, with what it is made of."""
    found = await ask(lambda client: client.v1.payouts.retrieve(id, None, of(account)))
    moved = await read_all("/v1/balance_transactions", account, payout=id)
    inside = [one for one in moved if one["type"] not in ("payout", "payout_failure")]
    return PayoutNow(
        found.id,
        found.amount,
        found.status,
        day_of(found.arrival_date),
        sum(one["amount"] for one in inside if one["amount"] > 0),
        sum(one["fee"] for one in inside),
        -sum(one["amount"] for one in inside if one["amount"] < 0),
    )

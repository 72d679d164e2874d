"""What Stripe sends to the bank: booked from the money on its way to the bank, when it is there."""

from tortoise.transactions import in_transaction

from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.accounts import day_in_books
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.models import StripeAccount, StripePayout
from coopcouncil.payments.stripe.provider import PayoutNow


async def look_at_payout(account: StripeAccount, payout_id: str) -> StripePayout:
    """How a payout stands with Stripe."""
    return await tell_payout(account, await provider.payout(account.account_id, payout_id))


async def tell_payout(account: StripeAccount, now: PayoutNow) -> StripePayout:
    """Keep what Stripe says of a payout, and book it once it is there."""
    org = await Organisation.get(id=account.organisation_id)
    async with in_transaction():
        row, _made = await StripePayout.get_or_create(
            payout_id=now.id,
            defaults={
                "organisation_id": org.id,
                "account_id": account.id,
                "amount": now.amount,
                "arrives_on": now.arrives_on,
                "status": now.status,
            },
        )
        row.status, row.arrives_on = now.status, now.arrives_on
        row.gross, row.fees, row.given_back = now.gross, now.fees, now.given_back
        if now.status == "paid" and row.posting_id is None:
            row.posting = await _post(org, row, 1)
        if now.status in ("failed", "canceled") and row.posting_id is not None:
            await _post(org, row, -1)
        await row.save()
        return row


async def _post(org: Organisation, row: StripePayout, sign: int) -> Posting:
    bank = (await account_for(org, Purpose.BANK)).id
    clearing = (await account_for(org, Purpose.STRIPE_CLEARING)).id
    lines = [Line(bank, sign * row.amount), Line(clearing, -sign * row.amount)]
    text = f"Stripe payout {row.payout_id}" + ("" if sign > 0 else " came back")
    day = await day_in_books(org, row.arrives_on)
    return await post(
        org,
        PostingKind.PAYOUT,
        day,
        text,
        lines,
        None,
        settled_on=row.arrives_on,
        reference=f"stripe:{row.payout_id}" + ("" if sign > 0 else ":back"),
    )

"""Connecting an organisation with an account of its own at Stripe."""

import secrets

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.models import StripeAccount
from coopcouncil.payments.stripe.reads import account_of


class NotConnected(Refused):
    """The organisation has no account, or it cannot take money yet."""

    def sentence(self, _: Gettext) -> str:
        return _("This organisation cannot take payments by card or Direct Debit yet.")


async def connect(org: Organisation, back: str, by: Person) -> str:
    """The address at which the organisation sets its account up; the account is made where there
    is none, once."""
    account = await account_of(org)
    if account is None:
        # One key per organisation and number of accounts before: two clicks make one account.
        before = await StripeAccount.within(org).count()
        key = f"account-{org.id}-{before}-{org.slug}"
        account_id = await provider.open_account(org.name, key)
        account = await keep_account(org, account_id, by)
    return await provider.onboarding(account.account_id, back)


async def keep_account(
    org: Organisation, account_id: str, by: Person | None, *, ready: bool = False
) -> StripeAccount:
    """Record the account; what it may do is asked of Stripe."""
    async with in_transaction():
        await lock("stripe-account", org.id)
        before = await StripeAccount.within(org).get_or_none(ended_at=None)
        if before is not None:
            return before
        account = await StripeAccount.create(
            organisation=org,
            account_id=account_id,
            name=org.name,
            charges_enabled=ready,
            payouts_enabled=ready,
            opened_at=clock.now(),
            opened_by=by,
            swept_to=clock.now(),
        )
        await audit.record(
            org.id, by.id if by else None, "connected Stripe", f"stripe-account:{account.id}"
        )
        return account


async def look_at_account(account: StripeAccount) -> StripeAccount:
    """What Stripe lets the account do now."""
    now = await provider.account(account.account_id)
    async with in_transaction():
        account.charges_enabled = now.charges_enabled
        account.payouts_enabled = now.payouts_enabled
        account.name = now.name or account.name
        await account.save(update_fields=["charges_enabled", "payouts_enabled", "name"])
    return account


def fresh_key(what: str) -> str:
    """The key of a row: what it is, and a number that no other database has."""
    return f"{what}-{secrets.token_hex(12)}"

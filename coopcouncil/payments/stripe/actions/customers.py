"""Members as Stripe's customers: a row first, then the call under its key."""

from tortoise.transactions import in_transaction

from coopcouncil.kernel.db import lock
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.accounts import fresh_key
from coopcouncil.payments.stripe.models import StripeAccount, StripeCustomer


async def customer_of(org: Organisation, account: StripeAccount, member_id: int) -> str:
    """The member's customer id, made on first use."""
    async with in_transaction():
        await lock("stripe-customer", member_id)
        row, _made = await StripeCustomer.get_or_create(
            account_id=account.id,
            member_id=member_id,
            defaults={"organisation_id": org.id, "key": fresh_key("customer")},
        )
    if row.customer_id is None:
        entry = await entry_of(org, member_id)
        row.customer_id = await provider.add_customer(
            account.account_id,
            row.key,
            member_id,
            entry.name if entry else "",
            entry.email if entry else "",
        )
        await row.save(update_fields=["customer_id"])
    return row.customer_id

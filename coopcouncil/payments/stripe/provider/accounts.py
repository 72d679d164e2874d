"""The organisation's account."""

from typing import Any

from coopcouncil.payments.stripe.provider.answers import AccountNow
from coopcouncil.payments.stripe.provider.library import ask


async def open_account(name: str, key: str) -> str:
    """A new connected account; its id."""
    params: Any = {
        "country": "GB",
        "controller": {
            "losses": {"payments": "stripe"},
            "fees": {"payer": "account"},
            "stripe_dashboard": {"type": "full"},
        },
        "business_profile": {"name": name},
    }
    made = await ask(lambda client: client.v1.accounts.create(params, {"idempotency_key": key}))
    return str(made.id)


async def onboarding(account: str, back: str) -> str:
    """The address at which the organisation gives Stripe its particulars."""
    params: Any = {
        "account": account,
        "type": "account_onboarding",
        "refresh_url": back,
        "return_url": back,
    }
    return str((await ask(lambda client: client.v1.account_links.create(params))).url)


async def account(account: str) -> AccountNow:
    """The account as it is."""
    found: Any = await ask(lambda client: client.v1.accounts.retrieve(account))
    name = found.business_profile.name if found.business_profile else ""
    return AccountNow(found.id, name or "", found.charges_enabled, found.payouts_enabled)

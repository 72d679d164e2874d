"""What is known of Stripe: the account in use, who can be debited, what wants a person's eye."""

from collections.abc import Iterable

from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.kinds import STANDING, MandateKind, MandateState
from coopcouncil.payments.stripe.models import (
    StripeAccount,
    StripeEvent,
    StripeMandate,
    StripePayout,
)


async def account_of(org: Organisation) -> StripeAccount | None:
    """The organisation's account in use; none without a key on this site."""
    if not provider.is_set_up():
        return None
    return await StripeAccount.within(org).get_or_none(ended_at=None)


async def takes_cards(org: Organisation) -> StripeAccount | None:
    """The account, where it can take money today."""
    account = await account_of(org)
    return account if account and account.charges_enabled else None


async def standing(
    org: Organisation, members: Iterable[int], kind: MandateKind | None = None
) -> dict[int, StripeMandate]:
    """Each member's standing way to pay; a Direct Debit goes before a card."""
    found = StripeMandate.within(org).filter(member_id__in=list(members), state__in=list(STANDING))
    if kind is not None:
        found = found.filter(kind=kind)
    rows = await found.order_by("kind", "id")
    return {row.member_id: row for row in rows}


async def mandates_of(org: Organisation, member_id: int) -> list[StripeMandate]:
    """Every way to pay that a member ever gave, the newest first."""
    found = StripeMandate.within(org).filter(member_id=member_id)
    return await found.exclude(state=MandateState.ABANDONED).order_by("-id")


async def troubled_events(org: Organisation) -> list[StripeEvent]:
    """Webhooks that could not be acted on so far."""
    found = StripeEvent.filter(organisation_id=org.id, done_at=None, tries__gt=0)
    return await found.order_by("-id").limit(100)


async def payouts_of(org: Organisation, limit: int = 200) -> list[StripePayout]:
    """What Stripe sent to the bank, the newest first."""
    return await StripePayout.within(org).order_by("-arrives_on", "-id").limit(limit)

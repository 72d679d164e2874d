"""Building blocks for tests of shares."""

from datetime import date, timedelta
from typing import Any

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.allotting import allot, apply
from coopcouncil.shares.actions.holding import pay
from coopcouncil.shares.models import ShareHolding, ShareKind
from coopcouncil.shares.reads import HeldShares, state_of
from tests.make import make_organisation, make_rules

LONG_AGO = date(2021, 3, 1)
COMMUNITY: dict[str, Any] = {
    "withdrawable_value": 100,
    "withdrawable_minimum": 50,
    "withdrawal_notice_days": 90,
    "transferable_value": 500,
}


async def make_society(
    form: LegalForm = LegalForm.COMMUNITY_BENEFIT_SOCIETY, **rules: Any
) -> Organisation:
    """A society that issues every kind of share."""
    org = await make_organisation(legal_form=form)
    await make_rules(org, **({} if form is LegalForm.CREDIT_UNION else COMMUNITY) | rules)
    return org


async def member_of(org: Organisation, entry: RegisterEntry) -> Member:
    return await Member.one(org, id=entry.member_id)


async def make_holding(
    org: Organisation,
    entry: RegisterEntry,
    kind: ShareKind = ShareKind.WITHDRAWABLE,
    shares: int = 100,
    on: date = LONG_AGO,
    paid: bool = True,
) -> ShareHolding:
    """Shares allotted to a member, and paid for."""
    member = await member_of(org, entry)
    application = await apply(org, member, kind, shares, on, by=None)
    event = await allot(org, application, on, minute="Board 3.1", by=None)
    holding = await ShareHolding.one(org, id=event.holding_id)
    if paid and org.legal_form is not LegalForm.CREDIT_UNION:
        await pay(org, holding, Money(event.amount), on, by=None)
    return holding


async def state(holding: ShareHolding, on: date | None = None) -> HeldShares:
    found = await state_of(holding, on)
    assert found is not None
    return found


async def figures(
    org: Organisation, entry: RegisterEntry, on: date | None = None
) -> tuple[int | None, int | None]:
    """What the statutory register says of the member's shares."""
    found = await entry_of(org, entry.member_id, on or clock.today())
    assert found is not None
    return found.shares, found.amount_paid


def days_ago(days: int) -> date:
    return clock.today() - timedelta(days=days)

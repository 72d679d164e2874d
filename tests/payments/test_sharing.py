"""Shares that are allotted are owed; what is paid for them stands in the register, and goes."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import open_books
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.members.models import RegisterEntry
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions import take_back
from coopcouncil.payments.actions.hooks import SETTLED, UNSETTLED
from coopcouncil.payments.actions.sharing import shares_paid, shares_unpaid, told_of_shares
from coopcouncil.payments.kinds import ChargeKind, Method, TakenBack
from coopcouncil.payments.models import Charge
from coopcouncil.shares.actions.allotting import allot, apply
from coopcouncil.shares.actions.book import RECORDED
from coopcouncil.shares.actions.holding import cancel, pay, reverse
from coopcouncil.shares.models import ShareEvent, ShareHolding, ShareKind
from tests.make import make_member
from tests.payments.till import make_payment, on_account, owes
from tests.shares.building import days_ago, figures, make_society, member_of

pytestmark = pytest.mark.anyio


@pytest.fixture
def joined(db: None) -> None:
    """As the site has it."""
    RECORDED[:] = [told_of_shares]
    SETTLED[ChargeKind.SHARES] = [shares_paid]
    UNSETTLED[ChargeKind.SHARES] = [shares_unpaid]


async def make_allotment(
    org: Organisation, entry: RegisterEntry, shares: int = 100
) -> tuple[ShareHolding, ShareEvent]:
    member = await member_of(org, entry)
    asked = await apply(org, member, ShareKind.WITHDRAWABLE, shares, days_ago(9), by=None)
    event = await allot(org, asked, days_ago(9), minute="Board 3.1", by=None)
    return await ShareHolding.one(org, id=event.holding_id), event


async def start() -> tuple[Organisation, RegisterEntry]:
    org = await make_society()
    await open_books(org, None)
    return org, await make_member(org)


async def test_shares_are_owed_and_paid_for_with_settled_money(joined):
    org, ada = await start()
    holding, _event = await make_allotment(org, ada)
    member = await member_of(org, ada)
    assert await owes(org, member) == 10_000
    assert await figures(org, ada) == (100, 0)
    assert await on_account(org, Purpose.SHARE_CAPITAL) == -10_000

    owed = await Charge.within(org).get(source=f"shares:{holding.id}")
    payment = await make_payment(org, member, 10_000, method=Method.CHEQUE, charges=(owed,))
    assert await figures(org, ada) == (100, 10_000)

    await take_back(payment, TakenBack.CHEQUE_RETURNED, Money(10_000), clock.today(), "r")
    assert await figures(org, ada) == (100, 0)
    assert await owes(org, member) == 10_000


async def test_what_is_recorded_on_the_holding_came_to_the_bank(joined):
    org, ada = await start()
    holding, _event = await make_allotment(org, ada)
    member = await member_of(org, ada)

    event = await pay(org, holding, Money(4_000), days_ago(3), by=None)
    assert await owes(org, member) == 6_000
    assert await on_account(org, Purpose.BANK) == 4_000
    assert await figures(org, ada) == (100, 4_000)

    await reverse(org, event, reason="Another member’s", by=None)
    assert await owes(org, member) == 10_000
    assert await on_account(org, Purpose.BANK) == 0


async def test_an_allotment_taken_out_is_not_owed_and_a_forfeited_share_stays(joined):
    org, ada = await start()
    holding, event = await make_allotment(org, ada)
    member = await member_of(org, ada)
    await reverse(org, event, reason="Not minuted", by=None)
    assert await owes(org, member) == 0
    assert await on_account(org, Purpose.SHARE_CAPITAL) == 0

    holding, _event = await make_allotment(org, ada)
    await pay(org, holding, Money(4_000), days_ago(3), by=None)
    day = clock.today() - timedelta(days=1)
    await cancel(org, holding, day, minute="Board 4", reason="Left", by=None)
    assert await owes(org, member) == 0
    assert await on_account(org, Purpose.SHARE_CAPITAL) == 0
    assert await on_account(org, Purpose.RESERVES) == -4_000

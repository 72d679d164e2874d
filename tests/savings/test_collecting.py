"""Savings that payments collect: on the account once settled, off again as far as it is there."""

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.payments.actions.charging import charge
from coopcouncil.payments.actions.receiving import receive
from coopcouncil.payments.actions.undoing import take_back
from coopcouncil.payments.kinds import ChargeKind, Method, TakenBack
from coopcouncil.payouts.models import PayoutItem
from coopcouncil.savings.actions import reversing
from coopcouncil.savings.actions.moving import take_out
from coopcouncil.savings.kinds import Way
from coopcouncil.savings.reads import balance_of
from tests.savings.building import make_account, make_saver, make_union, put

pytestmark = pytest.mark.anyio


async def collected(org, member, account, pence, reference="so:1"):
    asked = await charge(
        org,
        member,
        ChargeKind.SAVING,
        Money(pence),
        clock.today(),
        "Monthly savings",
        source=f"savings-account:{account.id}:{reference}",
        by=None,
    )
    return await receive(
        org,
        member,
        Method.STANDING_ORDER,
        Money(pence),
        clock.today(),
        reference=reference,
        by=None,
        charges=[asked],
    )


async def owed(org):
    account = await account_for(org, Purpose.OWED_BY_MEMBERS)
    return (await balances(org, clock.today())).get(account.id, 0)


async def test_what_was_collected_is_on_the_account_once(db):
    org = await make_union()
    ada = await make_saver(org)
    account = await make_account(org, ada)
    first = await collected(org, ada, account, 2_500)
    assert await balance_of(account) == Money(2_500)
    assert await owed(org) == 0

    # A claim under the guarantee comes when twenty pounds have been spent.
    await take_out(org, account, Money(2_000), Way.BANK, clock.today(), None)
    reason = next(iter(TakenBack))
    await take_back(first, reason, Money(2_500), clock.today(), "claim:1")
    assert await balance_of(account) == Money(0)
    assert await owed(org) == 2_000
    assert (await check_books(org)).balanced


async def test_what_is_above_the_limit_stays_to_the_members_credit(db):
    org = await make_union()
    ada = await make_saver(org)
    account = await make_account(org, ada)
    await put(org, account, 14_990)
    await collected(org, ada, account, 2_500)
    assert await balance_of(account) == Money(1_500_000)
    assert await owed(org) == -1_500


async def test_a_withdrawal_by_bank_is_paid_out_by_a_run_and_can_be_called_back(db):
    org = await make_union()
    account = await make_account(org)
    await put(org, account, 100)
    out = await take_out(org, account, Money(4_000), Way.BANK, clock.today(), None)
    item = await PayoutItem.within(org).get()
    assert (item.amount, item.kind.value) == (4_000, "savings")
    await reversing.reverse(org, out, "Asked for 14, not 40", None)
    assert (await PayoutItem.within(org).get()).state.value == "cancelled"
    assert await balance_of(account) == Money(10_000)

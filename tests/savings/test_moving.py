"""Money in and out: each with its posting, never below nothing, never to somebody else."""

import asyncio
from datetime import timedelta

import pytest
from tortoise import connections
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import BY_HAND, post, reverse
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.ledger.rules import Line
from coopcouncil.savings.actions import reversing
from coopcouncil.savings.actions.accounts import close_account, open_account, set_apart
from coopcouncil.savings.actions.moving import pay_in, take_out
from coopcouncil.savings.actions.pledging import give_notice, pledge, release
from coopcouncil.savings.actions.setting import goes_by_its_account, keep_balances
from coopcouncil.savings.actions.tills import close_till, open_till
from coopcouncil.savings.actions.withdrawing import ask_to_take_out
from coopcouncil.savings.kinds import Excluded, Mode, Way
from coopcouncil.savings.models import SavingsMovement
from coopcouncil.savings.reads import balance_of, statement
from coopcouncil.savings.rules.refusals import (
    GoesByItsAccount,
    NotChecked,
    NotEnough,
    NoticeNeeded,
    NoticeStillRuns,
    NoTillOpen,
    NotSoMuchCash,
    NotTheWholeBook,
    Pledged,
    ReversedAlready,
    SayWhyItDiffers,
    StaysTheBook,
    StillSomethingThere,
    TooMuchSaved,
    UnderRestrictions,
)
from tests.make import make_member
from tests.savings.building import make_account, make_saver, make_union, product, put, teller

pytestmark = pytest.mark.anyio


async def in_books(org, purpose):
    account = await account_for(org, purpose)
    return (await balances(org, clock.today())).get(account.id, 0)


async def test_what_is_paid_in_stands_on_the_account_and_in_the_books(db):
    org = await make_union()
    account = await make_account(org)
    await put(org, account, 120.50)

    assert await balance_of(account) == Money(12_050)
    assert await in_books(org, Purpose.MEMBERS_SHARES) == -12_050
    assert await in_books(org, Purpose.BANK) == 12_050
    assert (await check_books(org)).balanced


async def test_the_limit_counts_joint_accounts_in_equal_parts(db):
    org = await make_union()
    ada, bob = await make_saver(org, "Ada Lovell"), await make_saver(org, "Bob Hale")
    joint = await make_account(org, ada, bob)
    own = await make_account(org, ada)
    await put(org, joint, 20_000)  # ten thousand each

    with pytest.raises(TooMuchSaved) as refused:
        await put(org, own, 5_000.01)
    assert refused.value.room == Money(500_000)
    await put(org, own, 5_000)
    with pytest.raises(TooMuchSaved):
        await put(org, joint, 0.01)


async def test_cash_needs_a_till_that_holds_it(db):
    org = await make_union()
    account, bethan = await make_account(org), await teller(org)
    with pytest.raises(NoTillOpen):
        await pay_in(org, account, Money(500), Way.CASH, clock.today(), bethan)
    till = await open_till(org, Money(10_000), bethan)
    await pay_in(org, account, Money(30_000), Way.CASH, clock.today(), bethan)
    await put(org, account, 500)
    with pytest.raises(NotSoMuchCash):
        await take_out(org, account, Money(40_001), Way.CASH, clock.today(), bethan)
    await take_out(org, account, Money(15_000), Way.CASH, clock.today(), bethan)

    # £250 should be there, and two pounds are missing.
    with pytest.raises(SayWhyItDiffers):
        await close_till(org, till, {2000: 12, 200: 4}, "", bethan)
    closed = await close_till(org, till, {2000: 12, 200: 4}, "Counted twice", bethan)
    assert (closed.counted_total, closed.expected_total) == (24_800, 25_000)
    assert await in_books(org, Purpose.CASH_DIFFERENCES) == 200
    # The float came from the safe, so the books have what came and went.
    assert await in_books(org, Purpose.CASH) == 30_000 - 15_000 - 200


async def test_what_is_pledged_stays_until_it_is_released(db):
    org = await make_union()
    account = await make_account(org)
    await put(org, account, 300)
    await pledge(org, account, Money(20_000), "loan:1", None)

    with pytest.raises(Pledged):
        await take_out(org, account, Money(15_000), Way.BANK, clock.today(), None)
    with pytest.raises(NotEnough):
        await pledge(org, account, Money(10_001), "loan:2", None)
    assert await release(org, "loan:1", None) == Money(20_000)
    await take_out(org, account, Money(15_000), Way.BANK, clock.today(), None)
    assert await in_books(org, Purpose.PAYABLE_TO_MEMBERS) == -15_000


async def test_notice_runs_before_money_leaves_and_is_used_once(db):
    org = await make_union()
    account = await make_account(org, code="XMAS")
    await put(org, account, 300)
    today = clock.today()

    with pytest.raises(NoticeNeeded):
        await take_out(org, account, Money(5_000), Way.BANK, today, None)
    await give_notice(org, account, Money(10_000), None)
    with pytest.raises(NoticeStillRuns):
        await take_out(org, account, Money(10_000), Way.BANK, today, None)
    with clock.frozen(clock.now() + timedelta(days=60)):
        await take_out(org, account, Money(10_000), Way.BANK, clock.today(), None)
        with pytest.raises(NoticeNeeded):
            await take_out(org, account, Money(10_000), Way.BANK, clock.today(), None)


async def test_a_slip_is_reversed_once_and_both_stay(db):
    org = await make_union()
    account = await make_account(org)
    await put(org, account, 100)
    slip = await pay_in(org, account, Money(9_900), Way.BANK, clock.today(), None)
    await reversing.reverse(org, slip, "Typed 99 for 9.90", None)

    assert await balance_of(account) == Money(10_000)
    assert len((await statement(account))[1]) == 3
    with pytest.raises(ReversedAlready):
        await reversing.reverse(org, slip, "Again", None)
    assert (await check_books(org)).balanced


async def test_nobody_saves_before_they_are_checked(db):
    org = await make_union()
    entry = await make_member(org, "Carys Hall")
    member = await entry.member
    with pytest.raises(NotChecked):
        await open_account(org, await product(org), [member], clock.today(), None)


async def test_an_account_is_closed_empty(db):
    org = await make_union()
    account = await make_account(org)
    await put(org, account, 10)
    with pytest.raises(StillSomethingThere):
        await close_account(org, account, None)
    await take_out(org, account, Money(1_000), Way.BANK, clock.today(), None)
    await close_account(org, account, None)


async def test_beside_a_core_system_nothing_moves(db):
    org = await make_union()
    account = await make_account(org)
    await put(org, account, 10)
    with pytest.raises(StaysTheBook):
        await keep_balances(org, Mode.BESIDE_CORE, "Curtains", None)
    other = await make_union(Mode.BESIDE_CORE)
    with pytest.raises(NotTheWholeBook):
        await make_account(other)


async def test_savings_are_not_posted_or_reversed_by_hand(db):
    assert goes_by_its_account in BY_HAND
    org = await make_union()
    account = await make_account(org)
    await put(org, account, 10)
    shares, bank = (
        await account_for(org, Purpose.MEMBERS_SHARES),
        await account_for(org, Purpose.BANK),
    )
    lines = [Line(shares.id, 500), Line(bank.id, -500)]
    with pytest.raises(GoesByItsAccount):
        await post(org, PostingKind.MANUAL, clock.today(), "By hand", lines, None)
    posting = await Posting.within(org).order_by("-id").first()
    assert posting is not None
    with pytest.raises(GoesByItsAccount):
        await reverse(org, posting, clock.today(), "By hand", None)


@pytest.mark.parametrize("ways", ["to another saver", "for another's debt", "to a child"])
async def test_the_tables_refuse_savings_that_pass_to_somebody_else(db, ways):
    org = await make_union()
    ada, bob = await make_saver(org, "Ada Lovell"), await make_saver(org, "Bob Hale")
    await put(org, await make_account(org, ada), 100)
    shares = await account_for(org, Purpose.MEMBERS_SHARES)
    other = {
        "to another saver": shares,
        "for another's debt": await account_for(org, Purpose.OWED_BY_MEMBERS),
        "to a child": await account_for(org, Purpose.DEPOSITS),
    }[ways]
    to = None if ways == "to a child" else bob.id
    lines = [Line(shares.id, 500, member=ada.id), Line(other.id, -500, member=to)]

    with pytest.raises(IntegrityError, match="from one saver to another"):
        async with in_transaction():
            await post(org, PostingKind.PAYMENT, clock.today(), "Wallet", lines, None)
            await connections.get("default").execute_script("SET CONSTRAINTS ALL IMMEDIATE")


async def test_the_tables_refuse_savings_without_an_account(db):
    org = await make_union()
    ada = await make_saver(org)
    shares, bank = (
        await account_for(org, Purpose.MEMBERS_SHARES),
        await account_for(org, Purpose.BANK),
    )
    lines = [Line(bank.id, 500), Line(shares.id, -500, member=ada.id)]
    with pytest.raises(IntegrityError, match="without an account"):
        async with in_transaction():
            await post(org, PostingKind.PAYMENT, clock.today(), "Pool", lines, None)
            await connections.get("default").execute_script("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE savings_movement SET amount = amount + 1",
        "DELETE FROM savings_movement",
        "TRUNCATE savings_movement CASCADE",
        "UPDATE savings_account SET closed_on = '2026-06-02', closed_at = now()",
        "UPDATE savings_account SET number = 7",
        'INSERT INTO savings_movement (organisation_id, account_id, kind, way, amount, "on",'
        " text, posting_id, recorded_at) SELECT organisation_id, account_id, 'withdrawal',"
        " 'bank', -100001, \"on\", '', (SELECT max(id) FROM posting), now()"
        " FROM savings_movement LIMIT 1",
        "INSERT INTO savings_pledge (organisation_id, account_id, amount, source, since,"
        " recorded_at) SELECT organisation_id, id, 100001, 'loan:9', '2026-06-01', now()"
        " FROM savings_account",
    ],
)
async def test_the_tables_keep_savings(db, sql):
    org = await make_union()
    await put(org, await make_account(org), 1_000)
    with pytest.raises(IntegrityError):
        async with in_transaction():
            await connections.get("default").execute_query(sql)


async def test_two_tellers_at_once_never_take_more_than_there_is(fresh_db):
    org = await make_union()
    account = await make_account(org)
    await put(org, account, 100)

    async def one():
        try:
            await take_out(org, account, Money(4_000), Way.BANK, clock.today(), None)
        except NotEnough:
            return 0
        return 1

    assert sum(await asyncio.gather(*(one() for _ in range(6)))) == 2
    assert await balance_of(account) == Money(2_000)
    assert await SavingsMovement.within(org).count() == 3
    assert (await check_books(org)).balanced


async def test_two_tellers_on_two_accounts_of_one_person_keep_the_limit(fresh_db):
    org = await make_union()
    ada = await make_saver(org)
    accounts = [await make_account(org, ada), await make_account(org, ada)]

    async def one(account):
        try:
            await put(org, account, 9_000)
        except TooMuchSaved:
            return 0
        return 1

    assert sum(await asyncio.gather(*(one(each) for each in accounts))) == 1


async def test_what_the_law_has_frozen_stays_where_it_is(db):
    """Asset freezing: money may come, and nothing leaves by any way."""
    org = await make_union()
    account, by = await make_account(org), await teller(org)
    first = await pay_in(org, account, Money(10_000), Way.BANK, clock.today(), None)
    await set_apart(org, account, Excluded.LEGAL, "On the list of HM Treasury", by)
    await put(org, account, 5, clock.today())
    with pytest.raises(UnderRestrictions):
        await take_out(org, account, Money(100), Way.BANK, clock.today(), None)
    with pytest.raises(UnderRestrictions):
        await ask_to_take_out(org, account, Money(100), Way.BANK, by)
    with pytest.raises(UnderRestrictions):
        await reversing.reverse(org, first, "Typed wrongly", None)
    assert await balance_of(account) == Money(10_500)

    await set_apart(org, account, Excluded.DISPUTE, "In court", by)
    await take_out(org, account, Money(100), Way.BANK, clock.today(), None)
    assert await balance_of(account) == Money(10_400)

"""Shares bought back leave through the books and a payment run, and only where there is enough."""

import pytest

from coopcouncil.checks import actions as checks
from coopcouncil.checks.models import Check, State
from coopcouncil.kernel import clock
from coopcouncil.ledger.actions import open_books, post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.payouts.kinds import ItemState
from coopcouncil.payouts.models import Payee, PayoutItem
from coopcouncil.shares.actions.holding import reverse
from coopcouncil.shares.actions.paying_out import ask_to_grant
from coopcouncil.shares.actions.withdrawing import give_notice, grant
from coopcouncil.shares.models import ShareEvent, ShareWithdrawal
from coopcouncil.shares.rules.solvency import NotEnoughMoney, NotSolvent, PaidOutAlready
from tests.banking.building import make_bank
from tests.ledger.books import move
from tests.make import make_member, make_officer
from tests.payouts.building import HERS, OWN, Place, checked_details, paid_from, sent_run
from tests.shares.building import days_ago, figures, make_holding, make_society

pytestmark = pytest.mark.anyio


async def place_with(pence: int) -> tuple[Organisation, ShareWithdrawal]:
    """A society with so much in the bank, and a notice of 300 shares that has run out."""
    org = await make_society(withdrawable_minimum=1)
    await open_books(org, None)
    entry = await make_member(org)
    # With books open what is allotted and paid for is booked: a thousand pounds of capital.
    holding = await make_holding(org, entry, shares=1_000)
    await move(org, Purpose.RUNNING_COSTS, Purpose.BANK, 100_000 - pence, days_ago(100))
    return org, await give_notice(org, holding, 300, days_ago(91), by=None)


async def balance(org: Organisation, purpose: Purpose) -> int:
    return (await balances(org, clock.today())).get((await account_for(org, purpose)).id, 0)


async def test_what_is_bought_back_is_owed_and_paid_by_a_run(db: None):
    org, notice = await place_with(50_000)
    event = await grant(org, notice, 300, clock.today(), minute="Board 4.2", by=None)
    assert await balance(org, Purpose.SHARE_CAPITAL) == -70_000
    assert await balance(org, Purpose.PAYABLE_TO_MEMBERS) == -30_000
    item = await PayoutItem.one(org, source=f"share-event:{event.id}")
    assert (item.amount, item.state) == (30_000, ItemState.OWED)
    assert (await check_books(org)).balanced


async def test_money_at_another_bank_is_at_hand_too(db: None):
    org, notice = await place_with(50_000)
    await make_bank(org)
    savings = await make_bank(org, name="Deposit account", number="50607080")
    bank = await account_for(org, Purpose.BANK)
    lines = [Line(savings.account_id, 45_000), Line(bank.id, -45_000)]
    await post(org, PostingKind.MANUAL, clock.today(), "Put by", lines, None)
    await grant(org, notice, 300, clock.today(), minute="Board 4.2", by=None)
    assert await balance(org, Purpose.PAYABLE_TO_MEMBERS) == -30_000


async def test_a_grant_in_error_owes_nothing(db: None):
    org, notice = await place_with(50_000)
    event = await grant(org, notice, 300, clock.today(), minute="Board 4.2", by=None)
    await reverse(org, event, reason="Wrong member", by=None)
    assert await balance(org, Purpose.SHARE_CAPITAL) == -100_000
    assert await balance(org, Purpose.PAYABLE_TO_MEMBERS) == 0
    assert (await PayoutItem.one(org)).state is ItemState.CANCELLED


async def test_what_is_with_the_bank_is_not_reversed_here(db: None):
    org, notice = await place_with(50_000)
    event = await grant(org, notice, 300, clock.today(), minute="Board 4.2", by=None)
    maker = await make_officer(org, Role.TREASURER)
    place = Place(org, maker, await make_officer(org, Role.SECRETARY, "Nusrat Akhtar"))
    item = await PayoutItem.one(org)
    await checked_details(place, await Payee.one(org, id=item.payee_id), HERS)
    await paid_from(place, OWN)
    await sent_run(place, item)
    with pytest.raises(PaidOutAlready):
        await reverse(org, event, reason="Wrong member", by=None)


@pytest.mark.parametrize(
    ("cash", "debts", "refusal"),
    [(29_999, 0, NotSolvent), (40_000, 10_001, NotSolvent), (30_000, 0, None)],
)
async def test_nothing_is_paid_that_the_creditors_need(
    db: None, cash: int, debts: int, refusal: type[Exception] | None
):
    org, notice = await place_with(cash)
    if debts:
        await move(org, Purpose.RUNNING_COSTS, Purpose.DEFERRED_INCOME, debts, days_ago(1))
    ask = grant(org, notice, 300, clock.today(), minute="Board 4.2", by=None)
    if refusal is None:
        await ask
        return
    with pytest.raises(refusal):
        await ask
    assert not await PayoutItem.within(org).exists()


async def test_what_is_promised_is_not_promised_twice(db: None):
    org, notice = await place_with(50_000)
    # Assets enough, but not in the bank.
    await move(org, Purpose.OWED_BY_MEMBERS, Purpose.SUBSCRIPTIONS, 90_000, days_ago(1))
    await move(org, Purpose.RUNNING_COSTS, Purpose.PAYABLE_TO_MEMBERS, 25_000, days_ago(1))
    with pytest.raises(NotEnoughMoney):
        await grant(org, notice, 300, clock.today(), minute="Board 4.2", by=None)


async def test_above_a_sum_a_second_person_checks_the_withdrawal(db: None):
    org = await make_society(withdrawable_minimum=1, check_withdrawal_from=20_000)
    entry = await make_member(org)
    holding = await make_holding(org, entry, shares=1_000)
    notice = await give_notice(org, holding, 300, days_ago(91), by=None)
    maker = await make_officer(org, Role.TREASURER)
    checker = await make_officer(org, Role.SECRETARY, "Nusrat Akhtar")

    async def ask(shares: int) -> bool:
        made = await ask_to_grant(
            org, notice, shares, clock.today(), minute="Board 4.2", reason="", by=maker
        )
        return bool(made)

    assert await ask(99)
    assert not await ask(200)
    before = await figures(org, entry)
    check = await Check.one(org, state=State.WAITING)
    await checks.approve(org, check, checker)
    after = await figures(org, entry)
    assert before[0] is not None
    assert after[0] == before[0] - 200
    assert await ShareEvent.within(org).filter(kind="withdrawn").count() == 2

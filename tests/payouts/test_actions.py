"""Owed, prepared, approved, sent, and paid by the bank's own line."""

from datetime import timedelta
from functools import partial

import pytest
from tortoise import connections
from tortoise.exceptions import IntegrityError, OperationalError

from coopcouncil.checks import actions as checks
from coopcouncil.checks.models import Check, State
from coopcouncil.checks.rules import NotForTheMaker
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import check_books
from coopcouncil.ledger.rules import NotYet
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.actions import items
from coopcouncil.payouts.actions.items import cancel, owe, paid, unpaid
from coopcouncil.payouts.actions.returning import ask_return, came_back, stayed_paid
from coopcouncil.payouts.actions.runs import (
    ask_for_approval,
    mark_sent,
    prepare,
    take_file,
)
from coopcouncil.payouts.kinds import Format, ItemState, PayoutKind
from coopcouncil.payouts.models import (
    PayoutEvent,
    PayoutItem,
)
from coopcouncil.payouts.reads import awaiting_bank
from coopcouncil.payouts.rules.runs import (
    NotApproved,
    NotOwed,
    NotWithTheBank,
    OwedOtherwise,
    PaidOtherwise,
)
from tests.payouts.building import (
    HERS,
    Place,
    agree,
    balance,
    member_payee,
    owed_to,
    pay_day,
    sent_run,
)

pytestmark = pytest.mark.anyio


async def test_it_is_paid_when_the_bank_says_so_and_not_before(place: Place):
    payee = await member_payee(place)
    item = await owed_to(place, payee)
    run = await prepare(place.org, [item.id], Format.PAIN, pay_day(), place.maker)
    with pytest.raises(NotWithTheBank):
        await paid(place.org, item, clock.today(), "line:1")
    await ask_for_approval(place.org, run, place.maker)
    with pytest.raises(NotApproved):
        await take_file(place.org, run, place.maker)
    await agree(place, f"payment-run:{run.id}")
    data = await take_file(place.org, run, place.maker)
    assert HERS.account_number.encode() in data
    assert data == await take_file(place.org, run, place.maker)
    await mark_sent(place.org, run, place.maker)
    await mark_sent(place.org, run, place.maker)
    assert await balance(place.org, Purpose.BANK) == 0
    assert await balance(place.org, Purpose.PAYABLE_TO_MEMBERS) == -12_345
    assert [one.id for one in await awaiting_bank(place.org)] == [item.id]

    for _again in range(2):
        await paid(place.org, item, clock.today(), "line:1", place.maker)
    with pytest.raises(PaidOtherwise):
        await paid(place.org, item, clock.today(), "line:2", place.maker)
    assert await balance(place.org, Purpose.BANK) == -12_345
    assert await balance(place.org, Purpose.PAYABLE_TO_MEMBERS) == 0
    assert (await check_books(place.org)).balanced
    assert [one.what.value for one in await PayoutEvent.within(place.org).order_by("id")] == [
        "owed",
        "prepared",
        "sent",
        "paid",
    ]


async def test_what_is_paid_and_comes_back_is_told_and_owed_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
):
    told: list[str] = []

    async def tell(org: Organisation, item: PayoutItem) -> None:
        told.append(f"{item.source} {item.state.value}")

    monkeypatch.setitem(items.PAID, "share-withdrawal", tell)
    monkeypatch.setitem(items.RETURNED, "share-withdrawal", tell)
    item = await owed_to(place, await member_payee(place))
    await sent_run(place, item)
    await paid(place.org, item, clock.today(), "line:1")
    # No line of the bank brings it back: two people must agree, whatever the sum.
    assert not await ask_return(place.org, item, "Account closed", clock.today(), place.maker)
    asked = await Check.one(place.org, subject=f"payout-return:{item.id}")
    with pytest.raises(NotForTheMaker):
        await checks.approve(place.org, asked, place.maker)
    assert (await PayoutItem.one(place.org, id=item.id)).state is ItemState.PAID
    assert await balance(place.org, Purpose.BANK) == -12_345
    await agree(place, f"payout-return:{item.id}")
    back = await PayoutItem.one(place.org, id=item.id)
    assert (back.state, back.returned_because) == (ItemState.OWED, "Account closed")
    assert await balance(place.org, Purpose.PAYABLE_TO_MEMBERS) == -12_345
    await sent_run(place, item)
    await paid(place.org, item, clock.today(), "line:9")
    assert await balance(place.org, Purpose.BANK) == -12_345
    assert told == ["share-withdrawal:1 paid", "share-withdrawal:1 owed", "share-withdrawal:1 paid"]


async def test_undoing_the_bank_line_is_no_way_round_the_second_person(place: Place):
    item = await owed_to(place, await member_payee(place))
    await sent_run(place, item)
    await paid(place.org, item, clock.today(), "line:1")
    await unpaid(place.org, item, clock.today(), place.maker)
    assert not await ask_return(place.org, item, "Account closed", clock.today(), place.maker)
    assert (await PayoutItem.one(place.org, id=item.id)).state is ItemState.SENT
    await agree(place, f"payout-return:{item.id}")
    assert (await PayoutItem.one(place.org, id=item.id)).state is ItemState.OWED
    assert await balance(place.org, Purpose.BANK) == 0
    # Sent anew and not paid: nothing to take back, so one person says so.
    await sent_run(place, item)
    assert await ask_return(place.org, item, "Account closed", clock.today(), place.maker)


async def test_what_was_agreed_to_must_be_the_same_payment_still(place: Place):
    item = await owed_to(place, await member_payee(place))
    await sent_run(place, item)
    await paid(place.org, item, clock.today(), "line:1")
    with pytest.raises(NotYet):
        await ask_return(place.org, item, "Recalled", clock.today() + timedelta(1), place.maker)
    await ask_return(place.org, item, "Recalled", clock.today(), place.maker)
    await unpaid(place.org, item, clock.today(), place.maker)
    await paid(place.org, item, clock.today(), "line:2")
    with pytest.raises(PaidOtherwise):
        await agree(place, f"payout-return:{item.id}")
    # The bank's own line comes in meanwhile: nothing is left to agree to.
    await came_back(place.org, item, "RETURNED", clock.today(), None)
    asked = await Check.one(place.org, subject=f"payout-return:{item.id}")
    assert asked.state is State.TAKEN_BACK
    assert await balance(place.org, Purpose.BANK) == 0
    with pytest.raises(NotWithTheBank):
        await came_back(place.org, item, "RETURNED", clock.today(), None)
    await stayed_paid(place.org, item, clock.today(), place.maker)
    again = await PayoutItem.one(place.org, id=item.id)
    assert (again.state, again.bank_reference) == (ItemState.PAID, "line:2")
    assert await balance(place.org, Purpose.BANK) == -12_345
    with pytest.raises(NotOwed):
        await stayed_paid(place.org, item, clock.today(), place.maker)


async def test_a_line_matched_in_error_is_taken_off(place: Place):
    item = await owed_to(place, await member_payee(place))
    await sent_run(place, item)
    await paid(place.org, item, clock.today(), "line:1")
    await unpaid(place.org, item, clock.today(), place.maker)
    assert await balance(place.org, Purpose.BANK) == 0
    await paid(place.org, item, clock.today(), "line:2")
    assert await balance(place.org, Purpose.BANK) == -12_345


async def test_the_same_source_is_owed_once(place: Place):
    payee = await member_payee(place)
    first = await owed_to(place, payee)
    owes = partial(owe, place.org, payee, source="share-withdrawal:1", by=None)
    again = await owes(first.sum, PayoutKind.SHARES, "Shares")
    assert again.id == first.id
    with pytest.raises(OwedOtherwise):
        await owes(Money(1), PayoutKind.SHARES, "Shares")
    await cancel(place.org, first, "The member keeps the shares", place.maker)
    with pytest.raises(NotOwed):
        await prepare(place.org, [first.id], Format.PAIN, pay_day(), place.maker)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payee_details SET sealed = '\\x00'",
        "UPDATE payee_details SET usable_from = usable_from - interval '2 days'",
        "UPDATE payee_details SET state = 'asked'",
        "UPDATE payout_item SET amount = amount * 10",
        "UPDATE payout_item SET state = 'paid', paid_on = '2026-11-18'",
        "UPDATE payment_run SET state = 'sent', sent_at = now()",
        "DELETE FROM payout_event",
        "UPDATE run_line SET amount = 1",
    ],
)
async def test_the_tables_themselves_refuse_it(place: Place, statement: str):
    item = await owed_to(place, await member_payee(place))
    await prepare(place.org, [item.id], Format.PAIN, pay_day(), place.maker)
    with pytest.raises((IntegrityError, OperationalError)):
        await connections.get("default").execute_query(statement)

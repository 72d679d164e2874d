"""Owed, prepared, approved, sent, and paid by the bank's own line."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from tortoise import connections
from tortoise.exceptions import IntegrityError, OperationalError

from coopcouncil.checks import actions as checks
from coopcouncil.checks.models import Check, State
from coopcouncil.checks.rules import NotForTheMaker, NotForWhomItConcerns
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.workdays import NotAWorkingDay
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.ledger.rules import NotYet
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.payouts.actions import items
from coopcouncil.payouts.actions.items import cancel, owe, paid, unpaid
from coopcouncil.payouts.actions.payees import give_details
from coopcouncil.payouts.actions.returning import ask_return, came_back, stayed_paid
from coopcouncil.payouts.actions.runs import (
    add,
    ask_for_approval,
    drop_run,
    mark_sent,
    prepare,
    run_paid,
    take_file,
    take_out,
)
from coopcouncil.payouts.kinds import Format, ItemState, PayoutKind, RunState
from coopcouncil.payouts.models import (
    PayeeDetails,
    PaymentRun,
    PayoutEvent,
    PayoutItem,
    RunLine,
)
from coopcouncil.payouts.reads import awaiting_bank
from coopcouncil.payouts.rules.details import (
    ChangeWaits,
    NotConfirmed,
)
from coopcouncil.payouts.rules.runs import (
    NotApproved,
    NothingInIt,
    NotOwed,
    NotWithTheBank,
    OwedOtherwise,
    PaidOtherwise,
    RunChanged,
    RunIsSent,
    TooEarly,
)
from tests.make import make_officer
from tests.payouts.building import (
    HERS,
    NOW,
    OTHER,
    Place,
    address_of,
    agree,
    approved_run,
    make_place,
    member_payee,
    owed_to,
    pay_day,
    sent_run,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def place(db: None):
    with clock.frozen(NOW):
        yield await make_place()


async def balance(org: Organisation, purpose: Purpose) -> int:
    return (await balances(org, clock.today())).get((await account_for(org, purpose)).id, 0)


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


async def test_who_prepares_does_not_approve_nor_whoever_is_paid(place: Place):
    item = await owed_to(place, await member_payee(place))
    run = await prepare(place.org, [item.id], Format.PAIN, pay_day(), place.maker)
    await ask_for_approval(place.org, run, place.maker)
    check = await Check.one(place.org, subject=f"payment-run:{run.id}")
    with pytest.raises(NotForTheMaker):
        await checks.approve(place.org, check, place.maker)
    assert check.facts["hash"] == (await PaymentRun.one(place.org, id=run.id)).file_hash


async def test_a_treasurer_who_is_paid_is_never_alone(db: None):
    with clock.frozen(NOW):
        place = await make_place(check_payment_run_from=1_000_000)
        address = await address_of(place.maker)
        payee = await member_payee(place, "Derek Oldroyd", email=address)
        other = await member_payee(place, "Ada Lovell", bank=OTHER)
        for item, waits in (
            (await owed_to(place, other, source="by-hand:1"), False),
            (await owed_to(place, payee, source="by-hand:2"), True),
        ):
            run = await prepare(place.org, [item.id], Format.PAIN, pay_day(), place.maker)
            run = await ask_for_approval(place.org, run, place.maker)
            assert (run.state is RunState.ASKED) is waits


@pytest.mark.parametrize("when", ["asked", "approved"])
async def test_a_run_that_changes_is_approved_anew(place: Place, when: str):
    payee = await member_payee(place)
    one = await owed_to(place, payee, source="by-hand:1")
    two = await owed_to(place, payee, 500, source="by-hand:2")
    run = await prepare(place.org, [one.id], Format.CSV, pay_day(), place.maker)
    await ask_for_approval(place.org, run, place.maker)
    before = await Check.one(place.org, subject=f"payment-run:{run.id}")
    if when == "approved":
        await agree(place, f"payment-run:{run.id}")
    await add(place.org, run, [two.id], place.maker)
    changed = await PaymentRun.one(place.org, id=run.id)
    assert (changed.state, changed.file_hash, changed.approved_at) == (RunState.DRAFT, "", None)
    for deed in (take_file, mark_sent):
        with pytest.raises(NotApproved):
            await deed(place.org, run, place.maker)
    assert not await Check.within(place.org).filter(state=State.WAITING).exists()
    asked = await ask_for_approval(place.org, run, place.maker)
    assert asked.file_hash != before.facts["hash"]
    assert (asked.payments, asked.total) == (2, 12_845)
    await take_out(place.org, run, one.id, place.maker)
    await drop_run(place.org, run, place.maker)
    states = {await_.state for await_ in await PayoutItem.within(place.org)}
    assert states == {ItemState.OWED}
    assert not await RunLine.within(place.org).filter(is_live=True).exists()


async def test_a_refused_run_is_a_draft_again(place: Place):
    item = await owed_to(place, await member_payee(place))
    run = await prepare(place.org, [item.id], Format.PAIN, pay_day(), place.maker)
    await ask_for_approval(place.org, run, place.maker)
    check = await Check.one(place.org, subject=f"payment-run:{run.id}")
    await checks.refuse(place.org, check, "Ada is owed less", place.checker)
    assert (await PaymentRun.one(place.org, id=run.id)).state is RunState.DRAFT


async def test_details_that_change_after_the_preparing_stop_the_run(place: Place):
    payee = await member_payee(place)
    item = await owed_to(place, payee)
    run = await approved_run(place, item)
    await give_details(place.org, payee, OTHER, "By e-mail", place.maker)
    with pytest.raises(ChangeWaits):
        await mark_sent(place.org, run, place.maker)
    await agree(
        place, f"payee-details:{(await PayeeDetails.within(place.org).order_by('-id'))[0].id}"
    )
    with pytest.raises(NotConfirmed):
        await mark_sent(place.org, run, place.maker)


async def test_a_run_with_the_bank_stays(place: Place):
    item = await owed_to(place, await member_payee(place))
    run = await sent_run(place, item)
    for deed in (drop_run(place.org, run, place.maker), add(place.org, run, [], place.maker)):
        with pytest.raises(RunIsSent):
            await deed


async def test_one_line_pays_a_whole_run(place: Place):
    payee = await member_payee(place)
    both = [await owed_to(place, payee, n, source=f"by-hand:{n}") for n in (100, 250)]
    run = await sent_run(place, *both, format=Format.BACS)
    assert await ask_return(place.org, both[0], "No such account", clock.today(), place.maker)
    assert await run_paid(place.org, run, clock.today(), "line:1", None) == 1
    assert await balance(place.org, Purpose.BANK) == -250


async def test_days_on_which_banks_do_not_work(place: Place):
    item = await owed_to(place, await member_payee(place))
    saturday = clock.today() + timedelta(days=3)
    with pytest.raises(NotAWorkingDay):
        await prepare(place.org, [item.id], Format.CSV, saturday, place.maker)
    with pytest.raises(TooEarly):
        await prepare(place.org, [item.id], Format.BACS, pay_day(1), place.maker)
    with pytest.raises(TooEarly):
        await prepare(place.org, [item.id], Format.PAIN, clock.today() - timedelta(1), None)
    with pytest.raises(NothingInIt):
        await prepare(place.org, [], Format.PAIN, pay_day(), place.maker)


async def test_a_file_is_not_taken_when_it_would_come_too_late(place: Place):
    item = await owed_to(place, await member_payee(place))
    run = await approved_run(place, item, format=Format.BACS)
    with clock.frozen(NOW + timedelta(days=1)):
        assert await take_file(place.org, run, place.maker)
    with clock.frozen(NOW + timedelta(days=2)), pytest.raises(TooEarly):
        await take_file(place.org, run, place.maker)


async def test_nobody_approves_a_run_that_pays_them(place: Place):
    address = await address_of(place.checker)
    own = await owed_to(place, await member_payee(place, "Ada Lovell"))
    chair = await make_officer(place.org, Role.CHAIR)
    hers = await member_payee(place, "Nusrat Akhtar", email=address, bank=None)
    details = await give_details(place.org, hers, OTHER, "On the own page", place.maker)
    check = await Check.one(place.org, subject=f"payee-details:{details.id}")
    await checks.approve(place.org, check, chair)
    item = await owed_to(place, hers, 5_000, source="refund:8")
    run = await prepare(place.org, [own.id, item.id], Format.PAIN, pay_day(), place.maker)
    await ask_for_approval(place.org, run, place.maker)
    check = await Check.one(place.org, subject=f"payment-run:{run.id}")
    with pytest.raises(NotForWhomItConcerns):
        await checks.approve(place.org, check, place.checker)
    await checks.approve(place.org, check, chair)


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


async def test_two_who_prepare_at_once_pay_once(fresh_db: str):
    place = await make_place()
    item = await owed_to(place, await member_payee(place))
    answers = await asyncio.gather(
        *(prepare(place.org, [item.id], Format.PAIN, pay_day(), place.maker) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, PaymentRun) for one in answers) == 1
    assert sum(isinstance(one, NotOwed) for one in answers) == 2
    run = next(one for one in answers if isinstance(one, PaymentRun))
    await ask_for_approval(place.org, run, place.maker)
    await agree(place, f"payment-run:{run.id}")
    await asyncio.gather(*(mark_sent(place.org, run, place.maker) for _ in range(3)))
    await asyncio.gather(*(paid(place.org, item, clock.today(), "line:1") for _ in range(3)))
    assert await balance(place.org, Purpose.BANK) == -12_345
    assert await PaymentRun.within(place.org).count() == 1


async def test_a_run_put_before_somebody_is_the_one_that_is_approved(place: Place):
    item = await owed_to(place, await member_payee(place))
    run = await prepare(place.org, [item.id], Format.PAIN, pay_day(), place.maker)
    await ask_for_approval(place.org, run, place.maker)
    check = await Check.one(place.org, subject=f"payment-run:{run.id}")
    await connections.get("default").execute_query(
        "UPDATE payment_run SET pay_on = pay_on + 1 WHERE id = $1", [run.id]
    )
    with pytest.raises(RunChanged):
        await checks.approve(place.org, check, place.checker)

"""A payment run: prepared by one, approved by another as it stands, sent in time."""

import asyncio
from datetime import timedelta

import pytest
from tortoise import connections

from coopcouncil.checks import actions as checks
from coopcouncil.checks.models import Check, State
from coopcouncil.checks.rules import NotForTheMaker, NotForWhomItConcerns
from coopcouncil.kernel import clock
from coopcouncil.kernel.workdays import NotAWorkingDay
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.organisations.models import Role
from coopcouncil.payouts.actions.items import paid
from coopcouncil.payouts.actions.payees import give_details
from coopcouncil.payouts.actions.runs import (
    add,
    ask_for_approval,
    drop_run,
    mark_sent,
    prepare,
    take_file,
    take_out,
)
from coopcouncil.payouts.kinds import Format, ItemState, RunState
from coopcouncil.payouts.models import (
    PayeeDetails,
    PaymentRun,
    PayoutItem,
    RunLine,
)
from coopcouncil.payouts.rules.details import (
    ChangeWaits,
    NotConfirmed,
)
from coopcouncil.payouts.rules.runs import (
    NotApproved,
    NothingInIt,
    NotOwed,
    RunChanged,
    RunIsSent,
    TooEarly,
)
from tests.make import make_officer
from tests.payouts.building import (
    NOW,
    OTHER,
    Place,
    address_of,
    agree,
    approved_run,
    balance,
    make_place,
    member_payee,
    owed_to,
    pay_day,
    sent_run,
)

pytestmark = pytest.mark.anyio


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

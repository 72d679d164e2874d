"""Charges: owed and earned once, cancelled, written off, paid for a year at once."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.payments.actions import (
    Draft,
    cancel_charge,
    raise_charges,
    reduce_charge,
)
from coopcouncil.payments.kinds import (
    ChargeKind,
    Relief,
)
from coopcouncil.payments.models import Charge
from coopcouncil.payments.rules.refusals import (
    ChargedAlready,
    NothingToTakeOff,
    NotOpen,
)
from tests.payments.till import (
    DUE,
    again,
    make_charge,
    make_payer,
    make_payment,
    make_till,
    on_account,
    owes,
)

pytestmark = pytest.mark.anyio


async def test_a_charge_is_owed_and_earned_and_charged_once(db):
    org = await make_till()
    member = await make_payer(org)

    first = await make_charge(org, member, 500, source="plan:1:2026-06")
    second = await make_charge(org, member, 500, source="plan:1:2026-06")

    assert first.id == second.id
    assert await owes(org, member) == 500
    assert await on_account(org, Purpose.SUBSCRIPTIONS) == -500
    with pytest.raises(ChargedAlready):
        await make_charge(org, member, 600, source="plan:1:2026-06")


async def test_a_cancelled_charge_frees_its_money_for_others(db):
    org = await make_till()
    member = await make_payer(org)
    wrong, right = await make_charge(org, member), await make_charge(org, member)
    await make_payment(org, member, charges=(wrong,))

    for _click in range(2):
        await cancel_charge(org, wrong, "Charged in error", by=None)

    assert (await again(wrong)).paid == 0
    assert not wrong.owed
    assert (await again(right)).is_settled
    assert await owes(org, member) == 0
    assert await on_account(org, Purpose.SUBSCRIPTIONS) == -500


async def test_a_debt_written_off_is_a_cost_and_no_more_than_is_owed(db):
    org = await make_till()
    member = await make_payer(org)
    owed = await make_charge(org, member)
    with pytest.raises(NothingToTakeOff):
        await reduce_charge(org, owed, Money(501), "Gone away", by=None, kind=Relief.WRITTEN_OFF)

    done = await reduce_charge(org, owed, Money(500), "Gone away", by=None, kind=Relief.WRITTEN_OFF)

    assert (done.owed, done.is_settled) == (Money(0), False)
    assert await on_account(org, Purpose.BAD_DEBTS) == 500
    with pytest.raises(NotOpen):
        await reduce_charge(org, owed, Money(1), "Again", by=None)


async def test_a_year_paid_at_once_is_received_for_later(db):
    org = await make_till()
    member = await make_payer(org)
    this_month = clock.today().replace(day=1)
    year = (this_month, this_month + timedelta(364))

    owed = await make_charge(org, member, 2_400, period=year)

    assert owed.deferred == 2_400
    assert await on_account(org, Purpose.DEFERRED_INCOME) == -2_400
    await cancel_charge(org, owed, "Left", by=None)
    assert await on_account(org, Purpose.DEFERRED_INCOME) == 0
    assert await owes(org, member) == 0


async def test_many_are_charged_under_one_posting_and_nobody_twice(db):
    org = await make_till()
    payers = [await make_payer(org, f"Payer {name}") for name in ("One", "Two", "Three")]
    drafts = [
        Draft(one.id, ChargeKind.RENT, Money(100), DUE, "Rent", source=f"rent:{one.id}")
        for one in payers
    ]
    await raise_charges(org, drafts[:2], by=None)
    made = await raise_charges(org, drafts, by=None)

    assert [one.member_id for one in made] == [one.id for one in payers]
    assert await Charge.within(org).count() == 3
    assert await Posting.within(org).count() == 2
    assert await on_account(org, Purpose.RENTS) == -300

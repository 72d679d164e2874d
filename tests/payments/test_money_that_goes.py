"""Money that had come and goes again: what the rows and the books say then."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import close_books
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.payments.actions import (
    restore,
    settle,
    take_back,
)
from coopcouncil.payments.actions.hooks import ALLOCATED, SETTLED, UNSETTLED
from coopcouncil.payments.kinds import (
    ChargeKind,
    Method,
    TakenBack,
)
from coopcouncil.payments.models import Charge
from coopcouncil.payments.rules.refusals import (
    MoreThanLeft,
    NotSettled,
    TooEarlyToTakeBack,
)
from tests.payments.till import (
    again,
    make_charge,
    make_intent,
    make_payer,
    make_payment,
    make_till,
    on_account,
    owes,
)

pytestmark = pytest.mark.anyio


async def test_money_that_goes_again_is_owed_again(db):
    org = await make_till()
    member = await make_payer(org)
    owed = await make_charge(org, member)
    payment = await settle(await make_intent(org, member, owed), clock.today())

    for _news in range(2):
        await take_back(
            payment, TakenBack.INDEMNITY_CLAIM, Money(500), clock.today(), "claim:1", fee=Money(15)
        )

    assert (await again(owed)).owed == Money(500)
    assert await owes(org, member) == 500
    assert await on_account(org, Purpose.STRIPE_CLEARING) == -15
    with pytest.raises(MoreThanLeft):
        await take_back(payment, TakenBack.DISPUTE, Money(1), clock.today(), "claim:2")

    for _news in range(2):
        await restore(payment, Money(500), clock.today(), "won:1", fee=Money(15))
    assert (await again(owed)).is_settled
    assert await on_account(org, Purpose.STRIPE_CLEARING) == 500
    assert await on_account(org, Purpose.PAYMENT_FEES) == 0


async def test_what_has_not_come_is_not_taken_back_nor_before_it_came(db):
    org = await make_till()
    member = await make_payer(org)
    intent = await make_intent(org, member)
    with pytest.raises(NotSettled):
        await take_back(intent, TakenBack.DISPUTE, Money(500), clock.today(), "x")
    cheque = await make_payment(org, member, method=Method.CHEQUE)
    with pytest.raises(TooEarlyToTakeBack):
        await take_back(
            cheque, TakenBack.CHEQUE_RETURNED, Money(500), clock.today() - timedelta(1), "y"
        )


async def test_a_debit_reclaimed_after_the_year_is_closed_is_booked_on_the_first_open_day(db):
    org = await make_till()
    member = await make_payer(org)
    came = clock.today() - timedelta(400)
    owed = await make_charge(org, member, on=came)
    payment = await make_payment(org, member, method=Method.BACS_DEBIT, on=came)
    await close_books(org, clock.today() - timedelta(10), "", None)

    taken = await take_back(
        payment, TakenBack.INDEMNITY_CLAIM, Money(500), clock.today() - timedelta(20), "claim"
    )

    posting = await Posting.one(org, id=taken.posting_id)
    assert posting.posted_on == clock.today() - timedelta(9)
    assert posting.settled_on == clock.today() - timedelta(20)
    assert (await again(owed)).owed == Money(500)


async def test_others_are_told_when_money_settles_and_when_it_goes(db):
    org = await make_till()
    member = await make_payer(org)
    heard: list[str] = []

    async def settled(_org: object, owed: Charge, *_rest: object) -> None:
        heard.append(f"settled {owed.paid}")

    async def unsettled(_org: object, owed: Charge, *_rest: object) -> None:
        heard.append(f"unsettled {owed.paid}")

    async def part(_org: object, _charge: object, _paid: object, sum_: Money, *_r: object) -> None:
        heard.append(f"part {sum_.pence}")

    kind = ChargeKind.LOAN
    before = (SETTLED[kind], UNSETTLED[kind], ALLOCATED[kind])
    SETTLED[kind], UNSETTLED[kind], ALLOCATED[kind] = [settled], [unsettled], [part]
    try:
        loan = await make_charge(org, member, kind=kind)
        assert await owes(org, member) == 0
        await make_payment(org, member, 200, charges=(loan,))
        last = await make_payment(org, member, 300, charges=(loan,))
        await take_back(last, TakenBack.MISTAKE, Money(300), clock.today(), "m")
    finally:
        SETTLED[kind], UNSETTLED[kind], ALLOCATED[kind] = before
    assert heard == ["part 200", "part 300", "settled 500", "part -300", "unsettled 200"]

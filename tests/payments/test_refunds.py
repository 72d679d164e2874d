"""Money given back: once, by one way or another, and never what is capital."""

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.payments.actions import (
    agree_refund,
    ask_refund,
    refund_failed,
    refund_paid,
    refuse_refund,
    send_otherwise,
    settle,
)
from coopcouncil.payments.actions.hooks import PROVIDERS
from coopcouncil.payments.kinds import (
    ChargeKind,
    Method,
    RefundState,
    RefundWay,
)
from coopcouncil.payments.models import Payment, Refund
from coopcouncil.payments.rules.refusals import (
    MoreThanLeft,
    NotRefundedHere,
    RefundedMeanwhile,
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


async def test_a_refund_goes_back_once_and_nothing_is_owed_for_it(db):
    org = await make_till()
    member = await make_payer(org)
    owed = await make_charge(org, member)
    payment = await make_payment(org, member, 600)

    tabs = [
        await ask_refund(org, payment, Money(300), "Paid by mistake", after=0, by=None)
        for _tab in range(2)
    ]
    assert len({one.id for one in tabs}) == 1
    with pytest.raises(RefundedMeanwhile):
        await ask_refund(org, payment, Money(200), "Another", after=0, by=None)
    with pytest.raises(MoreThanLeft):
        await ask_refund(org, payment, Money(301), "More", after=1, by=None)
    for _click in range(2):
        done = await agree_refund(org, tabs[0], by=None)

    # A hundred was credit; two hundred of the subscription are given back with it.
    assert (done.state, done.way) == (RefundState.PAID, RefundWay.CASH)
    assert (await again(owed)).paid == 300
    assert not owed.owed
    assert await on_account(org, Purpose.CASH) == 300
    assert await on_account(org, Purpose.SUBSCRIPTIONS) == -300
    assert await on_account(org, Purpose.PAYABLE_TO_MEMBERS) == 0
    assert await owes(org, member) == 0


async def test_a_refused_refund_leaves_everything(db):
    org = await make_till()
    payment = await make_payment(org, await make_payer(org))
    refund = await ask_refund(org, payment, Money(500), "Please", after=0, by=None)
    await refuse_refund(org, refund, by=None)
    await ask_refund(org, payment, Money(500), "Please again", after=1, by=None)
    assert await on_account(org, Purpose.CASH) == 500


async def test_a_refund_the_way_it_came_can_fail_and_leave_another_way(db):
    org = await make_till()
    member = await make_payer(org)
    asked: list[int] = []

    async def provider(_org: object, refund: Refund, _payment: Payment) -> bool:
        asked.append(refund.id)
        return True

    payment = await settle(await make_intent(org, member, method=Method.CARD), clock.today())
    PROVIDERS[Method.CARD] = provider
    try:
        refund = await ask_refund(org, payment, Money(500), "Moved away", after=0, by=None)
        refund = await agree_refund(org, refund, by=None)
    finally:
        del PROVIDERS[Method.CARD]
    assert (asked, refund.state) == ([refund.id], RefundState.AGREED)
    assert await on_account(org, Purpose.PAYABLE_TO_MEMBERS) == -500

    for _news in range(2):
        await refund_paid(org, refund, clock.today())
    assert await on_account(org, Purpose.STRIPE_CLEARING) == 0
    await refund_failed(org, refund, clock.today())
    assert await on_account(org, Purpose.STRIPE_CLEARING) == 500
    refund = await send_otherwise(org, refund, RefundWay.CASH, by=None)
    assert refund.state is RefundState.PAID
    assert await on_account(org, Purpose.PAYABLE_TO_MEMBERS) == 0
    assert await on_account(org, Purpose.CASH) == -500


async def test_share_money_is_capital_and_not_refunded(db):
    org = await make_till()
    member = await make_payer(org)
    shares = await make_charge(org, member, 5_000, kind=ChargeKind.SHARES)
    await make_payment(org, member, 100)
    assert not (await again(shares)).paid
    payment = await make_payment(org, member, 5_000, charges=(shares,))
    assert (await again(shares)).is_settled
    assert await on_account(org, Purpose.SHARE_CAPITAL) == -5_000
    with pytest.raises(NotRefundedHere):
        await ask_refund(org, payment, Money(100), "No", after=0, by=None)

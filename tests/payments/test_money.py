"""Money that comes, and whom it concerns: what the rows and the books say."""

import asyncio
from datetime import timedelta

import pytest
from tortoise import connections
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for
from coopcouncil.members.models import Member
from coopcouncil.payments.actions import (
    agree_refund,
    ask_refund,
    begin,
    fail,
    fee,
    processing,
    receive,
    settle,
)
from coopcouncil.payments.kinds import (
    FailureReason,
    Method,
    PaymentState,
)
from coopcouncil.payments.models import Allocation, Charge, Payment
from coopcouncil.payments.rules.refusals import (
    AlreadyOnItsWay,
    MoreThanOwed,
    NoBooks,
    NotAnAmount,
    NotOpen,
    OfAnother,
    OwnPayment,
    TakenAlready,
)
from tests.make import make_member, make_organisation, make_person
from tests.payments.till import (
    DUE,
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


async def test_money_pays_the_oldest_and_the_rest_is_credit_for_the_next(db):
    org = await make_till()
    member = await make_payer(org)
    late = await make_charge(org, member, 300, DUE + timedelta(30))
    old = await make_charge(org, member, 500)

    paid = await make_payment(org, member, 900, method=Method.CHEQUE)

    assert (await again(old)).is_settled
    assert (await again(late)).is_settled
    assert (await Payment.one(org, id=paid.id)).credit == Money(100)
    assert await owes(org, member) == -100
    assert await on_account(org, Purpose.BANK) == 900
    following = await make_charge(org, member, 500, DUE + timedelta(60))
    assert following.owed == Money(400)


async def test_money_for_named_charges_pays_those(db):
    org = await make_till()
    member = await make_payer(org)
    old, new = await make_charge(org, member, 500), await make_charge(org, member, 300)

    await make_payment(org, member, 300, charges=(new,))

    assert not (await again(old)).paid
    assert (await again(new)).is_settled


async def test_the_same_outside_event_is_received_once(db):
    org = await make_till()
    member, other = await make_payer(org), await make_payer(org, "Bob Hale")
    first = await make_payment(org, member, 500, reference="bank-line:7")

    assert (await make_payment(org, member, 500, reference="bank-line:7")).id == first.id
    with pytest.raises(TakenAlready):
        await make_payment(org, other, 500, reference="bank-line:7")
    assert await owes(org, member) == -500


async def test_one_members_money_never_pays_for_another(db):
    org = await make_till()
    ada, bob = await make_payer(org), await make_payer(org, "Bob Hale")
    owed = await make_charge(org, bob)

    with pytest.raises(OfAnother):
        await make_payment(org, ada, charges=(owed,))
    paid = await make_payment(org, ada)
    with pytest.raises(IntegrityError, match="cannot pay what another owes"):
        await Allocation.create(
            organisation=org,
            payment=paid,
            charge=owed,
            amount=500,
            allocated_on=DUE,
            recorded_at=clock.now(),
        )


async def test_a_stranger_and_a_place_without_books_are_refused(db):
    org, other = await make_till(), await make_till()
    stranger = await make_payer(other)
    with pytest.raises(NotHere):
        await make_charge(org, stranger)
    with pytest.raises(NotHere):
        await make_payment(org, stranger)
    bare = await make_organisation()
    with pytest.raises(NoBooks):
        await make_charge(bare, await make_payer(bare))


@pytest.mark.parametrize("pence", [0, -500, 9_999_999_999])
async def test_amounts_that_nobody_pays_are_refused(db, pence):
    org = await make_till()
    member = await make_payer(org)
    with pytest.raises(NotAnAmount):
        await make_charge(org, member, pence)
    with pytest.raises(NotAnAmount):
        await make_payment(org, member, pence)
    with pytest.raises(NotAnAmount):
        await make_intent(org, member, pence=pence)


async def test_an_intent_books_nothing_until_it_settles_and_settles_once(db):
    org = await make_till()
    member = await make_payer(org)
    owed = await make_charge(org, member)

    payment = await make_intent(org, member, owed)
    await processing(payment)
    assert await Posting.within(org).count() == 1
    with pytest.raises(AlreadyOnItsWay):
        await make_intent(org, member, owed)

    for _news in range(2):
        settled = await settle(payment, clock.today(), Money(20))
    late_news = await processing(payment)
    no_news = await fail(payment, FailureReason.OTHER, clock.today())

    assert {one.state for one in (settled, late_news, no_news)} == {PaymentState.SETTLED}
    assert (await again(owed)).is_settled
    assert await on_account(org, Purpose.STRIPE_CLEARING) == 480
    assert await on_account(org, Purpose.PAYMENT_FEES) == 20
    await fee(org, settled, Money(5), clock.today(), reference="fee:1")
    await fee(org, settled, Money(5), clock.today(), reference="fee:1")
    assert await on_account(org, Purpose.PAYMENT_FEES) == 25
    with pytest.raises(NotOpen):
        await make_intent(org, member, owed)


async def test_a_failed_payment_frees_the_way_and_can_still_arrive(db):
    org = await make_till()
    member = await make_payer(org)
    owed = await make_charge(org, member)
    first = await make_intent(org, member, owed)

    failed = await fail(first, FailureReason.INSUFFICIENT_FUNDS, clock.today())
    assert failed.failure is FailureReason.INSUFFICIENT_FUNDS
    second = await make_intent(org, member, owed)
    await settle(second, clock.today())
    arrived = await settle(first, clock.today())

    assert (arrived.state, arrived.failure) == (PaymentState.SETTLED, None)
    # Both came: the second to arrive pays nothing twice, and is the member's credit.
    assert (await again(owed)).paid == 500
    assert arrived.credit == Money(500)
    assert await owes(org, member) == -500


async def test_an_intent_takes_no_more_than_its_charges(db):
    org = await make_till()
    member = await make_payer(org)
    owed = await make_charge(org, member, 500)
    with pytest.raises(MoreThanOwed):
        await make_intent(org, member, owed, pence=600)


async def test_the_tables_keep_what_happened(db):
    org = await make_till()
    member = await make_payer(org)
    owed = await make_charge(org, member)
    payment = await make_payment(org, member)
    connection = connections.get("default")
    for wrong in (
        f"UPDATE charge SET amount = 1 WHERE id = {owed.id}",
        f"DELETE FROM charge WHERE id = {owed.id}",
        f"UPDATE payment SET state = 'failed' WHERE id = {payment.id}",
        f"UPDATE payment SET amount = 1 WHERE id = {payment.id}",
        "UPDATE allocation SET amount = 1",
        "DELETE FROM allocation",
    ):
        with pytest.raises(IntegrityError):
            async with in_transaction():
                await connections.get("default").execute_query(wrong)
    with pytest.raises(IntegrityError, match="does not add up"):
        async with in_transaction():
            connection = connections.get("default")
            await connection.execute_query(f"UPDATE charge SET paid = 1 WHERE id = {owed.id}")
            await connection.execute_query("SET CONSTRAINTS ALL IMMEDIATE")


async def test_two_tellers_and_two_tabs_do_one_thing(fresh_db):
    org = await make_till()
    member = await make_payer(org)
    owed = await make_charge(org, member)

    both = await asyncio.gather(
        *(make_payment(org, member, reference="cheque:100042") for _teller in range(2))
    )
    assert len({one.id for one in both}) == 1
    tellers = await asyncio.gather(
        *(make_payment(org, member, 300, charges=(owed,)) for _teller in range(2))
    )
    assert sum(one.amount for one in tellers) == 600
    assert (await again(owed)).paid == 500
    [payment] = {one.id for one in both}
    first = await Payment.one(org, id=payment)
    tabs = await asyncio.gather(
        *(ask_refund(org, first, Money(500), "Twice", after=0, by=None) for _tab in range(2))
    )
    agreed = await asyncio.gather(*(agree_refund(org, one, by=None) for one in tabs))
    assert len({one.id for one in (*tabs, *agreed)}) == 1
    intents = await asyncio.gather(
        *(
            begin(org, member, Method.CARD, Money(100), charges=(), by=None, reference="try:1")
            for _click in range(3)
        )
    )
    assert len({one.id for one in intents}) == 1
    await asyncio.gather(*(settle(intents[0], clock.today()) for _hook in range(3)))
    assert await owes(org, member) == 500 - 500 - 600 - 100 + 500 - 500
    assert await on_account(org, Purpose.STRIPE_CLEARING) == 100


async def test_nobody_is_their_own_cashier(db: None):
    org = await make_till()
    entry = await make_member(org, "Derek Oldroyd", email="derek@home.example")
    member = await Member.one(org, id=entry.member_id)
    own = await make_person("Derek Oldroyd", "derek@home.example")
    other = await make_person("Nusrat Akhtar")
    owed = await make_charge(org, member, 500)
    for method in (Method.CASH, Method.CHEQUE, Method.TRANSFER):
        with pytest.raises(OwnPayment):
            await receive(
                org, member, method, Money(500), DUE, reference=None, by=own, charges=[owed]
            )
    # A line of the bank stands behind it; and another officer's word.
    bank = (await account_for(org, Purpose.BANK)).id
    line = await receive(
        org, member, Method.TRANSFER, Money(200), DUE, reference="line:1", by=own, into=bank
    )
    assert line.sum == Money(200)
    await receive(org, member, Method.CASH, Money(300), DUE, reference=None, by=other)
    assert not (await Charge.one(org, id=owed.id)).owed

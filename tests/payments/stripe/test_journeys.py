"""Members pay by card and Direct Debit, from the page to the bank; and back again."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.payments.actions.refunding import agree_refund, ask_refund
from coopcouncil.payments.kinds import FailureReason, PaymentState, RefundState, TakenBack
from coopcouncil.payments.models import Charge, Payment, PaymentTakenBack, Refund
from coopcouncil.payments.stripe.actions.asking import collect
from coopcouncil.payments.stripe.actions.collecting import call_off, plan_collections
from coopcouncil.payments.stripe.actions.events import sweep
from coopcouncil.payments.stripe.kinds import MandateEnd, MandateState, Step
from coopcouncil.payments.stripe.models import (
    StripeDispute,
    StripeEvent,
    StripeMandate,
    StripePayment,
    StripePayout,
)
from tests.payments.stripe.place import MONDAY, Place, fill_in

pytestmark = pytest.mark.anyio


async def pay_by_card(place: Place, number: str = "4242424242424242", **more: str) -> str:
    """From the page of what is owed to Stripe's page, and what that says."""
    page = await place.member_pages.get(place.path("pay"))
    sent = await page.submit(**more)
    assert sent.status == 303, sent.text
    going = await sent.follow()
    there = going.links["Go on to Stripe’s page"]
    return fill_in(there, kind="card", number=number)


async def fresh(charge: Charge) -> Charge:
    return await Charge.everywhere().get(id=charge.id)


async def the_payment(place: Place) -> Payment:
    found = await Payment.within(place.org).order_by("-id").first()
    assert found is not None
    return found


async def test_a_card_pays_what_is_owed_and_the_page_one_comes_back_to_proves_nothing(place: Place):
    charge = await place.owes(2500)
    back = await pay_by_card(place)

    page = await place.member_pages.get(back.removeprefix("http://localhost:8000"))
    assert "Stripe has not told us yet" in page.text
    assert (await fresh(charge)).owed == Money(2500)

    await place.deliver()
    assert not (await fresh(charge)).owed
    page = await place.member_pages.get(back.removeprefix("http://localhost:8000"))
    assert "It has arrived" in page.text
    # 1.5 % and 20p stay with Stripe.
    assert await place.sums() == (0, 2442, 0)
    assert place.stripes()["balance"] == 2442


async def test_every_webhook_twice_and_backwards_books_once(place: Place):
    await place.owes(2500)
    await pay_by_card(place)
    await place.deliver(times=2, backwards=True)
    assert await place.sums() == (0, 2442, 0)
    assert await StripeEvent.filter(organisation_id=place.org.id, done_at=None).count() == 0


async def test_a_declined_card_may_be_followed_by_another_on_the_same_page(place: Place):
    charge = await place.owes(2500)
    said = await pay_by_card(place, "4000000000009995")
    assert "insufficient funds" in said
    await place.deliver()
    assert (await the_payment(place)).state is PaymentState.BEGUN

    row = await StripePayment.within(place.org).get(payment_id=(await the_payment(place)).id)
    fill_in(row.session_url or "", kind="card", number="4242424242424242")
    await place.deliver()
    assert not (await fresh(charge)).owed


async def test_who_begins_anew_pays_once(place: Place):
    charge = await place.owes(2500)
    page = await place.member_pages.get(place.path("pay"))
    first = await (await page.submit()).follow()
    second = await (await page.submit()).follow()
    said = fill_in(first.links["Go on to Stripe’s page"], kind="card", number="4242424242424242")
    assert "no longer in use" in said
    fill_in(second.links["Go on to Stripe’s page"], kind="card", number="4242424242424242")
    await place.deliver()
    assert not (await fresh(charge)).owed
    states = [one.state for one in await Payment.within(place.org).order_by("id")]
    assert states == [PaymentState.FAILED, PaymentState.SETTLED]


async def test_a_challenge_is_answered_at_the_bank(place: Place):
    charge = await place.owes(2500)
    challenge = await pay_by_card(place, "4000002760003184")
    fill_in(place.sim.base + challenge, answer="yes")
    await place.deliver()
    assert not (await fresh(charge)).owed


async def test_a_saved_card_pays_what_falls_due_later(place: Place):
    with place.at(MONDAY):
        await place.owes(2500)
        await pay_by_card(place, saves_card="y")
        await place.deliver()
        way = await StripeMandate.within(place.org).get(state=MandateState.ACTIVE)
        assert way.last4 == "4242"
        later = await place.owes(700, clock.today() + timedelta(7))
        assert await plan_collections(place.org) == 1
    with place.at(MONDAY + timedelta(7)):
        await jobs.run_jobs()
        await place.deliver()
    assert not (await fresh(later)).owed


async def test_a_direct_debit_from_its_mandate_to_the_bank(place: Place):
    with place.at(MONDAY):
        way = await place.mandate()
        assert way.state is MandateState.ACTIVE
        assert way.last4 == "2345"
        confirmed = await OutboxMessage.get(about=f"mandate:{way.id}")
        assert way.reference in (confirmed.text or "")
        assert "Direct Debit Guarantee" in (confirmed.text or "")
        # Due on a Saturday: collected on Monday.
        charge = await place.owes(1200, (MONDAY + timedelta(5)).date())
        assert await plan_collections(place.org) == 1
        assert await plan_collections(place.org) == 0
        row = await StripePayment.within(place.org).get(mandate_id=way.id)
        assert row.collect_on == (MONDAY + timedelta(7)).date()
        notice = await OutboxMessage.get(about=f"payment:{row.payment_id}")
        assert "£12.00" in (notice.text or "")
        assert "8 June 2026" in (notice.text or "")
        assert way.reference in (notice.text or "")
        await place.deliver()
        assert (await StripePayment.one(place.org, id=row.id)).step is Step.PLANNED
    with place.at(MONDAY + timedelta(7)):
        await jobs.run_jobs()
        payment = await the_payment(place)
        assert payment.state is PaymentState.PROCESSING
        assert (await fresh(charge)).owed
        await place.deliver()
        assert not (await fresh(charge)).owed
        place.sim.control("payout", account=place.account.account_id)
    with place.at(MONDAY + timedelta(9)):
        await place.deliver()
    # £12.00 less 20p.
    assert await place.sums() == (0, 0, 1180)
    assert place.stripes()["bank"] == 1180
    payout = await StripePayout.within(place.org).get()
    assert (payout.gross, payout.fees, payout.status) == (1200, 20, "paid")


async def planned(place: Place, number: str, pence: int = 1200) -> StripePayment:
    """A mandate, a charge and its planned collection, on Monday; collected a week later."""
    with place.at(MONDAY):
        await place.mandate(number)
        await place.owes(pence, (MONDAY + timedelta(5)).date())
        await plan_collections(place.org)
        row = await StripePayment.within(place.org).get()
    with place.at(MONDAY + timedelta(7)):
        await jobs.run_jobs()
        await place.deliver()
    return await StripePayment.one(place.org, id=row.id)


async def test_a_debit_that_fails_leaves_the_debt_and_is_not_tried_again_by_itself(place: Place):
    await planned(place, "22222227")
    payment = await the_payment(place)
    assert (payment.state, payment.failure) == (
        PaymentState.FAILED,
        FailureReason.INSUFFICIENT_FUNDS,
    )
    with place.at(MONDAY + timedelta(8)):
        assert await plan_collections(place.org) == 0
    assert await place.sums() == (1200, 0, 0)


async def test_a_mandate_ended_at_the_bank_ends_here(place: Place):
    await planned(place, "33333335")
    payment = await the_payment(place)
    assert payment.failure is FailureReason.MANDATE_CANCELLED
    way = await StripeMandate.within(place.org).get()
    assert (way.state, way.end) == (MandateState.ENDED, MandateEnd.AT_THE_BANK)
    ended = await OutboxMessage.filter(about=f"mandate:{way.id}").order_by("-id").first()
    assert ended is not None
    assert "has ended" in ended.subject


async def test_a_mandate_that_the_bank_refuses(place: Place):
    way = await place.mandate("00033333")
    assert (way.state, way.end) == (MandateState.ENDED, MandateEnd.REFUSED)


async def test_a_claim_years_later_makes_it_owed_again(place: Place):
    row = await planned(place, "00012345")
    charge = await Charge.within(place.org).get()
    assert not charge.owed
    with place.at(MONDAY + timedelta(900)):
        place.sim.control("dispute", account=place.account.account_id, charge=row.charge_id)
        await place.deliver(times=2)
    taken = await PaymentTakenBack.within(place.org).get()
    assert (taken.reason, taken.amount) == (TakenBack.INDEMNITY_CLAIM, 1200)
    assert (await fresh(charge)).owed == Money(1200)
    owed, clearing, _bank = await place.sums()
    assert owed == 1200
    assert clearing == place.stripes()["balance"] == -520


async def test_news_of_a_claim_may_come_before_news_of_the_payment(place: Place):
    with place.at(MONDAY):
        await place.mandate("55555559")
        await place.owes(1200, (MONDAY + timedelta(5)).date())
        await plan_collections(place.org)
    with place.at(MONDAY + timedelta(7)):
        await jobs.run_jobs()
    with place.at(MONDAY + timedelta(8)):
        await place.deliver(backwards=True)
    assert await PaymentTakenBack.within(place.org).count() == 1
    owed, clearing, _bank = await place.sums()
    assert (owed, clearing) == (1200, place.stripes()["balance"])


async def test_a_card_dispute_is_taken_and_comes_again_when_it_is_won(place: Place):
    charge = await place.owes(2500)
    await pay_by_card(place, "4000000000000259")
    await place.deliver()
    assert (await fresh(charge)).owed == Money(2500)
    dispute = await StripeDispute.within(place.org).get()
    assert dispute.status == "needs_response"
    page = await place.desk.get(place.path("stripe/disputes"))
    assert "Wants an answer" in page.text

    account = place.account.account_id
    place.sim.control("decide", account=account, dispute=dispute.dispute_id, won=True)
    await place.deliver(times=2)
    assert not (await fresh(charge)).owed
    owed, clearing, _bank = await place.sums()
    assert (owed, clearing) == (0, place.stripes()["balance"])


async def refunded(place: Place, pence: int) -> Refund:
    payment = await the_payment(place)
    asked = await ask_refund(
        place.org, payment, Money(pence), "Paid by mistake", after=0, by=place.treasurer
    )
    await agree_refund(place.org, asked, by=None)
    await jobs.run_jobs()
    await place.deliver()
    return await Refund.one(place.org, id=asked.id)


async def test_a_part_goes_back_the_way_it_came(place: Place):
    await place.owes(2500)
    await pay_by_card(place)
    await place.deliver()
    refund = await refunded(place, 1000)
    assert refund.state is RefundState.PAID
    owed, clearing, _bank = await place.sums()
    assert (owed, clearing) == (0, place.stripes()["balance"])
    assert clearing == 1442


async def test_a_refund_that_comes_back_is_still_owed_to_the_member(place: Place):
    await place.owes(2500)
    await pay_by_card(place, "4000000000005126")
    await place.deliver()
    with place.at(clock.now() + timedelta(seconds=1)):
        assert (await refunded(place, 1000)).state is RefundState.PAID
    with place.at(clock.now() + timedelta(days=2)):
        await place.deliver()
    assert (await Refund.within(place.org).get()).state is RefundState.FAILED
    _owed, clearing, _bank = await place.sums()
    assert clearing == place.stripes()["balance"] == 2442


async def test_a_refund_made_in_stripes_own_pages_is_booked_once(place: Place):
    await place.owes(2500)
    await pay_by_card(place)
    await place.deliver()
    row = await StripePayment.within(place.org).get()
    place.sim.client().v1.refunds.create(
        {"payment_intent": row.intent_id or "", "amount": 500},
        {"stripe_account": place.account.account_id},
    )
    await place.deliver(times=2, backwards=True)
    assert (await Refund.within(place.org).get()).state is RefundState.PAID
    _owed, clearing, _bank = await place.sums()
    assert clearing == place.stripes()["balance"] == 1942


async def test_the_sweep_finds_what_every_lost_webhook_left(place: Place):
    charge = await place.owes(2500)
    await pay_by_card(place)
    assert place.lose() > 0
    assert (await fresh(charge)).owed

    assert await sweep(place.account) > 0
    await jobs.run_jobs()
    assert not (await fresh(charge)).owed
    assert await sweep(place.account) == 0


async def test_a_worker_that_died_after_the_call_takes_nothing_twice(place: Place):
    with place.at(MONDAY):
        await place.mandate()
        await place.owes(1200, (MONDAY + timedelta(5)).date())
        await plan_collections(place.org)
        row = await StripePayment.within(place.org).get()
    with place.at(MONDAY + timedelta(7)):
        await collect(await StripePayment.one(place.org, id=row.id))
        # As if the answer had never been written down.
        await (
            StripePayment.within(place.org)
            .filter(id=row.id)
            .update(step=Step.ASKED, intent_id=None, charge_id=None)
        )
        await collect(await StripePayment.one(place.org, id=row.id))
    with place.at(MONDAY + timedelta(9)):
        await (
            StripePayment.within(place.org)
            .filter(id=row.id)
            .update(step=Step.ASKED, intent_id=None, charge_id=None)
        )
        # Stripe may have forgotten the key by now.
        place.sim.world.account(place.account.account_id)["answers"].clear()
        await collect(await StripePayment.one(place.org, id=row.id))
        await place.deliver()
    assert place.stripes()["counts"]["payment_intent"] == 1
    assert (await the_payment(place)).state is PaymentState.SETTLED


async def test_what_was_paid_at_the_desk_meanwhile_is_not_collected(place: Place):
    from coopcouncil.payments.actions.receiving import receive
    from coopcouncil.payments.kinds import Method

    with place.at(MONDAY):
        await place.mandate()
        charge = await place.owes(1200, (MONDAY + timedelta(5)).date())
        await plan_collections(place.org)
        await receive(
            place.org, place.member, Method.CASH, Money(1200), clock.today(), reference=None,
            by=None, charges=[charge],
        )  # fmt: skip
    with place.at(MONDAY + timedelta(7)):
        await jobs.run_jobs()
    row = await StripePayment.within(place.org).get()
    assert row.step is Step.DROPPED
    assert "payment_intent" not in place.stripes()["counts"]


async def test_what_was_called_off_while_it_was_asked_for_is_not_collected(place: Place):
    with place.at(MONDAY):
        await place.mandate()
        charge = await place.owes(1200, (MONDAY + timedelta(5)).date())
        await plan_collections(place.org)
        row = await StripePayment.within(place.org).get(payment__member_id=place.member.id)
        # The worker has read the row; the treasurer is faster.
        await call_off(place.org, row, place.treasurer)
        assert row.step is Step.PLANNED
        await collect(row)
    assert (await StripePayment.one(place.org, id=row.id)).step is Step.DROPPED
    assert (await fresh(charge)).owed
    assert (await the_payment(place)).state is PaymentState.FAILED


async def test_the_bank_moves_the_account_and_the_mandate_goes_with_it(place: Place):
    way = await place.mandate()
    place.sim.control(
        "bank",
        account=place.account.account_id,
        payment_method=way.method_id,
        number="00067890",
    )
    await place.deliver()
    moved = await StripeMandate.one(place.org, id=way.id)
    assert (moved.last4, moved.state) == ("7890", MandateState.ACTIVE)


async def test_the_member_ends_it_and_a_new_one_takes_its_place(place: Place):
    first = await place.mandate()
    await place.member_pages.post(place.path(f"pay/ways/{first.id}/end"))
    ended = await StripeMandate.one(place.org, id=first.id)
    assert ended.end is MandateEnd.BY_MEMBER
    await place.deliver()
    second = await place.mandate()
    third = await place.mandate()
    assert (await StripeMandate.one(place.org, id=second.id)).end is MandateEnd.REPLACED
    assert third.state is MandateState.ACTIVE

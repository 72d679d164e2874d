"""A card pays, is declined, challenged, saved and disputed, from the page to the bank."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.money import Money
from coopcouncil.payments.kinds import PaymentState
from coopcouncil.payments.models import Payment
from coopcouncil.payments.stripe.actions.collecting import plan_collections
from coopcouncil.payments.stripe.kinds import MandateState
from coopcouncil.payments.stripe.models import (
    StripeDispute,
    StripeEvent,
    StripeMandate,
    StripePayment,
)
from tests.payments.stripe.paying import fresh, pay_by_card, the_payment
from tests.payments.stripe.place import MONDAY, Place, fill_in

pytestmark = pytest.mark.anyio


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

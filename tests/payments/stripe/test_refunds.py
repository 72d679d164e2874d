"""What goes back by Stripe to whoever paid it."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.money import Money
from coopcouncil.payments.actions.refunding import agree_refund, ask_refund
from coopcouncil.payments.kinds import RefundState
from coopcouncil.payments.models import Refund
from coopcouncil.payments.stripe.models import StripePayment
from tests.payments.stripe.paying import pay_by_card, the_payment
from tests.payments.stripe.place import Place

pytestmark = pytest.mark.anyio


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

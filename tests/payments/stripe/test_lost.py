"""Webhooks that never came, and a worker that died in between."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import jobs
from coopcouncil.payments.kinds import PaymentState
from coopcouncil.payments.stripe.actions.asking import collect
from coopcouncil.payments.stripe.actions.collecting import plan_collections
from coopcouncil.payments.stripe.actions.events import sweep
from coopcouncil.payments.stripe.kinds import Step
from coopcouncil.payments.stripe.models import StripePayment
from tests.payments.stripe.paying import fresh, pay_by_card, the_payment
from tests.payments.stripe.place import MONDAY, Place

pytestmark = pytest.mark.anyio


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

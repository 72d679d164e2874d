"""Every page of Stripe's side, in both languages, for those whom it concerns."""

import pytest

from coopcouncil.kernel import clock
from coopcouncil.payments.stripe.actions.collecting import plan_collections
from coopcouncil.payments.stripe.models import StripeAccount, StripePayment, StripePayout
from tests.make import make_member, make_person
from tests.payments.stripe.place import MONDAY, Place, fill_in

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("language", ["en", "cy"])


@BOTH
async def test_every_page_opens(place: Place, language: str):
    with place.at(MONDAY):
        way = await place.mandate()
        await place.owes(1200)
        await plan_collections(place.org)
    desk = place.client.in_(language).as_(place.treasurer)
    for path in ("", "/mandates", "/collections", "/disputes", "/payouts", "/events"):
        assert (await desk.get(place.path(f"stripe{path}"))).status == 200, path
    member = place.client.in_(language).as_(place.person)
    for path in ("pay", f"pay/ways/{way.id}", f"pay/ways/{way.id}/going"):
        assert (await member.get(place.path(path))).status == 200, path
    assert (await desk.get(place.path(""))).status == 200


async def test_what_stripe_paid_out_stands_in_pounds(place: Place):
    await StripePayout.create(
        organisation=place.org,
        account=place.account,
        payout_id="po_1",
        amount=9_480,
        gross=12_000,
        fees=120,
        given_back=2_400,
        arrives_on=MONDAY.date(),
        status="paid",
    )
    page = await place.client.as_(place.treasurer).get(place.path("stripe/payouts"))
    for sum in ("£120.00", "£24.00", "£1.20", "£94.80"):
        assert sum in page.main


async def test_another_members_payments_and_ways_are_not_here(place: Place):
    way = await place.mandate()
    await place.owes(1200)
    await make_member(place.org, "Bryn Ellis", email="bryn@home.example")
    bryn = place.client.as_(await make_person("Bryn Ellis", "bryn@home.example"))
    for path in (f"pay/ways/{way.id}", f"pay/ways/{way.id}/going"):
        assert (await bryn.get(place.path(path))).status == 404
    for path in (
        f"pay/ways/{way.id}/end",
        f"pay/{place.member.id}/card",
        f"pay/{place.member.id}/set-up/direct-debit",
    ):
        assert (await bryn.post(place.path(path))).status == 404
    assert (await bryn.get(place.path("stripe/mandates"))).status == 403


async def test_nothing_chosen_and_too_little_say_so(place: Place):
    await place.owes(29)
    page = await place.member_pages.get(place.path("pay"))
    said = await page.submit()
    assert said.status == 422
    assert "no less than £0.30" in said.text
    nothing = await page.submit(charges=None)
    assert nothing.status == 422


async def test_a_way_of_paying_that_there_is_not(place: Place):
    path = place.path(f"pay/{place.member.id}/set-up/cheque")
    assert (await place.member_pages.post(path)).status == 404


async def test_an_organisation_connects_by_itself(place: Place):
    account = await StripeAccount.one(place.org, id=place.account.id)
    account.ended_at = clock.now()
    await account.save()
    desk = place.desk
    page = await desk.get(place.path("stripe"))
    going = await page.submit()
    fill_in(going.links["Go on to Stripe’s page"])
    assert (await desk.get(place.path("stripe/connected"))).status == 303
    made = await StripeAccount.within(place.org).get(ended_at=None)
    assert made.charges_enabled
    assert made.account_id != account.account_id


async def test_a_collection_is_called_off(place: Place):
    with place.at(MONDAY):
        await place.mandate()
        await place.owes(1200)
        await plan_collections(place.org)
    page = await place.desk.get(place.path("stripe/collections"))
    assert (await page.submit()).status == 303
    row = await StripePayment.within(place.org).get()
    assert row.step == "dropped"

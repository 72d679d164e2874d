"""What was planned, when the member changes the account or ends the mandate: nothing is lost, and
nothing is taken twice or without notice."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.payments.models import Charge
from coopcouncil.payments.stripe.actions.collecting import plan_collections
from coopcouncil.payments.stripe.kinds import MandateEnd, Step
from coopcouncil.payments.stripe.models import StripeMandate, StripePayment
from tests.payments.stripe.place import MONDAY, Place, fill_in

pytestmark = pytest.mark.anyio

DUE = MONDAY + timedelta(7)


async def planned(place: Place) -> Charge:
    """Something owed, its debit planned and told."""
    charge = await place.owes(1200, DUE.date())
    assert await plan_collections(place.org) == 1
    return charge


async def notices() -> list[str]:
    return [one.subject for one in await OutboxMessage.all().order_by("id")]


async def test_the_notice_says_how_much_in_pounds(place: Place):
    with place.at(MONDAY):
        await place.mandate()
        await planned(place)
    notice = (await OutboxMessage.all().order_by("-id"))[0]
    assert "will collect £12.00 on 8 June 2026" in notice.subject
    assert "we will collect £12.00 by Direct Debit" in notice.text


async def test_another_account_takes_over_what_was_planned_and_it_is_taken_once(place: Place):
    with place.at(MONDAY):
        first = await place.mandate()
        charge = await planned(place)
        page = await place.member_pages.get(place.path(f"pay/ways/{first.id}"))
        going = await (await page.submit()).follow()
        there = going.links["Go on to Stripe’s page"]
        fill_in(
            there, kind="bacs_debit", name="Ada Lovell", sort_code="108800",
            account_number="00012345",
        )  # fmt: skip
        await place.deliver()
        row = await StripePayment.within(place.org).get()
        assert row.mandate_id != first.id
        assert (await StripeMandate.one(place.org, id=first.id)).end is MandateEnd.REPLACED
        assert await plan_collections(place.org) == 0
    for day in range(7, 25):
        with place.at(MONDAY + timedelta(day)):
            await jobs.run_jobs()
            await place.deliver()
    assert not (await Charge.one(place.org, id=charge.id)).owed
    assert place.stripes()["counts"]["payment_intent"] == 1


async def test_the_bank_ends_it_and_what_was_still_planned_is_called_off_at_once(place: Place):
    with place.at(MONDAY):
        # Ada's account, as the simulator has it, cancels with the first debit.
        way = await place.mandate("33333335")
        await planned(place)
        later = await place.owes(900, (DUE + timedelta(7)).date())
        assert await plan_collections(place.org) == 1
    # Bacs tells of it three working days after the debit: before the second is due.
    for day in (7, 11, 12):
        with place.at(MONDAY + timedelta(day)):
            await jobs.run_jobs()
            await place.deliver()
    assert (await StripeMandate.one(place.org, id=way.id)).end is MandateEnd.AT_THE_BANK
    with place.at(MONDAY + timedelta(12)):
        one, other = await StripePayment.within(place.org).order_by("id")
        assert other.collect_on == (DUE + timedelta(7)).date()
        assert other.step is Step.DROPPED
        assert other.asked_at is None
        told = await OutboxMessage.filter(about=f"mandate:{way.id}").order_by("-id").first()
        assert told is not None
        assert (
            "The payment of £9.00 that we announced for 15 June 2026 is not collected. It is "
            "still to pay, and nothing is charged for this." in told.text
        )
        assert "On its way" not in (await place.member_pages.get(place.path("money"))).text
    for day in (14, 15, 30):
        with place.at(MONDAY + timedelta(day)):
            await jobs.run_jobs()
            await place.deliver()
    assert (await Charge.one(place.org, id=later.id)).owed == Money(900)
    assert place.stripes()["counts"]["payment_intent"] == 1
    assert one.payment_id != other.payment_id


async def test_who_ends_it_owes_as_before_and_a_new_one_gets_a_notice_of_its_own(place: Place):
    with place.at(MONDAY):
        first = await place.mandate()
        charge = await planned(place)
        await place.member_pages.post(place.path(f"pay/ways/{first.id}/end"))
        page = await place.member_pages.get(place.path("money"))
        assert "On its way" not in page.text
        assert "did not come" not in page.text
        assert "£12.00 to pay" in page.text
        row = await StripePayment.within(place.org).get()
        assert row.step is Step.DROPPED
        before = len(await notices())

        await place.mandate()
        assert await plan_collections(place.org, clock.today()) == 1
        assert len(await notices()) == before + 2
    assert (await Charge.one(place.org, id=charge.id)).owed == Money(1200)

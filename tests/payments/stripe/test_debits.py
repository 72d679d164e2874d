"""Direct Debit by Stripe, from its mandate to the bank, and what ends or undoes it."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.payments.kinds import FailureReason, PaymentState, TakenBack
from coopcouncil.payments.models import Charge, PaymentTakenBack
from coopcouncil.payments.stripe.actions.asking import collect
from coopcouncil.payments.stripe.actions.collecting import call_off, plan_collections
from coopcouncil.payments.stripe.kinds import MandateEnd, MandateState, Step
from coopcouncil.payments.stripe.models import StripeMandate, StripePayment, StripePayout
from tests.payments.stripe.paying import fresh, the_payment
from tests.payments.stripe.place import MONDAY, Place

pytestmark = pytest.mark.anyio


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

"""Money in credit: it comes about in known ways, is explained, used, or given back."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.payments.actions import cancel_charge
from coopcouncil.payments.credits import Credit, all_credits
from coopcouncil.payments.kinds import CreditReason, PaymentState, TakenBack
from coopcouncil.payments.models import Payment, PaymentTakenBack, Refund
from coopcouncil.payments.stripe.actions.collecting import collectable, plan_collections
from coopcouncil.payments.stripe.models import StripeDispute, StripePayment
from tests.payments.stripe.paying import fresh, pay_by_card
from tests.payments.stripe.place import MONDAY, Place
from tests.payments.till import make_payment

pytestmark = pytest.mark.anyio
DISPUTED = "4000000000000259"


async def decide(place: Place, won: bool) -> None:
    dispute = await StripeDispute.within(place.org).get(closed_at=None)
    account = place.account.account_id
    place.sim.control("decide", account=account, dispute=dispute.dispute_id, won=won)
    await place.deliver(times=2)


async def credits(place: Place) -> list[tuple[int, CreditReason]]:
    found = await all_credits(place.org)
    assert found.count == len(found.rows)
    assert found.sum == Money(sum(row.amount.pence for row in found.rows))
    return [(row.amount.pence, row.reason) for row in found.rows]


async def test_who_paid_anew_before_a_dispute_was_won_is_in_credit_and_the_treasurer_sees_why(
    place: Place,
):
    charge = await place.owes(2500)
    await pay_by_card(place, DISPUTED)
    await place.deliver()
    assert (await fresh(charge)).owed == Money(2500)
    await pay_by_card(place)
    await place.deliver()
    assert await credits(place) == []
    await decide(place, won=True)

    owed, clearing, _bank = await place.sums()
    assert (owed, clearing) == (-2500, place.stripes()["balance"])
    assert await credits(place) == [(2500, CreditReason.CAME_AGAIN)]
    page = await place.desk.get(place.path("payments/credits"))
    assert "It came again after a dispute was won" in page.text
    assert "£25.00" in page.text
    page = await place.desk.get(place.path(f"payments/members/{place.member.id}"))
    assert "It came again after a dispute was won" in page.text
    file = await place.desk.get(place.path("payments/credits.csv"))
    assert "came-again" in file.text


async def test_money_in_credit_is_given_back_the_way_it_came(place: Place):
    await place.owes(2500)
    await pay_by_card(place, DISPUTED)
    await place.deliver()
    await pay_by_card(place)
    await place.deliver()
    await decide(place, won=True)
    assert [pence for pence, _why in await credits(place)] == [2500]

    page = await place.desk.get(place.path("payments/credits"))
    there = next(one for words, one in page.links.items() if words.startswith("Give it back"))
    form = await place.desk.get(there)
    assert form.fields["amount"] == "25.00"
    await form.submit(reason="Paid twice")
    await place.deliver()
    assert (await Refund.within(place.org).get()).amount == 2500
    assert await credits(place) == []


async def test_money_in_credit_pays_the_next_charge(place: Place):
    await place.owes(2500)
    await pay_by_card(place, DISPUTED)
    await place.deliver()
    await pay_by_card(place)
    await place.deliver()
    await decide(place, won=True)
    next_one = await place.owes(1500)
    assert not (await fresh(next_one)).owed
    assert await credits(place) == [(1000, CreditReason.CAME_AGAIN)]


async def test_what_a_bank_took_back_is_not_collected_again_by_itself(place: Place):
    with place.at(MONDAY):
        await place.mandate()
    with place.at(MONDAY + timedelta(days=7)):
        await place.deliver()
        charge = await place.owes(1600)
        await plan_collections(place.org)
    with place.at(MONDAY + timedelta(days=14)):
        await place.deliver()
    with place.at(MONDAY + timedelta(days=28)):
        await place.deliver()
        assert not (await fresh(charge)).owed
        taken = await StripePayment.within(place.org).get()
        account = place.account.account_id
        place.sim.control("dispute", account=account, charge=taken.charge_id)
        await place.deliver()
        assert (await fresh(charge)).owed == Money(1600)
        assert (await PaymentTakenBack.within(place.org).get()).reason is TakenBack.INDEMNITY_CLAIM
        other = await place.owes(700)
        due = await collectable(place.org, clock.today())
        assert [one.id for one in due[place.member.id]] == [other.id]
        assert await plan_collections(place.org) == 1


async def test_what_is_owed_again_is_paid_by_what_else_is_in_credit(place: Place):
    charge = await place.owes(2500)
    await pay_by_card(place, DISPUTED)
    # Before the news of it all: too much at the desk.
    await make_payment(place.org, place.member, 4000)
    await place.deliver()
    assert not (await fresh(charge)).owed
    assert await credits(place) == [(1500, CreditReason.IN_ADVANCE)]
    settled = await Payment.within(place.org).filter(state=PaymentState.SETTLED).count()
    assert settled == 2


async def test_every_reason_is_told_apart(place: Place):
    async def only() -> Credit:
        [found] = (await all_credits(place.org)).rows
        return found

    charge = await place.owes(900)
    await pay_by_card(place)
    # The card's payment is on its way while the same is paid at the desk.
    desk = await make_payment(place.org, place.member, 900)
    await place.deliver()
    one = await only()
    assert (one.amount, one.reason) == (Money(900), CreditReason.PAID_OTHERWISE)
    assert one.payment_id != desk.id

    await cancel_charge(place.org, await fresh(charge), "By mistake", by=None)
    found = {row.payment_id: row.reason for row in (await all_credits(place.org)).rows}
    assert found[desk.id] is CreditReason.CANCELLED

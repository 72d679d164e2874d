"""A debit run of many members: planned, asked for and settled together, each as if alone."""

from datetime import datetime, timedelta

import pytest
from tortoise import connections

from coopcouncil.kernel import audit, clock, jobs
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.models import Posting
from coopcouncil.members.models import Member
from coopcouncil.payments.kinds import FailureReason, PaymentState
from coopcouncil.payments.models import Charge, Payment
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.accounts import fresh_key
from coopcouncil.payments.stripe.actions.asking import CALLS, collect
from coopcouncil.payments.stripe.actions.collecting import plan_collections
from coopcouncil.payments.stripe.kinds import MandateEnd, MandateKind, MandateState, Step
from coopcouncil.payments.stripe.models import StripeCustomer, StripeMandate, StripePayment
from tests.make import make_member
from tests.payments.stripe.place import MONDAY, Place
from tests.payments.till import make_charge, make_payment

pytestmark = pytest.mark.anyio
MANY = 8


async def make_debited(place: Place, count: int = MANY) -> list[Member]:
    """Members who have given a mandate some time ago."""
    names = [f"Member {number}" for number in range(count)]
    made = place.sim.control("people", account=place.account.account_id, names=names)["made"]
    members = []
    for name, one in zip(names, made, strict=True):
        address = f"{name.replace(' ', '-').lower()}@home.example"
        entry = await make_member(place.org, name, email=address)
        member = await Member.one(place.org, id=entry.member_id)
        members.append(member)
        await StripeCustomer.create(
            organisation=place.org, account=place.account, member=member,
            key=fresh_key("customer"), customer_id=one["customer"],
        )  # fmt: skip
        await StripeMandate.create(
            organisation=place.org, account=place.account, member=member,
            kind=MandateKind.DIRECT_DEBIT, state=MandateState.ACTIVE, key=fresh_key("mandate"),
            method_id=one["method"], mandate_id=one["mandate"], reference=one["reference"],
            last4=one["last4"], begun_at=clock.now(), given_at=clock.now(),
            active_at=clock.now(),
        )  # fmt: skip
    return members


async def test_a_run_is_settled_payment_by_payment(place: Place):
    with place.at(MONDAY):
        members = await make_debited(place)
        charges = [
            await make_charge(place.org, one, 500 + place_of, clock.today(), on=clock.today())
            for place_of, one in enumerate(members)
        ]
        assert await plan_collections(place.org) == MANY
        # Again, and by two workers, plans nothing twice.
        assert await plan_collections(place.org) == 0
        assert await OutboxMessage.filter(organisation_id=place.org.id).count() == MANY
        rows = await StripePayment.within(place.org).order_by("id")
        assert all(row.told_at and row.step is Step.PLANNED for row in rows)
        # One pays at the desk meanwhile, one ends the mandate.
        await make_payment(place.org, members[0], 500, charges=(charges[0],))
        await (
            StripeMandate.within(place.org)
            .filter(member_id=members[1].id)
            .update(state=MandateState.ENDED, end=MandateEnd.AT_THE_BANK, ended_at=clock.now())
        )
    with place.at(MONDAY + timedelta(days=3)):
        await jobs.run_jobs()
        states = {one.member_id: one for one in await Payment.within(place.org)}
        assert states[members[1].id].failure is FailureReason.MANDATE_CANCELLED
        away = await Payment.within(place.org).filter(state=PaymentState.PROCESSING).count()
        assert away == MANY - 2
    with place.at(MONDAY + timedelta(days=11)):
        await place.deliver(times=2, backwards=True)
        settled = await Payment.within(place.org).filter(state=PaymentState.SETTLED)
        # And the one at the desk.
        assert len(settled) == MANY - 1
        assert all(not one.credit for one in settled)
        open_ones = [one for one in await Charge.within(place.org) if one.owed]
        assert [(one.member_id, one.owed) for one in open_ones] == [(members[1].id, Money(501))]
        owed, clearing, _bank = await place.sums()
        assert (owed, clearing) == (501, place.stripes()["balance"])
        numbers = [one.number for one in await Posting.within(place.org).order_by("number")]
        assert numbers == list(range(1, len(numbers) + 1))
        rows = await connections.get("default").execute_query_dict(
            "SELECT count(*) AS n FROM audit_entry WHERE organisation_id = $1"
            " AND payload ->> 'verb' = 'a payment arrived'",
            [place.org.id],
        )
        assert rows[0]["n"] == MANY - 2
        await audit.seal(place.org.id)
        assert (await audit.verify(place.org.id)).broken is None


async def test_answers_that_are_lost_in_a_run_take_nothing_twice(place: Place):
    with place.at(MONDAY):
        members = await make_debited(place)
        for one in members:
            await make_charge(place.org, one, 700, clock.today(), on=clock.today())
        await plan_collections(place.org)
    with place.at(MONDAY + timedelta(days=3)):
        place.sim.control("faults", lose_answers=3)
        with pytest.raises(provider.StripeAway):
            await jobs.run_jobs()
        # What had an answer is told, whatever became of the others.
        answered = StripePayment.within(place.org).filter(step=Step.SENT)
        assert await answered.count() == MANY - 3
    # No news of any comes for as long as a debit takes: each is asked after.
    with place.at(MONDAY + timedelta(days=18)):
        place.lose()
        await jobs.enqueue("stripe-sweep", {"account": place.account.id}, place.org.id)
        await jobs.run_jobs()
        assert len(place.stripes()["charges"]) == MANY
        assert (await place.sums())[0] == 0


async def test_a_worker_that_stood_still_for_a_day_looks_before_it_asks(
    place: Place, monkeypatch: pytest.MonkeyPatch
):
    """Stripe forgets a key after a day: what the worker had still to ask for, when its machine
    stood still, another may have asked for since."""
    with place.at(MONDAY):
        for one in await make_debited(place):
            await make_charge(place.org, one, 700, clock.today(), on=clock.today())
        await plan_collections(place.org)

    def asked_for() -> int:
        return len(place.sim.world.all(place.account.account_id, "payment_intent"))

    def asleep_after_the_first() -> datetime:
        return MONDAY + timedelta(days=3, hours=21 if asked_for() else 0)

    with place.at(MONDAY + timedelta(days=3)):
        with monkeypatch.context() as patch:
            patch.setattr(clock, "now", asleep_after_the_first)
            with pytest.raises(provider.StripeAway):
                await jobs.run_jobs()
        not_asked = StripePayment.within(place.org).filter(step=Step.ASKED, intent_id=None)
        assert await not_asked.count() == MANY - CALLS
        assert asked_for() == CALLS
    # Meanwhile another asked for one of them, and died before it could write the answer.
    with place.at(MONDAY + timedelta(days=3, hours=1)):
        row = await not_asked.order_by("id").first().select_related("mandate", "payment")
        assert row is not None
        await collect(row)
        await (
            StripePayment.within(place.org)
            .filter(id=row.id)
            .update(step=Step.ASKED, intent_id=None, charge_id=None)
        )
    with place.at(MONDAY + timedelta(days=4, hours=2)):
        await jobs.enqueue_all(
            "stripe-collect", [{"row": one.id} for one in await not_asked], place.org.id
        )
        await jobs.run_jobs()
        assert asked_for() == MANY
        assert not await not_asked.exists()

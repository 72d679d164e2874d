"""A bank takes back what was agreed to be given back: the member gets it once."""

import asyncio
from dataclasses import replace

import pytest

from coopcouncil.kernel import jobs
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances
from coopcouncil.payments.actions.refunding import agree_refund, ask_refund
from coopcouncil.payments.kinds import PaymentState, RefundState
from coopcouncil.payments.models import Payment, Refund
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.settling import tell_dispute
from coopcouncil.payments.stripe.models import StripeDispute
from tests.payments.stripe.paying import pay_by_card
from tests.payments.stripe.place import Place
from tests.payments.stripe.test_credits import decide

pytestmark = pytest.mark.anyio


async def payable(place: Place) -> int:
    stands = await balances(place.org, place.account.opened_at.date().replace(year=2100))
    return stands.get((await account_for(place.org, Purpose.PAYABLE_TO_MEMBERS)).id, 0)


async def refund_while_disputed(place: Place, pence: int, told_first: bool) -> Refund:
    """A refund is agreed before news comes that the bank has taken everything back. Stripe says
    no to the refund; the news of that, or of the dispute, comes first."""
    await place.owes(2500)
    await pay_by_card(place)
    await place.deliver()
    payment = await Payment.within(place.org).get(state=PaymentState.SETTLED)
    sums = place.stripes()["charges"]
    [(_amount, _refunded, charge, _disputed)] = sums.values()
    place.sim.control(
        "dispute", account=place.account.account_id, charge=charge, reason="fraudulent"
    )
    refund = await ask_refund(place.org, payment, Money(pence), "A wish", after=0, by=None)
    refund = await agree_refund(place.org, refund, by=None)
    if told_first:
        await jobs.run_jobs()
        assert (await Refund.one(place.org, id=refund.id)).state is RefundState.FAILED
    await place.deliver(times=2)
    return await Refund.one(place.org, id=refund.id)


@pytest.mark.parametrize("told_first", [True, False])
@pytest.mark.parametrize("pence", [1000, 2500])
async def test_a_refund_that_the_bank_was_faster_than_is_not_owed_a_second_time(
    place: Place, pence: int, told_first: bool
):
    refund = await refund_while_disputed(place, pence, told_first)
    assert refund.state is RefundState.PAID
    assert await payable(place) == 0
    owed, clearing, _bank = await place.sums()
    # What was refunded is not owed; the rest of what the bank took is.
    assert owed == 2500 - pence
    assert clearing == place.stripes()["balance"]
    assert await StripeDispute.within(place.org).count() == 1


@pytest.mark.parametrize("pence", [1000, 2500])
async def test_it_is_the_members_again_when_the_dispute_is_won(place: Place, pence: int):
    refund = await refund_while_disputed(place, pence, told_first=True)
    await decide(place, won=True)
    refund = await Refund.one(place.org, id=refund.id)
    assert refund.state is RefundState.FAILED
    assert await payable(place) == -pence
    owed, clearing, _bank = await place.sums()
    assert (owed, clearing) == (0, place.stripes()["balance"])


async def test_all_news_of_a_dispute_at_once_is_told_once(committed_place: Place):
    """Opened, funds withdrawn, closed: Stripe sends its webhooks in one moment, and no hand that
    acts on one of them fails for another's sake."""
    place = committed_place
    await place.owes(2500)
    await pay_by_card(place)
    await place.deliver()
    [(_amount, _refunded, charge, _disputed)] = place.stripes()["charges"].values()
    place.sim.control(
        "dispute", account=place.account.account_id, charge=charge, reason="fraudulent"
    )
    [dispute] = await provider.disputes_of(place.account.account_id, charge)
    await asyncio.gather(*(tell_dispute(place.account, dispute) for _hand in range(6)))
    assert await StripeDispute.within(place.org).count() == 1
    owed, _clearing, _bank = await place.sums()
    assert owed == 2500
    # What was asked of Stripe before the bank had decided, told after.
    won = replace(dispute, status="won")
    await tell_dispute(place.account, won)
    await tell_dispute(place.account, dispute)
    found = await StripeDispute.within(place.org).get()
    assert (found.status, found.closed_at is None) == ("won", False)

"""The same journeys with the simulator and with Stripe itself: what the simulator claims, asked for
real.

With the simulator they run always. With Stripe they want COOPCOUNCIL_STRIPE_TEST_KEY (the
platform's, sk_test_…) and COOPCOUNCIL_STRIPE_TEST_ACCOUNT (a connected test account in the United
Kingdom that takes cards and Bacs Direct Debit); without them those are skipped, and say so. No live
key is taken.
"""

import asyncio
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import STRIPE, Config
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.reads import check_books
from coopcouncil.members.models import Member
from coopcouncil.organisations.kinds import Role
from coopcouncil.payments.actions.refunding import agree_refund, ask_refund
from coopcouncil.payments.kinds import RefundState
from coopcouncil.payments.models import Charge, Payment, Refund
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.accounts import fresh_key, keep_account
from coopcouncil.payments.stripe.actions.asking import collect
from coopcouncil.payments.stripe.actions.collecting import plan_collections
from coopcouncil.payments.stripe.actions.events import sweep
from coopcouncil.payments.stripe.kinds import MandateKind, MandateState
from coopcouncil.payments.stripe.models import StripeEvent, StripeMandate, StripePayment
from coopcouncil.payments.stripe.provider.library import client_at
from coopcouncil.simulator.checking import check
from tests.make import make_member, make_officer
from tests.payments.till import make_charge, make_till
from tests.simulator.running import ACCOUNT as SIMULATED
from tests.simulator.running import simulator

KEY = os.environ.get("COOPCOUNCIL_STRIPE_TEST_KEY", "")
REAL = os.environ.get("COOPCOUNCIL_STRIPE_TEST_ACCOUNT", "")
PATIENCE = 30
"""Seconds until Stripe has told of something."""

pytestmark = pytest.mark.anyio

with_a_key = pytest.mark.skipif(
    not (KEY.startswith(("sk_test_", "rk_test_")) and REAL),
    reason="no COOPCOUNCIL_STRIPE_TEST_KEY and COOPCOUNCIL_STRIPE_TEST_ACCOUNT",
)


@dataclass(frozen=True)
class Side:
    """Who answers: where, by which key, for which account."""

    address: str
    key: str
    account: str


@pytest.fixture(params=["simulator", pytest.param("stripe", marks=with_a_key)])
def side(request: pytest.FixtureRequest, config: Config) -> Iterator[Side]:
    """The site's settings for one side or the other."""
    if request.param == "stripe":
        with _settled(config, Side(STRIPE, KEY, REAL)) as found:
            yield found
        return
    with (
        simulator() as running,
        _settled(config, Side(running.base, running.world.key, SIMULATED)) as found,
    ):
        yield found


@contextmanager
def _settled(config: Config, side: Side) -> Iterator[Side]:
    settings.use(
        replace(
            config,
            stripe_key=side.key,
            stripe_hook_secret="whsec_unused",
            stripe_url=side.address,
        )
    )
    try:
        yield side
    finally:
        settings.use(config)


def key() -> str:
    return f"live-suite-{secrets.token_hex(8)}"


async def customer(side: Side) -> str:
    return await provider.add_customer(side.account, key(), 1, "Ada Lovell", "ada@example.org")


async def test_a_saved_card_pays_and_the_fee_is_known(side: Side):
    who = await customer(side)
    mine = key()
    taken = await provider.collect(
        side.account, mine, mine, who, "pm_card_visa", "card", Money(1234), "Subscription"
    )
    assert taken.status == "succeeded"
    assert taken.row == mine
    assert taken.fee
    again = await provider.collect(
        side.account, mine, mine, who, "pm_card_visa", "card", Money(1234), "Subscription"
    )
    assert again.intent_id == taken.intent_id
    found = await provider.taken_for(side.account, who, mine)
    assert found is not None
    assert found.intent_id == taken.intent_id


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"),
        ("pm_card_authenticationRequired", "authentication_required"),
    ],
)
async def test_declines_say_why(side: Side, card: str, code: str):
    mine = key()
    taken = await provider.collect(
        side.account, mine, mine, await customer(side), card, "card", Money(1234), "Subscription"
    )
    assert (taken.status, taken.code) == ("requires_payment_method", code)


async def test_a_refund_goes_back_and_no_more_than_there_is(side: Side):
    mine = key()
    taken = await provider.collect(
        side.account,
        mine,
        mine,
        await customer(side),
        "pm_card_visa",
        "card",
        Money(1234),
        "Subscription",
    )
    back = await provider.give_back(side.account, key(), mine, taken.intent_id, Money(234))
    assert (back.status, back.amount) == ("succeeded", 234)
    with pytest.raises(provider.StripeRefuses):
        await provider.give_back(side.account, key(), mine, taken.intent_id, Money(1001))


async def test_pages_to_pay_and_to_give_a_mandate_open(side: Side):
    who = await customer(side)
    page = await provider.page_to_pay(
        side.account, key(), "row", who, Money(500), "Subscription", saves=True,
        back="https://example.org/back", language="cy",
    )  # fmt: skip
    scheme = side.address.partition("://")[0]
    assert page.url.startswith(f"{scheme}://")
    assert (await provider.session(side.account, page.id)).status == "open"
    await provider.end_session(side.account, page.id)
    assert (await provider.session(side.account, page.id)).status == "expired"
    mandate = await provider.page_to_save(
        side.account,
        key(),
        "row",
        who,
        "bacs_debit",
        back="https://example.org/back",
        language="en",
    )
    assert mandate.url.startswith(f"{scheme}://")


async def test_answers_fit_stripes_own_description(side: Side):
    client = client_at(side.key, side.address)
    found = client.v1.balance.retrieve(None, {"stripe_account": side.account})
    check("GET", "/v1/balance", {}, 200, json.loads(str(found)))


async def test_a_disputed_card_is_told_of_with_its_reason(side: Side):
    mine = key()
    taken = await provider.collect(
        side.account, mine, mine, await customer(side), "pm_card_createDispute", "card",
        Money(1234), "Subscription",
    )  # fmt: skip
    async with asyncio.timeout(PATIENCE):
        while not (found := await provider.disputes_of(side.account, taken.charge_id)):
            await asyncio.sleep(0.5)
    assert (found[0].amount, found[0].reason) == (1234, "fraudulent")
    assert found[0].status == "needs_response"


async def test_from_what_is_owed_to_the_books_and_a_part_back(db: None, side: Side):
    """The site's own way: planned, asked for, settled with its fee, a part refunded; and then every
    event of it read by the sweep, which changes nothing any more."""
    org = await make_till()
    treasurer = await make_officer(org, Role.TREASURER, "Nia Rees")
    account = await keep_account(org, side.account, treasurer, ready=True)
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    member = await Member.one(org, id=entry.member_id)
    await StripeMandate.create(
        organisation=org, account=account, member=member, kind=MandateKind.CARD,
        state=MandateState.ACTIVE, key=fresh_key("mandate"), method_id="pm_card_visa",
        last4="4242", begun_at=clock.now(), given_at=clock.now(), active_at=clock.now(),
    )  # fmt: skip
    charge = await make_charge(org, member, 2500, clock.today(), text="Subscription")
    assert await plan_collections(org) == 1
    await collect(await StripePayment.within(org).get())
    await jobs.run_jobs()
    assert not (await Charge.one(org, id=charge.id)).owed

    payment = await Payment.within(org).get()
    asked = await ask_refund(org, payment, Money(1000), "Paid too much", after=0, by=treasurer)
    await agree_refund(org, asked, by=None)
    await jobs.run_jobs()
    assert (await Refund.one(org, id=asked.id)).state is RefundState.PAID

    async with asyncio.timeout(PATIENCE):
        while not await StripeEvent.filter(body__contains=payment_id(await of(payment))).exists():
            await sweep(account)
            await jobs.run_jobs()
    assert (await Payment.one(org, id=payment.id)).left == Money(1500)
    assert await Payment.within(org).count() == 1
    assert not (await check_books(org)).wrong


async def of(payment: Payment) -> StripePayment:
    return await StripePayment.everywhere().get(payment_id=payment.id)


def payment_id(row: StripePayment) -> str:
    assert row.intent_id is not None
    return row.intent_id

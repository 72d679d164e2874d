"""The same calls against Stripe itself, with a test key: what the simulator claims, asked for real.

Wants COOPCOUNCIL_STRIPE_TEST_KEY (the platform's, sk_test_…) and COOPCOUNCIL_STRIPE_TEST_ACCOUNT (a
connected test account in the United Kingdom that takes cards and Bacs Direct Debit). Without them
it is skipped, and says so. No live key is taken.
"""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import replace

import pytest

from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import STRIPE, Config
from coopcouncil.kernel.money import Money
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.provider.library import client_at
from coopcouncil.simulator.checking import check

KEY = os.environ.get("COOPCOUNCIL_STRIPE_TEST_KEY", "")
ACCOUNT = os.environ.get("COOPCOUNCIL_STRIPE_TEST_ACCOUNT", "")

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(
        not (KEY.startswith(("sk_test_", "rk_test_")) and ACCOUNT),
        reason="no COOPCOUNCIL_STRIPE_TEST_KEY and COOPCOUNCIL_STRIPE_TEST_ACCOUNT",
    ),
]


@pytest.fixture(autouse=True)
def stripe_itself(config: Config) -> Iterator[None]:
    settings.use(
        replace(config, stripe_key=KEY, stripe_hook_secret="whsec_unused", stripe_url=STRIPE)
    )
    yield
    settings.use(config)


def key() -> str:
    return f"live-suite-{secrets.token_hex(8)}"


async def customer() -> str:
    return await provider.add_customer(ACCOUNT, key(), 1, "Ada Lovell", "ada@example.org")


async def test_a_saved_card_pays_and_the_fee_is_known():
    who = await customer()
    mine = key()
    taken = await provider.collect(
        ACCOUNT, mine, mine, who, "pm_card_visa", "card", Money(1234), "Subscription"
    )
    assert taken.status == "succeeded"
    assert taken.row == mine
    assert taken.fee
    again = await provider.collect(
        ACCOUNT, mine, mine, who, "pm_card_visa", "card", Money(1234), "Subscription"
    )
    assert again.intent_id == taken.intent_id
    found = await provider.taken_for(ACCOUNT, who, mine)
    assert found is not None
    assert found.intent_id == taken.intent_id


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"),
        ("pm_card_authenticationRequired", "authentication_required"),
    ],
)
async def test_declines_say_why(card, code):
    mine = key()
    taken = await provider.collect(
        ACCOUNT, mine, mine, await customer(), card, "card", Money(1234), "Subscription"
    )
    assert (taken.status, taken.code) == ("requires_payment_method", code)


async def test_a_refund_goes_back_and_no_more_than_there_is():
    mine = key()
    taken = await provider.collect(
        ACCOUNT, mine, mine, await customer(), "pm_card_visa", "card", Money(1234), "Subscription"
    )
    back = await provider.give_back(ACCOUNT, key(), mine, taken.intent_id, Money(234))
    assert (back.status, back.amount) == ("succeeded", 234)
    with pytest.raises(provider.StripeRefuses):
        await provider.give_back(ACCOUNT, key(), mine, taken.intent_id, Money(1001))


async def test_pages_to_pay_and_to_give_a_mandate_open():
    who = await customer()
    page = await provider.page_to_pay(
        ACCOUNT, key(), "row", who, Money(500), "Subscription", saves=True,
        back="https://example.org/back", language="cy",
    )  # fmt: skip
    assert page.url.startswith("https://")
    assert (await provider.session(ACCOUNT, page.id)).status == "open"
    await provider.end_session(ACCOUNT, page.id)
    assert (await provider.session(ACCOUNT, page.id)).status == "expired"
    mandate = await provider.page_to_save(
        ACCOUNT, key(), "row", who, "bacs_debit", back="https://example.org/back", language="en"
    )
    assert mandate.url.startswith("https://")


async def test_stripes_own_answers_fit_the_description_that_the_simulator_is_held_to():
    client = client_at(KEY, STRIPE)
    found = client.v1.balance.retrieve(None, {"stripe_account": ACCOUNT})
    check("GET", "/v1/balance", 200, json.loads(str(found)))

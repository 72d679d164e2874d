"""The simulator through Stripe's own client: what succeeds, what is declined, what comes later."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import stripe

from tests.simulator.running import ACCOUNT, Running, simulator

# A Friday before a bank holiday weekend: 30 August 2027 is one.
FRIDAY = int(datetime(2027, 8, 27, 9, tzinfo=UTC).timestamp())
HERE: Any = {"stripe_account": ACCOUNT}
EXPIRES: Any = {"exp_month": 12, "exp_year": 2040}


@pytest.fixture(scope="module")
def sim() -> Iterator[Running]:
    with simulator(now=FRIDAY) as running:
        yield running


@pytest.fixture(autouse=True)
def days_as_documented(sim):
    sim.world.state["test_timing"] = False


def pay(sim: Running, method: str, **more: Any) -> Any:
    params: Any = {
        "amount": 2500,
        "currency": "gbp",
        "payment_method": method,
        "confirm": True,
        "return_url": f"{sim.base}/healthz",
        **more,
    }
    return sim.client().v1.payment_intents.create(params, HERE)


def fill_in(address: str, **typed: str) -> str:
    """Fill a hosted page in; the address at which one ends."""
    body = urllib.parse.urlencode(typed).encode()
    try:
        with urllib.request.urlopen(address, body, timeout=20) as answer:
            return str(answer.url)
    except urllib.error.HTTPError as answer:
        return str(answer.read().decode()) if answer.code == 402 else str(answer.url)


def with_mandate(sim: Running, number: str = "00012345") -> tuple[str, str, str]:
    """A customer who set a Direct Debit up on Stripe's page: customer, method, mandate."""
    client = sim.client()
    customer = client.v1.customers.create(
        {"name": "Ada Lovell", "address": {"line1": "1 Mill Lane", "country": "GB"}}, HERE
    )
    words: Any = {
        "mode": "setup",
        "customer": customer.id,
        "payment_method_types": ["bacs_debit"],
        "success_url": f"{sim.base}/healthz?s={{CHECKOUT_SESSION_ID}}",
    }
    session = client.v1.checkout.sessions.create(words, HERE)
    assert session.url
    fill_in(
        session.url,
        kind="bacs_debit",
        name="Ada Lovell",
        email="ada@example.org",
        sort_code="10-88-00",
        account_number=number,
    )
    done = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["setup_intent"]}, HERE)
    assert done.status == "complete"
    intent: Any = done.setup_intent
    return customer.id, intent.payment_method, intent.mandate


def debit(sim: Running, customer: str, method: str, **more: Any) -> Any:
    return pay(
        sim,
        method,
        customer=customer,
        payment_method_types=["bacs_debit"],
        off_session=True,
        **more,
    )


def test_a_card_pays_and_leaves_its_fee(sim):
    intent = pay(sim, "pm_card_visa", expand=["latest_charge.balance_transaction"])

    assert intent.status == "succeeded"
    movement = intent.latest_charge.balance_transaction
    # 1.5 % of £25.00 and 20p.
    assert (movement.amount, movement.fee, movement.net) == (2500, 58, 2442)
    assert movement.status == "pending"


def test_a_card_without_its_end_is_refused_as_stripe_does(sim):
    with pytest.raises(stripe.InvalidRequestError, match="exp_month"):
        sim.client().v1.payment_methods.create(
            {"type": "card", "card": {"number": "4242424242424242"}},
            HERE,
        )


@pytest.mark.parametrize(
    ("number", "code"),
    [("0002", "generic_decline"), ("9995", "insufficient_funds"), ("0069", "expired_card")],
)
def test_a_declined_card_is_never_a_success(sim, number, code):
    client = sim.client()
    with pytest.raises(stripe.CardError) as refused:
        client.v1.payment_intents.create(
            {
                "amount": 2500,
                "currency": "gbp",
                "confirm": True,
                "payment_method": client.v1.payment_methods.create(
                    {"type": "card", "card": {**EXPIRES, "number": f"400000000000{number}"}},
                    HERE,
                ).id,
            },
            HERE,
        )

    error: Any = refused.value.error
    assert error.decline_code == code
    assert error.payment_intent.status == "requires_payment_method"


def test_a_challenge_stands_between_the_card_and_the_money(sim):
    asked = pay(sim, "pm_card_authenticationRequired")
    assert asked.status == "requires_action"

    address = asked.next_action.redirect_to_url.url
    fill_in(address, answer="no")
    failed = sim.client().v1.payment_intents.retrieve(asked.id, None, HERE)
    assert failed.status == "requires_payment_method"
    assert failed.last_payment_error.code == "payment_intent_authentication_failure"

    again = pay(sim, "pm_card_authenticationRequired")
    fill_in(again.next_action.redirect_to_url.url, answer="yes")
    assert sim.client().v1.payment_intents.retrieve(again.id, None, HERE).status == "succeeded"


def test_the_same_key_gives_the_same_answer_and_other_words_under_it_an_error(sim):
    client = sim.client()
    words: Any = {"amount": 700, "currency": "gbp", "payment_method": "pm_card_visa"}
    once = client.v1.payment_intents.create(words, {**HERE, "idempotency_key": "row-1"})
    twice = client.v1.payment_intents.create(words, {**HERE, "idempotency_key": "row-1"})
    assert once.id == twice.id

    with pytest.raises(stripe.IdempotencyError):
        client.v1.payment_intents.create(
            {**words, "amount": 800}, {**HERE, "idempotency_key": "row-1"}
        )


def test_an_answer_that_is_lost_takes_no_money_twice(sim):
    before = sim.control("sums", account=ACCOUNT)["counts"]["payment_intent"]
    sim.control("faults", lose_answers=1)
    words: Any = {
        "amount": 900,
        "currency": "gbp",
        "payment_method": "pm_card_visa",
        "confirm": True,
    }
    under: Any = {**HERE, "idempotency_key": "row-lost"}
    with pytest.raises(stripe.APIConnectionError):
        sim.client().v1.payment_intents.create(words, under)
    intent = sim.client().v1.payment_intents.create(words, under)

    assert intent.status == "succeeded"
    assert sim.control("sums", account=ACCOUNT)["counts"]["payment_intent"] == before + 1


def test_keys_and_accounts_that_are_not_ours_are_refused(sim):
    with pytest.raises(stripe.AuthenticationError):
        sim.client("sk_test_wrong").v1.balance.retrieve(None, HERE)
    with pytest.raises(stripe.PermissionError):
        sim.client().v1.balance.retrieve(None, {"stripe_account": "acct_Stranger"})
    with pytest.raises(stripe.InvalidRequestError) as gone:
        sim.client().v1.customers.retrieve("cus_nobody", None, HERE)
    assert gone.value.code == "resource_missing"


@pytest.mark.parametrize("amount", ["0", "-5", "29", "1.50", "100000000"])
def test_amounts_that_stripe_refuses(sim, amount):
    with pytest.raises(stripe.InvalidRequestError):
        sim.client().v1.payment_intents.create({"amount": amount, "currency": "gbp"}, HERE)


def test_no_more_goes_back_than_came(sim):
    client = sim.client()
    intent = pay(sim, "pm_card_visa")
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 1000}, HERE)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 1501}, HERE)
    assert refused.value.param == "amount"
    client.v1.refunds.create({"payment_intent": intent.id}, HERE)
    with pytest.raises(stripe.InvalidRequestError) as again:
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 1}, HERE)
    assert again.value.code == "charge_already_refunded"


def test_a_debit_takes_its_working_days(sim):
    customer, method, mandate = with_mandate(sim)
    client = sim.client()
    assert client.v1.mandates.retrieve(mandate, None, HERE).status == "pending"
    started = sim.world.now()
    first = debit(sim, customer, method)
    assert first.status == "processing"

    def after(days: int) -> str:
        sim.world.advance(started + days * 86_400)
        return str(client.v1.payment_intents.retrieve(first.id, None, HERE).status)

    # Monday is a bank holiday, so that three working days on is Thursday.
    assert client.v1.mandates.retrieve(mandate, None, HERE).status == "pending"
    after(6)
    assert client.v1.mandates.retrieve(mandate, None, HERE).status == "active"
    # Seven working days with a new mandate: Wednesday week.
    assert after(11) == "processing"
    assert after(12) == "succeeded"
    second = debit(sim, customer, method)
    assert second.status == "processing"
    started = sim.world.now()
    sim.world.advance(started + 7 * 86_400)
    assert client.v1.payment_intents.retrieve(second.id, None, HERE).status == "succeeded"


def test_a_debit_that_fails_says_why_and_may_end_the_mandate(sim):
    client = sim.client()
    customer, method, mandate = with_mandate(sim, "22222227")
    failing = debit(sim, customer, method)
    sim.world.run_due()
    failed = client.v1.payment_intents.retrieve(failing.id, None, HERE)
    assert failed.status == "requires_payment_method"
    assert failed.last_payment_error.code == "insufficient_funds"
    assert client.v1.mandates.retrieve(mandate, None, HERE).status == "pending"

    customer, method, mandate = with_mandate(sim, "33333335")
    debit(sim, customer, method)
    sim.world.run_due()
    ended = client.v1.mandates.retrieve(mandate, None, HERE)
    assert ended.status == "inactive"
    with pytest.raises(stripe.InvalidRequestError):
        debit(sim, customer, method)


def test_a_refused_mandate_and_an_account_that_is_none(sim):
    _customer, _method, mandate = with_mandate(sim, "00033333")
    sim.world.run_due()
    client = sim.client()
    refused: Any = client.v1.mandates.retrieve(mandate, None, HERE)
    assert refused.status == "inactive"
    assert refused.payment_method_details.bacs_debit.network_status == "refused"

    session = client.v1.checkout.sessions.create(
        {
            "mode": "setup",
            "payment_method_types": ["bacs_debit"],
            "success_url": "http://localhost/back",
        },
        HERE,
    )
    said = fill_in(session.url, kind="bacs_debit", sort_code="108800", account_number="00044444")
    assert "invalid" in said
    assert client.v1.checkout.sessions.retrieve(session.id, None, HERE).status == "open"


def test_a_claim_years_later_takes_everything_back_and_cannot_be_contested(sim):
    client = sim.client()
    customer, method, _mandate = with_mandate(sim)
    intent = debit(sim, customer, method)
    sim.world.advance(sim.world.now() + 20 * 86_400)
    paid = client.v1.payment_intents.retrieve(intent.id, None, HERE)
    sim.world.advance(sim.world.now() + 800 * 86_400)
    claim = sim.control("dispute", account=ACCOUNT, charge=paid.latest_charge)

    found = client.v1.disputes.retrieve(claim["id"], None, HERE)
    assert (found.status, found.amount) == ("lost", 2500)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": intent.id}, HERE)


def test_payouts_take_what_is_available_and_say_what_is_in_them(sim):
    client = sim.client()
    sim.world.advance(sim.world.now() + 10 * 86_400)
    with_fees = pay(sim, "pm_card_visa")
    sim.world.advance(sim.world.now() + 10 * 86_400)
    payout = sim.control("payout", account=ACCOUNT)
    inside = client.v1.balance_transactions.list({"payout": payout["id"], "limit": 100}, HERE)

    movements = list(inside.auto_paging_iter())
    assert sum(one.net for one in movements) == 0
    assert with_fees.latest_charge in [one.source for one in movements]
    sim.control("payout", account=ACCOUNT, arrive=True)
    assert client.v1.payouts.retrieve(payout["id"], None, HERE).status == "paid"


def test_lists_come_in_pages_newest_first(sim):
    client = sim.client()
    made = [client.v1.customers.create({"email": "many@example.org"}, HERE).id for _ in range(5)]
    page = client.v1.customers.list({"email": "many@example.org", "limit": 2}, HERE)
    assert page.has_more
    assert [one.id for one in page.auto_paging_iter()] == made[::-1]


def test_the_hosted_page_speaks_both_languages(sim):
    session = sim.client().v1.checkout.sessions.create(
        {
            "mode": "payment",
            "success_url": "http://localhost/back",
            "metadata": {"language": "cy"},
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": "gbp",
                        "unit_amount": 250000,
                        "product_data": {"name": "Tanysgrifiad"},
                    },
                }
            ],
        },
        HERE,
    )
    with urllib.request.urlopen(session.url, timeout=20) as answer:
        welsh = answer.read().decode()
    with urllib.request.urlopen(f"{session.url}?lang=en", timeout=20) as answer:
        english = answer.read().decode()
    assert "Talu £2,500.00 i Calderbrook Leisure" in welsh
    assert "Pay Calderbrook Leisure £2,500.00" in english
    said = fill_in(session.url, kind="card", number="4000000000000002")
    assert "declined" in said

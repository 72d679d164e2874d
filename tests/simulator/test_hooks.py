"""Webhooks as the simulator sends them: signed, doubled, shuffled, lost, tried again."""

import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import stripe

from coopcouncil.simulator.api import decoded
from coopcouncil.simulator.checking import NotStripes, check, check_event
from tests.simulator.running import ACCOUNT, Running, simulator

SECRET = "whsec_for_tests"


class Listener(HTTPServer):
    """Takes webhooks, once it is told to."""

    willing = True
    taken: list[tuple[bytes, str]]


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.server.willing:
            self.server.taken.append((body, self.headers["stripe-signature"]))
        self.send_response(200 if self.server.willing else 500)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener(("127.0.0.1", 0), Handler)
    server.taken = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def sim(listener) -> Iterator[Running]:
    with simulator() as running:
        url = f"http://127.0.0.1:{listener.server_port}/webhooks"
        running.control("hook", url=url, secret=SECRET, events=["payment_intent.succeeded"])
        yield running


def pay(sim: Running, times: int = 1) -> None:
    for _each in range(times):
        sim.client().v1.payment_intents.create(
            {"amount": 500, "currency": "gbp", "payment_method": "pm_card_visa", "confirm": True},
            {"stripe_account": ACCOUNT},
        )


def test_stripes_own_library_believes_the_signature(sim, listener):
    pay(sim)
    sim.control("deliver")
    [(body, header)] = listener.taken
    event = stripe.Webhook.construct_event(body, header, SECRET)

    assert event.type == "payment_intent.succeeded"
    assert event.account == ACCOUNT
    check_event(json.loads(body))
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body + b" ", header, SECRET)


def test_what_is_not_taken_is_sent_again_later(sim, listener):
    sim.control("clock", set=1_900_000_000)
    listener.willing = False
    pay(sim)
    assert sim.control("deliver")["delivered"] == 0
    listener.willing = True
    assert sim.control("deliver")["delivered"] == 0
    sim.control("clock", by=61)
    assert sim.control("deliver")["delivered"] == 1


def test_doubled_and_lost_as_asked(sim, listener):
    sim.control("faults", doubled=100, shuffled=True)
    pay(sim, 3)
    sim.control("deliver")
    ids = [json.loads(body)["id"] for body, _header in listener.taken]
    assert len(ids) == 6
    assert len(set(ids)) == 3

    sim.control("faults", lost=100)
    pay(sim)
    assert sim.control("deliver")["delivered"] == 0


def test_a_world_that_was_saved_is_there_again(sim, tmp_path):
    pay(sim)
    sim.world.save(tmp_path / "world.json")
    before = sim.control("sums", account=ACCOUNT)
    sim.world.load(tmp_path / "world.json")
    assert sim.control("sums", account=ACCOUNT) == before


def described() -> dict[str, Any]:
    """A refund as Stripe describes it."""
    return dict.fromkeys(("balance_transaction", "charge")) | {
        "id": "re_1", "object": "refund", "amount": 1, "created": 1, "currency": "gbp",
        "metadata": {}, "payment_intent": None, "reason": None, "receipt_number": None,
        "source_transfer_reversal": None, "status": "succeeded", "transfer_reversal": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "params", "status", "answer"),
    [
        ("GET", "/v1/mandates/x", {}, 200, {"object": "mandate", "id": "mandate_1"}),
        ("GET", "/v1/refunds/x", {}, 402, {"error": {"type": "no_such_type", "message": "x"}}),
        # In order in itself, but not what is answered at that address,
        ("GET", "/v1/charges/x", {}, 200, described()),
        ("GET", "/v1/refunds", {}, 200, described()),
        ("PUT", "/v1/refunds/x", {}, 200, described()),
        # to parameters that Stripe does not take there, or not so.
        ("POST", "/v1/refunds", {"sum": "1"}, 200, described()),
        ("POST", "/v1/refunds", {"amount": "1.00"}, 200, described()),
        ("POST", "/v1/refunds", {"reason": "regret"}, 200, described()),
    ],
)
def test_what_is_none_of_stripes_is_caught(method, path, params, status, answer):
    with pytest.raises(NotStripes):
        check(method, path, params, status, answer)


def test_what_stripe_describes_passes():
    check("GET", "/v1/refunds/x", {"expand": ["charge"]}, 200, described())
    check("POST", "/v1/refunds", {"amount": "1", "reason": "duplicate"}, 200, described())


def test_form_bodies_are_read_as_stripe_reads_them():
    assert decoded("a[b][0][c]=1&a[b][1][c]=2&expand[0]=x") == {
        "a": {"b": [{"c": "1"}, {"c": "2"}]},
        "expand": ["x"],
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "content-type": "text/plain"},
        {"origin": "https://elsewhere.example"},
        {"host": "elsewhere.example"},
    ],
)
@pytest.mark.parametrize("path", ["/_control/hook", "/"])
def test_no_page_of_another_site_has_the_simulator_in_hand(sim: Running, headers, path):
    before = json.dumps(sim.world.state["hooks"])
    request = urllib.request.Request(
        f"{sim.base}{path}", b'{"url": "http://elsewhere.example/", "secret": "x"}', headers
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    assert refused.value.code == 403
    assert json.dumps(sim.world.state["hooks"]) == before


def test_a_name_is_shown_and_never_run(sim: Running):
    sim.control("account", id="acct_Odd", name="<script>alert(1)</script>")
    with urllib.request.urlopen(f"{sim.base}/", timeout=20) as answer:
        assert b"<script>" not in answer.read()


def test_a_language_that_is_none_is_english(sim: Running):
    asked: Any = {
        "mode": "payment",
        "payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": "gbp",
                    "unit_amount": 500,
                    "product_data": {"name": "Rent"},
                },
            }
        ],
        "success_url": "http://localhost/back",
    }
    session = sim.client().v1.checkout.sessions.create(asked, {"stripe_account": ACCOUNT})
    typed = urllib.parse.urlencode({"lang": '"><script>', "number": "1"}).encode()
    with pytest.raises(urllib.error.HTTPError) as declined:
        urllib.request.urlopen(urllib.request.Request(session.url or "", typed), timeout=20)
    assert b"<script>" not in declined.value.read()

"""What comes to the address for webhooks: believed by its signature alone, kept as it came."""

import asyncio
import json
from typing import Any

import asyncpg
import pytest
from tortoise import connections
from tortoise.exceptions import OperationalError

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.bodies import LARGEST_FORM
from coopcouncil.kernel.models import Job
from coopcouncil.payments.stripe.actions.events import act_job
from coopcouncil.payments.stripe.models import StripeEvent
from coopcouncil.simulator.hooks import signature
from tests.payments.stripe.place import SECRET, Place

pytestmark = pytest.mark.anyio


def event(place: Place, **other: Any) -> bytes:
    made = {
        "id": "evt_test_1",
        "object": "event",
        "account": place.account.account_id,
        "type": "payment_intent.succeeded",
        "created": int(clock.now().timestamp()),
        "data": {"object": {"object": "payment_intent", "id": "pi_of_nobody"}},
        **other,
    }
    return json.dumps(made).encode()


def signed(body: bytes, *, ago: int = 0, secret: str = SECRET) -> str:
    return signature(body, secret, int(clock.now().timestamp()) - ago)


async def test_one_that_is_believed_is_stored_before_anything_is_done(place: Place):
    body = event(place)
    answer = await place.send(body, signed(body))
    assert answer.status_code == 200
    kept = await StripeEvent.get(event_id="evt_test_1")
    assert (kept.body.encode(), kept.organisation_id, kept.done_at) == (body, place.org.id, None)


async def test_forged_old_truncated_and_meaningless_ones_are_refused_in_one_sentence(place: Place):
    body = event(place)
    for sent, header in (
        (body, signed(body, secret="whsec_of_somebody_else")),
        (body, signed(body, ago=301)),
        (body, signed(body, ago=-301)),
        (body[:-5], signed(body)),
        (body + b" ", signed(body)),
        (body, ""),
        (body, "t=,v1="),
        (body, "t=abc,v1=00"),
        (body, f"t={int(clock.now().timestamp())}"),
        (b"\xff\xfe", signed(b"\xff\xfe")),
        (b"not json", signed(b"not json")),
        (b"[]", signed(b"[]")),
        (b"{}", signed(b"{}")),
    ):
        answer = await place.send(sent, header)
        assert answer.status_code == 400, (sent, header)
        assert answer.text.count(".") == 1
        assert len(answer.text.splitlines()) == 1
    assert await StripeEvent.all().count() == 0


async def test_a_replay_within_its_time_is_stored_once(place: Place):
    body = event(place)
    header = signed(body)
    for _each in range(3):
        assert (await place.send(body, header)).status_code == 200
    assert await StripeEvent.filter(event_id="evt_test_1").count() == 1


async def test_many_at_once_are_each_kept_once_with_one_job(committed_place: Place):
    place = committed_place
    bodies = [event(place, id=f"evt_{number}") for number in range(60)]
    answers = await asyncio.gather(
        *(place.send(body, signed(body)) for body in [*bodies, *reversed(bodies)])
    )
    assert {answer.status_code for answer in answers} == {200}
    kept = await StripeEvent.all()
    assert sorted(one.body.encode() for one in kept) == sorted(bodies)
    work = await Job.filter(name="stripe-event")
    assert len(work) == len(kept)
    assert {one.payload["event"] for one in work} == {one.id for one in kept}
    assert {one.organisation_id for one in kept} == {place.org.id}
    assert {one.organisation_id for one in work} == {place.org.id}


async def test_one_that_no_table_takes_hinders_no_other_that_comes_with_it(committed_place: Place):
    place = committed_place
    bodies = [event(place, id=f"evt_{number}") for number in range(10)]
    strange = event(place, id="evt_" + "x" * 100)
    answers = await asyncio.gather(
        *(place.send(body, signed(body)) for body in [*bodies[:5], strange, *bodies[5:]]),
        return_exceptions=True,
    )
    assert [getattr(one, "status_code", 500) for one in answers] == [200] * 5 + [500] + [200] * 5
    assert await StripeEvent.all().count() == 10


async def test_a_machine_gets_the_headers_of_every_answer_and_no_cookie(place: Place):
    body = event(place)
    for header, status in ((signed(body), 200), ("", 400)):
        answer = await place.send(body, header)
        assert answer.status_code == status
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert len(answer.headers["x-request-id"]) >= 8
        assert "set-cookie" not in answer.headers


async def test_one_that_is_too_long_is_refused_before_it_is_read(place: Place):
    body = event(place, padding="x" * LARGEST_FORM)
    answer = await place.send(body, signed(body))
    assert (answer.status_code, answer.headers["content-type"][:10]) == (413, "text/plain")
    assert await StripeEvent.all().count() == 0


async def test_the_address_is_for_webhooks_alone(place: Place):
    assert (await place.desk.get("/webhooks/stripe")).status in (404, 405)


async def test_one_for_an_account_of_nobody_here_is_left_alone(place: Place):
    body = event(place, account="acct_of_nobody")
    assert (await place.send(body, signed(body))).status_code == 200
    await jobs.run_jobs()
    kept = await StripeEvent.get(event_id="evt_test_1")
    assert kept.done_at is not None
    assert kept.trouble == "no organisation here has this account"


async def test_trouble_is_shown_to_the_treasurer_who_can_try_again(place: Place):
    body = event(place)
    await place.send(body, signed(body))
    kept = await StripeEvent.get(event_id="evt_test_1")
    with pytest.raises(Exception, match="pi_of_nobody"):
        await act_job({"event": kept.id})
    page = await place.desk.get(place.path("stripe/events"))
    assert "No such payment_intent" in page.text
    assert (await page.submit()).status == 303


async def test_the_table_keeps_a_webhook_as_it_came(place: Place):
    body = event(place)
    await place.send(body, signed(body))
    with pytest.raises((OperationalError, asyncpg.RaiseError), match="stays as it came"):
        await connections.get("default").execute_query(
            "UPDATE stripe_event SET body = 'other words'"
        )


async def test_an_event_of_another_organisation_is_not_here(place: Place):
    made = await StripeEvent.create(
        event_id="evt_other", kind="payout.paid", body="{}", came_by="webhook",
        received_at=clock.now(),
    )  # fmt: skip
    answer = await place.desk.post(place.path(f"stripe/events/{made.id}/again"))
    assert answer.status == 404

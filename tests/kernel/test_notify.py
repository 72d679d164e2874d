"""GOV.UK Notify beside the mail server: once, without a secret or an address in the log."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from coopcouncil.kernel import clock, jobs, mail
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import BadSetting, Config, load
from coopcouncil.kernel.models import MessageStatus, OutboxMessage

pytestmark = pytest.mark.anyio

KEY = "team-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"


@dataclass
class Notify:
    """A Notify of the test's own: keeps what it is sent and answers as it is told."""

    status: int = 201
    outcome: str = "sending"
    sent: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    # The next answer is cut off after the message was taken, as when a worker is killed.
    loses_answer: bool = False


@asynccontextmanager
async def notify(config: Config) -> AsyncIterator[Notify]:
    place = Notify()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Quiet."""

        def _say(self, status: int, value: object) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            place.tokens.append(self.headers["authorization"])
            if place.status != 201:
                error = {"error": "BadRequestError", "message": body["email_address"]}
                self._say(place.status, {"status_code": place.status, "errors": [error]})
                return
            place.sent.append(body)
            if place.loses_answer:
                place.loses_answer = False
                self._say(500, {"status_code": 500, "errors": []})
                return
            self._say(201, {"id": f"n-{len(place.sent)}", "reference": body["reference"]})

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/v2/notifications":
                asked = parse_qs(parts.query)["reference"][0]
                found = [n for n, one in enumerate(place.sent, 1) if one["reference"] == asked]
                rows = [{"id": f"n-{n}", "status": place.outcome} for n in found]
                self._say(200, {"notifications": rows, "links": {}})
            else:
                self._say(200, {"id": parts.path.rsplit("/", 1)[1], "status": place.outcome})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.use(
        replace(
            config,
            notify_key=KEY,
            notify_template="f33517ff-2a88-4f6e-b855-c550268ce08a",
            notify_url=f"http://127.0.0.1:{server.server_address[1]}",
        )
    )
    try:
        yield place
    finally:
        settings.use(config)
        server.shutdown()
        server.server_close()


async def write(**more: Any) -> OutboxMessage:
    context = {"code": "123 456", "link": "http://localhost/x", "minutes": 10}
    return await mail.send(7, "ada@example.org", "email/accounts/sign_in", "en", context, **more)


async def test_notify_carries_what_there_is_no_mail_server_for(db: None, config: Config) -> None:
    async with notify(config) as place:
        message = await write(unsubscribe="https://example.org/stop")
        await OutboxMessage.filter(id=message.id).update(is_sensitive=False)
        assert (message.via, message.status) == ("notify", MessageStatus.QUEUED)
        await jobs.run_jobs()
        await message.refresh_from_db()

    (sent,) = place.sent
    assert sent["email_address"] == "ada@example.org"
    assert sent["personalisation"]["subject"] == message.subject
    assert "123 456" in sent["personalisation"]["body"]
    assert sent["one_click_unsubscribe_url"] == "https://example.org/stop"
    assert place.tokens[0].startswith("Bearer ")
    assert KEY not in place.tokens[0]
    assert (message.status, message.remote_id) == (MessageStatus.SENT, "n-1")


async def test_an_answer_that_was_lost_sends_nothing_twice(db: None, config: Config) -> None:
    async with notify(config) as place:
        place.loses_answer = True
        message = await write()
        with pytest.raises(Exception, match="Notify answered 500"):
            await jobs.run_jobs()
        await jobs.enqueue("send-mail", {"message": message.id})
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            await jobs.run_jobs()
        await message.refresh_from_db()

    assert len(place.sent) == 1
    assert message.status == MessageStatus.SENT


async def test_a_refusal_and_a_later_bounce_are_noted(db: None, config: Config) -> None:
    async with notify(config) as place:
        place.status = 400
        refused = await write()
        await jobs.run_jobs()
        place.status = 201
        later = await write()
        await jobs.run_jobs()
        place.outcome = "permanent-failure"
        with clock.frozen(clock.now() + timedelta(minutes=20)):
            await jobs.run_jobs()
        await refused.refresh_from_db()
        await later.refresh_from_db()

    assert refused.status == MessageStatus.BOUNCED
    assert (later.status, later.reason) == (MessageStatus.BOUNCED, "permanent-failure")


async def test_no_key_and_no_address_reach_the_log(
    db: None, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    # A web server that sets its own logging up enables every logger that was there before.
    logging.getLogger("notifications_python_client.base").disabled = False
    async with notify(config) as place:
        for status in (400, 403, 429, 500):
            place.status = status
            await write()
            try:
                await jobs.run_jobs()
            except Exception:
                logging.getLogger("coopcouncil.jobs").exception("job failed")

    assert "ada@example.org" not in caplog.text
    assert KEY[-36:] not in caplog.text
    assert KEY not in repr(settings.current())


def test_half_a_setting_is_refused_in_one_sentence(tmp_path: Any) -> None:
    home = {"COOPCOUNCIL_HOME": str(tmp_path)}
    with pytest.raises(BadSetting, match="template"):
        load({**home, "COOPCOUNCIL_NOTIFY_KEY": KEY})
    with pytest.raises(BadSetting, match="cannot be read"):
        load({**home, "COOPCOUNCIL_NOTIFY_KEY_FILE": str(tmp_path / "none")})
    (tmp_path / "key").write_text(KEY + "\n")
    given = {"COOPCOUNCIL_NOTIFY_KEY_FILE": str(tmp_path / "key")}
    config = load({**home, **given, "COOPCOUNCIL_NOTIFY_TEMPLATE": "t"})
    assert config.notify_key == KEY
    assert KEY not in repr(config)

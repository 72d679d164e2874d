"""Logs and health: enough to find a fault by, and nobody in it."""

import json
import logging
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from coopcouncil.kernel.config import Config
from coopcouncil.kernel.health import healthz, readyz
from coopcouncil.kernel.logs import JsonLines, RequestLogMiddleware
from coopcouncil.kernel.models import Job
from coopcouncil.kernel.web import ANYONE, get
from tests.pageclient import Pages


@pytest.fixture
def lines() -> Iterator[list[dict[str, object]]]:
    """Every line that is logged, as a reader of the log gets it."""
    found: list[dict[str, object]] = []

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(JsonLines().format(record)))

    reader, ours = Reader(), logging.getLogger("coopcouncil")
    ours.addHandler(reader)
    ours.setLevel("INFO")
    yield found
    ours.removeHandler(reader)


async def show(request: Request) -> Response:
    return PlainTextResponse(request.state.request_id)


async def break_down(request: Request) -> Response:
    raise ValueError("Ada Lovell, 1 High Street")


def browser() -> TestClient:
    site = Starlette(
        routes=[
            get("/code/{code}", show, who=ANYONE, name="code"),
            get("/broken", break_down, who=ANYONE, name="broken"),
        ]
    )
    return TestClient(RequestLogMiddleware(site), raise_server_exceptions=False)


def test_a_request_is_logged_by_its_route_and_not_by_its_address(
    lines: list[dict[str, object]],
) -> None:
    answer = browser().get("/code/QWERTY?email=ada@example.org", headers={"user-agent": "Lynx"})
    (line,) = lines
    assert line["route"] == "code"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["request"] == answer.text == answer.headers["x-request-id"]
    text = json.dumps(line)
    for private in ("QWERTY", "ada@", "testclient", "Lynx"):
        assert private not in text


def test_a_fault_is_logged_with_its_place_and_without_its_words(
    lines: list[dict[str, object]],
) -> None:
    assert browser().get("/broken").status_code == 500
    fault = next(line for line in lines if line["event"] == "request failed")
    assert fault["trouble"] == "ValueError"
    assert any("break_down" in str(frame) for frame in fault["where"])  # type: ignore[attr-defined]
    assert "Lovell" not in json.dumps(lines)


def test_the_number_that_a_proxy_gave_is_kept_and_nonsense_is_not(
    lines: list[dict[str, object]],
) -> None:
    given = "0f1e2d3c4b5a6978"
    assert browser().get("/code/x", headers={"x-request-id": given}).text == given
    assert browser().get("/code/x", headers={"x-request-id": "a b\tc"}).text != "a b\tc"


async def test_health_says_that_all_is_well(client: Pages) -> None:
    answer = await client.get("/healthz")
    assert answer.status == 200
    assert json.loads(answer.body) == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "dead_jobs": 0,
    }
    assert (await client.get("/readyz")).status == 200


async def test_health_counts_dead_jobs(client: Pages) -> None:
    await Job.create(name="x", organisation_id=0, payload={}, died_at="2026-01-01T00:00Z")
    assert json.loads((await client.get("/healthz")).body)["dead_jobs"] == 1


async def test_health_notices_a_missing_migration(client: Pages) -> None:
    from tortoise import connections

    await connections.get("default").execute_script(
        "DELETE FROM tortoise_migrations WHERE name LIKE '0003%'"
    )
    answer = await client.get("/healthz")
    assert answer.status == 503
    assert json.loads(answer.body)["migrations"] == "1 to apply"


async def test_health_without_a_database(config: Config) -> None:
    from tortoise.context import TortoiseContext

    from coopcouncil.kernel.db import tortoise_config

    async with TortoiseContext() as context:
        await context.init(config=tortoise_config("postgresql://x@127.0.0.1:1/x"))
        request = Request({"type": "http", "headers": []})
        assert (await healthz(request)).status_code == 503
        assert (await readyz(request)).status_code == 503

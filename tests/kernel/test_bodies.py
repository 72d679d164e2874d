"""A body that is too long is refused before it is kept, whatever it says of its length."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from coopcouncil.app import make_app
from coopcouncil.kernel.bodies import LARGEST_FORM
from coopcouncil.kernel.config import Config
from tests.pageclient import ORIGIN

pytestmark = pytest.mark.anyio

OURS = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}


def browser(config: Config) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=make_app(config)), base_url=ORIGIN, headers=OURS
    )


async def test_a_long_form_is_refused(db: None, config: Config) -> None:
    async with browser(config) as asking:
        answer = await asking.post("/sign-in", content=b"address=" + b"a" * LARGEST_FORM)

    assert answer.status_code == 413
    assert "too large" in answer.text


async def test_a_long_form_that_hides_its_length_is_refused(db: None, config: Config) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _piece in range(10_000):
            sent += 100_000
            yield b"a" * 100_000

    async with browser(config) as asking:
        answer = await asking.post("/sign-in", content=endless())

    # The form's reader gives up at a field of a million bytes, before the limit of the whole.
    assert answer.status_code in (400, 413)
    assert sent <= LARGEST_FORM + 200_000


async def test_a_length_that_is_none_is_refused(db: None, config: Config) -> None:
    async with browser(config) as asking:
        answer = await asking.post(
            "/sign-in", content=b"address=a", headers={"content-length": "many"}
        )

    assert answer.status_code == 400


async def test_a_short_form_passes(db: None, config: Config) -> None:
    async with browser(config) as asking:
        answer = await asking.post("/sign-in", content=b"address=ada@example.org")

    assert answer.status_code in (200, 303, 422)

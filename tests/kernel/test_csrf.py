"""Forms are taken from our own pages alone."""

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from coopcouncil.app import RefusalMiddleware
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.csrf import CsrfMiddleware

URL = "http://coop.example"


async def show(request: Request) -> Response:
    if request.method == "POST":
        form = await request.form()
        return PlainTextResponse(str(form["word"]))
    return PlainTextResponse(request.state.csrf)


@pytest.fixture
def browser_of_old(config: Config) -> httpx2.AsyncClient:
    """One that says nothing of where its forms come from."""
    app = Starlette(
        routes=[Route("/", show, methods=["GET", "POST"])],
        middleware=[
            Middleware(RefusalMiddleware),
            Middleware(CsrfMiddleware, secret=b"s" * 32, secure=False),
        ],
    )
    app.state.config = config
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=URL)


async def test_a_form_with_its_token_is_taken(browser_of_old):
    token = (await browser_of_old.get("/")).text
    again = (await browser_of_old.get("/")).text
    assert token != again, "a token that never changes gives itself away by compression"
    for each in (token, again):
        answer = await browser_of_old.post("/", data={"csrf": each, "word": "vote"})
        assert (answer.status_code, answer.text) == (200, "vote")


@pytest.mark.parametrize("token", ["", "0" * 128, "é", "not hex", "0"])
async def test_a_form_without_its_token_is_refused(browser_of_old, token):
    await browser_of_old.get("/")
    answer = await browser_of_old.post("/", data={"csrf": token, "word": "vote"})
    assert answer.status_code == 403


async def test_a_token_without_its_cookie_is_refused(browser_of_old):
    token = (await browser_of_old.get("/")).text
    browser_of_old.cookies.clear()
    answer = await browser_of_old.post("/", data={"csrf": token, "word": "vote"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": URL}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
async def test_a_browser_that_says_where_it_comes_from_needs_no_token(
    browser_of_old, headers, status
):
    answer = await browser_of_old.post("/", data={"word": "vote"}, headers=headers)
    assert answer.status_code == status

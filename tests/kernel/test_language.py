"""The language that is asked for in an address."""

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from coopcouncil.kernel.i18n import LanguageMiddleware

pytestmark = pytest.mark.anyio


async def test_it_is_remembered_before_the_answer_goes_out() -> None:
    """Whoever has the answer may ask for the next page at once, and gets it in this language."""
    done: list[str] = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        done.append("asked")
        await PlainTextResponse("Croeso")(scope, receive, send)

    async def remember(_scope: Scope, language: str) -> None:
        done.append(f"remembered {language}")

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        done.append(message["type"])

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "headers": [],
        "query_string": b"lang=cy",
    }
    await LanguageMiddleware(page, remember=remember)(scope, receive, send)
    assert done == ["asked", "remembered cy", "http.response.start", "http.response.body"]

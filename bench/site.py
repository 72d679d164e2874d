"""The whole site in this process, asked for pages without a network."""

import asyncio
from time import perf_counter

from coopcouncil.accounts.session import COOKIE
from coopcouncil.app import make_app
from coopcouncil.kernel.config import Config


class Site:
    """The whole site, asked without a network."""

    def __init__(self, config: Config, cookie: str) -> None:
        self.app = make_app(config)
        self.cookie = cookie

    async def get(self, path: str, query: str) -> float:
        """How long one page takes; it must be a page."""
        status = 0

        asked = False

        async def receive() -> dict[str, object]:
            nonlocal asked
            if asked:
                # The reader stays; what is streamed ends by itself.
                await asyncio.Event().wait()
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, object]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(str(message["status"]))

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [
                (b"host", b"localhost"),
                (b"accept", b"text/html"),
                (b"accept-language", b"en-GB"),
                (b"cookie", f"{COOKIE}={self.cookie}".encode()),
            ],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        began = perf_counter()
        await self.app(scope, receive, send)  # type: ignore[arg-type]
        took = perf_counter() - began
        if status != 200:
            raise AssertionError(f"{path}?{query} is {status}")
        return took

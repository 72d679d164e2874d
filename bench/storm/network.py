"""Ports, and what is sent to them."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import urllib.error
import urllib.parse
import urllib.request
from typing import Any


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kw: Any) -> None:
        return None


def post(address: str, **typed: str) -> str:
    """Send a form; where it leads."""
    opener = urllib.request.build_opener(_Stay)
    request = urllib.request.Request(address, urllib.parse.urlencode(typed).encode())
    try:
        with opener.open(request, timeout=60) as answer:
            answer.read()
            return ""
    except urllib.error.HTTPError as answer:
        return str(answer.headers.get("location") or "")


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def answering(port: int) -> None:
    """Wait until somebody listens."""
    async with asyncio.timeout(300):
        while True:
            with contextlib.suppress(OSError):
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)

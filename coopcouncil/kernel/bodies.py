"""How much a request may send, held while it arrives: nothing fills the memory or the disk."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coopcouncil.kernel.errors import NotHere, TooLarge, Unreadable

LARGEST_FORM = 2_000_000
"""Bytes of a form without files; the longest roll's ranked paper takes a hundredth of it."""
AROUND_A_FILE = 1_000_000
"""Bytes that a form with a file may have besides the file."""


class BodyLimitMiddleware:
    """Refuses a body that is longer than a form, or than the largest file where it has files."""

    def __init__(self, app: ASGIApp, largest_file: int) -> None:
        self.app, self.largest_file = app, largest_file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and ("\0" in scope["path"] or b"%00" in scope["query_string"]):
            # No name, number or word has it, and no table can be asked for it.
            raise NotHere
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        has_files = headers.get("content-type", "").startswith("multipart/form-data")
        limit = self.largest_file + AROUND_A_FILE if has_files else LARGEST_FORM
        told = headers.get("content-length", "0")
        if not (told.isascii() and told.isdigit()):
            raise Unreadable
        if int(told[:18]) > limit:
            raise TooLarge(limit)
        come = 0

        async def counting() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > limit:
                raise TooLarge(limit)
            return message

        await self.app(scope, counting, send)

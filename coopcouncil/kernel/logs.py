"""Logs: one JSON object a line on standard error, with the request's number and no person in it.

A route is named by its pattern: an address can bear a code, a query can bear anything. There
is no network address, no user agent and no text of an error's arguments from the database.
"""

import json
import logging
import re
import secrets
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

log = logging.getLogger("coopcouncil.web")


def begin(level: str = "INFO") -> None:
    """Send every log of the process to standard error in our form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(noisy).handlers.clear()
        logging.getLogger(noisy).propagate = noisy != "uvicorn.access"
    # They write parameters, addresses or whole messages at lower levels.
    for talkative in (
        "uvicorn.error",
        "tortoise",
        "asyncio",
        "weasyprint",
        "fontTools",
        "botocore",
    ):
        logging.getLogger(talkative).setLevel("WARNING")


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if number := request_id.get():
            line["request"] = number
        line |= {name: value for name, value in vars(record).items() if name not in _PLAIN}
        if record.exc_info and record.exc_info[1]:
            line["trouble"] = type(record.exc_info[1]).__name__
            line["where"] = _frames(record.exc_info[1])
        return json.dumps(line, default=str, ensure_ascii=False)


def _frames(trouble: BaseException) -> list[str]:
    """Where it happened, without what was said: messages of errors quote people's data."""
    frames = traceback.extract_tb(trouble.__traceback__)
    here = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    if trouble.__cause__:
        here += [type(trouble.__cause__).__name__, *_frames(trouble.__cause__)]
    return here


class RequestLogMiddleware:
    """Gives each request its number, in the log, in `request.state` and in the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number, begun, status = _number(scope), perf_counter(), 500
        scope.setdefault("state", {})["request_id"] = number
        token = request_id.set(number)

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message.get("headers", ()), (b"x-request-id", number.encode())]
                message = {**message, "headers": headers}
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception:
            log.exception("request failed", extra={"route": _route(scope)})
            raise
        finally:
            about = {
                "route": _route(scope),
                "method": scope["method"],
                "status": status,
                "ms": round((perf_counter() - begun) * 1000, 1),
            }
            log.info("request", extra=about)
            request_id.reset(token)


def _number(scope: Scope) -> str:
    """The number that a proxy gave, where it is one, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _GIVEN.fullmatch(text := value.decode("latin-1")):
            return str(text)
    return secrets.token_hex(8)


def _route(scope: Scope) -> str:
    """The name of the route that answered, never the address that was asked."""
    return str(scope["state"].get("route_name", "-"))

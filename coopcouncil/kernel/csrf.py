"""Forms are only taken from our own pages.

Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`); where one says
neither, the form must carry the token that the reader's cookie was given.
"""

import hashlib
import hmac
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coopcouncil.kernel.errors import NotFromHere, Unreadable

COOKIE = "coopcouncil_form"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class CsrfMiddleware:
    """Puts the form token on `request.state.csrf` and refuses forms from elsewhere."""

    def __init__(self, app: ASGIApp, secret: bytes, secure: bool, by_letter: str = r"(?!)") -> None:
        """`by_letter` matches addresses that bear their own signed permission, as from a message:
        mail programs send to them, and there is nothing that a stranger's page could add."""
        self.app, self.secure = app, secure
        self.by_letter = re.compile(by_letter)
        self.key = hashlib.sha256(b"csrf:" + secret).digest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        seed, fresh = _cookie(headers), False
        if seed is None:
            seed, fresh = secrets.token_urlsafe(18), True
        token = self.token(seed)
        scope.setdefault("state", {})["csrf"] = masked(token)

        if scope["method"] not in SAFE and not self.by_letter.fullmatch(scope["path"]):
            verdict = from_our_own_page(headers)
            if verdict is False:
                raise NotFromHere
            if verdict is None:
                sent, receive = await _sent_token(headers, receive)
                if fresh or not hmac.compare_digest(unmasked(sent).encode(), token.encode()):
                    raise NotFromHere

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and fresh:
                secure = "; Secure" if self.secure else ""
                MutableHeaders(scope=message).append(
                    "set-cookie", f"{COOKIE}={seed}; Path=/; HttpOnly; SameSite=Lax{secure}"
                )
            await send(message)

        await self.app(scope, receive, sending)

    def token(self, seed: str) -> str:
        """The token for the cookie's seed."""
        return hmac.new(self.key, seed.encode(), hashlib.sha256).hexdigest()


def masked(token: str) -> str:
    """The token as a page shows it, never twice alike.

    Pages are sent compressed, and what compresses well gives itself away by its length.
    """
    mask = secrets.token_bytes(len(token) // 2)
    hidden = bytes(a ^ b for a, b in zip(mask, bytes.fromhex(token), strict=True))
    return mask.hex() + hidden.hex()


def unmasked(sent: str) -> str:
    """The token of what a page showed; nothing that is a token for anything else."""
    try:
        both = bytes.fromhex(sent)
    except ValueError:
        return ""
    mask, hidden = both[: len(both) // 2], both[len(both) // 2 :]
    return bytes(a ^ b for a, b in zip(mask, hidden, strict=False)).hex()


def from_our_own_page(headers: Headers) -> bool | None:
    """What the browser says of where a form comes from; None when it says nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return None
    try:
        return urlsplit(origin).netloc == headers.get("host")
    except ValueError:
        return False


def _cookie(headers: Headers) -> str | None:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except CookieError:
        return None
    found = jar.get(COOKIE)
    return found.value if found and 16 <= len(found.value) <= 64 else None


async def _sent_token(headers: Headers, receive: Receive) -> tuple[str, Receive]:
    """The form's token, and the body put back for the view to read."""
    if token := headers.get("x-csrf-token"):
        return token, receive
    if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        # An upload from a browser that says nothing of its origin is refused: finding the
        # token would mean holding the whole body. Browsers have sent Origin since 2020.
        return "", receive
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=5000)
    except ValueError:
        raise Unreadable from None
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return fields.get("csrf", [""])[0], again

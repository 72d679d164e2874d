"""One sentence that outlives one redirect: a short signed cookie, shown once."""

import base64
import hashlib
import hmac
import json

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "coopcouncil_said"
SECONDS = 300
MOST = 1_500


def flash(request: Request, sentence: str) -> None:
    """Say this on the next page that the reader sees."""
    said = _said(request)
    if sum(len(text) for text in said) + len(sentence) <= MOST:
        said.append(sentence)


def keep(request: Request, response: Response) -> None:
    """Carry what was said over a redirect."""
    said = _said(request)
    if said:
        text = base64.urlsafe_b64encode(json.dumps(said).encode()).decode()
        response.set_cookie(
            COOKIE,
            f"{text}.{_mac(request, text)}",
            max_age=SECONDS,
            httponly=True,
            samesite="lax",
            secure=request.app.state.config.is_secure,
        )


def shown(request: Request, response: Response) -> None:
    """The page has shown them: forget."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")


def waiting(request: Request) -> tuple[str, ...]:
    """The sentences to show on this page."""
    return tuple(_said(request))


def _said(request: Request) -> list[str]:
    found: list[str] | None = getattr(request.state, "said", None)
    if found is None:
        found = request.state.said = _from_cookie(request)
    return found


def _from_cookie(request: Request) -> list[str]:
    text, _, mac = request.cookies.get(COOKIE, "").partition(".")
    if not mac.isascii() or not hmac.compare_digest(mac, _mac(request, text)):
        return []
    sentences: list[str] = json.loads(base64.urlsafe_b64decode(text))
    return sentences


def _mac(request: Request, text: str) -> str:
    secret = request.app.state.config.secret_key
    key = hashlib.sha256(b"flash:" + secret).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

"""Codes, links and cookies: made at random, kept as keyed hashes, compared in constant time."""

import base64
import hashlib
import hmac
import json
import secrets

from coopcouncil.accounts.rules import CODE_DIGITS
from coopcouncil.kernel.config import current


def new_code() -> str:
    """Figures to type: few, so they live for minutes and for a handful of tries."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def new_token() -> str:
    """256 random bits, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest(purpose: str, text: str) -> bytes:
    """A keyed hash: without the installation's secret, six figures cannot be tried out."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).digest()


def same(one: bytes, other: bytes) -> bool:
    """Compared without telling by its duration how much agrees."""
    return hmac.compare_digest(one, other)


def signed(purpose: str, value: dict[str, str]) -> str:
    """A small cookie that its bearer can read and not change."""
    text = base64.urlsafe_b64encode(json.dumps(value).encode()).decode()
    return f"{text}.{digest(purpose, text).hex()}"


def unsigned(purpose: str, cookie: str) -> dict[str, str] | None:
    """What `signed` wrote, or nothing if anybody changed it."""
    text, _, mac = cookie.partition(".")
    if not cookie.isascii() or not hmac.compare_digest(mac, digest(purpose, text).hex()):
        return None
    value: dict[str, str] = json.loads(base64.urlsafe_b64decode(text))
    return value


def session_cookie(token: str) -> str:
    """The session's token, signed: a forged one costs no look at the database."""
    return f"{token}.{digest('session-cookie', token).hex()}"


def session_token(cookie: str) -> str | None:
    """The token of a cookie that we signed."""
    token, _, mac = cookie.partition(".")
    if not cookie.isascii():
        return None
    return token if hmac.compare_digest(mac, digest("session-cookie", token).hex()) else None


def _key(purpose: str) -> bytes:
    return hashlib.sha256(b"accounts:" + purpose.encode() + b":" + current().secret_key).digest()

"""Keeping a secret in the database: sealed with the site's key, which is not in it.

AES-256-GCM with a fresh nonce for each text. `purpose` keeps one sort of secret from being read as
another; `about` binds it to its row, so that a sealed text moved to another row does not open.
"""

import hmac
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from coopcouncil.kernel.config import current

NONCE = 12


class WrongKey(Exception):
    """Sealed with another key, or for another row: an operator's trouble, never a visitor's."""


def seal(text: str, purpose: str, about: str) -> bytes:
    """The text, unreadable without the site's key."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(purpose)).encrypt(nonce, text.encode(), about.encode())


def unseal(sealed: bytes, purpose: str, about: str) -> str:
    """The text again."""
    sealed = bytes(sealed)
    try:
        plain = AESGCM(_key(purpose)).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except InvalidTag as trouble:
        raise WrongKey(purpose) from trouble
    return plain.decode()


def fingerprint(text: str, purpose: str) -> bytes:
    """Always the same for the same text, and of no use without the site's key."""
    return hmac.digest(_key("fingerprint:" + purpose), text.encode(), "sha256")


def _key(purpose: str) -> bytes:
    return sha256(b"sealing:" + purpose.encode() + b":" + current().secret_key).digest()

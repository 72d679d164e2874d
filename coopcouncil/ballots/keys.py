"""Sealing and opening: HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM.

`info` names the ballot and the roll entry, so an envelope opens for its own entry alone. The
private half is made here and handed out: to a file that is its owner's alone, or to the
returning officer's browser. It is never in the database, a backup, a session or a log.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from coopcouncil.kernel.config import kept_secret, private_folder

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def make() -> tuple[bytes, bytes]:
    """A fresh key: its private and its public half."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_half(private: bytes) -> bytes:
    """The public half that belongs to a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(public: bytes, ballot: int, about: str, paper: bytes) -> bytes:
    """The paper as only the private half can open it."""
    return _SUITE.encrypt(
        paper, X25519PublicKey.from_public_bytes(public), info=_info(ballot, about)
    )


def entry(roll_entry: int) -> str:
    """What an envelope is about."""
    return f"entry/{roll_entry}"


def batch(paper_batch: int) -> str:
    """What a sealed batch of papers is about."""
    return f"batch/{paper_batch}"


def keyed(paper_batch: int, place: int, officer: int) -> str:
    """What a paper that an officer keyed is about."""
    return f"batch/{paper_batch}/{place}/{officer}"


class Opener:
    """The private half at work. Made where the box is opened, and dropped right after."""

    def __init__(self, private: bytes) -> None:
        self._private = X25519PrivateKey.from_private_bytes(private)

    def open(self, ballot: int, about: str, sealed: bytes) -> bytes | None:
        """What was sealed, or nothing where this key, ballot or entry is not its own."""
        try:
            return _SUITE.decrypt(sealed, self._private, info=_info(ballot, about))
        except (InvalidTag, ValueError):
            return None

    def open_all(
        self, ballot: int, envelopes: Iterable[tuple[int, bytes]]
    ) -> list[tuple[int, bytes | None]]:
        """Many envelopes: roll entries and what each held."""
        return [(one, self.open(ballot, entry(one), sealed)) for one, sealed in envelopes]


def rehearse(public: bytes, private: bytes, ballot: int) -> bool:
    """Whether this private half opens what is sealed for the ballot: shown, not assumed."""
    test = secrets.token_bytes(16)
    sealed = seal(public, ballot, "rehearsal", test)
    return Opener(private).open(ballot, "rehearsal", sealed) == test


def keep(folder: Path, public: bytes, private: bytes) -> None:
    """Put the private half into a file of its owner's alone, on the disk before we go on."""
    private_folder(folder)
    path = _path(folder, public)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(private)
        file.flush()
        os.fsync(file.fileno())
    _sync(folder)


def kept(folder: Path, public: bytes) -> bytes | None:
    """The private half that this installation keeps, if it does."""
    try:
        return _path(folder, public).read_bytes()
    except FileNotFoundError:
        return None


def destroy(folder: Path, public: bytes) -> bool:
    """Overwrite and remove the private half; whether there was one."""
    return _overwrite(_path(folder, public))


def comparing(folder: Path, public: bytes) -> bytes:
    """The key under which two officers' keyings of a ballot's papers are held side by side.

    Made on first use, a file of its owner's alone, one a ballot: it goes with the box, so that
    nobody can try papers against the sums that stay in a backup.
    """
    return kept_secret(_comparing(folder, public)).encode()


def destroy_comparing(folder: Path, public: bytes) -> bool:
    """Overwrite and remove that key; whether there was one."""
    return _overwrite(_comparing(folder, public))


def _overwrite(path: Path) -> bool:
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return False
    path.unlink(missing_ok=True)
    _sync(path.parent)
    return True


def _path(folder: Path, public: bytes) -> Path:
    # Named by the public half: numbers of ballots come again in a restored database.
    return folder / f"ballot-{_name(public)}.key"


def _comparing(folder: Path, public: bytes) -> Path:
    return folder / f"ballot-{_name(public)}.compare"


def _name(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:32]


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _info(ballot: int, about: str) -> bytes:
    return f"coopcouncil/ballot/{ballot}/{about}".encode()

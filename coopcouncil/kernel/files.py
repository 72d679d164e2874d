"""Uploads and made documents, stored under the hash of their bytes.

In a folder of the home, or in any S3-compatible store (`COOPCOUNCIL_FILES_URL`:
`s3://key:secret@host:port/bucket?region=…&tls=no`; `s3:///bucket` takes the environment's
credentials). The same bytes are stored once, whoever brings them; the row says whose they are.
"""

import asyncio
import os
import re
import secrets
import unicodedata
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from coopcouncil.kernel import clock, config
from coopcouncil.kernel.errors import NotHere, TooLarge
from coopcouncil.kernel.models import INSTALLATION, StoredFile

PIECE = 256 * 1024
CONTENT_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,80}")


class Store(Protocol):
    """Where bytes lie. The contract test holds every kind of store to the same."""

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes; for good when this returns. Keeping the same twice is nothing new."""

    def open(self, key: str) -> IO[bytes]:
        """The bytes to read; `NotHere` where there are none."""

    def remove(self, key: str) -> None:
        """Forget the bytes, if they are there."""

    def older_than(self, moment: datetime) -> list[str]:
        """The keys that were last put before the moment."""


async def put(
    organisation_id: int | None,
    name: str,
    content_type: str,
    data: bytes,
    *,
    made_here: bool = False,
) -> StoredFile:
    """Keep a file for an organisation. The bytes are kept at once, the row with the transaction.

    `TooLarge` past the limit of uploads; what the program itself made (`made_here`: a bundle, a
    print) has none, since a large election must be publishable too.
    """
    limit = config.current().files_limit
    if len(data) > limit and not made_here:
        raise TooLarge(limit)
    digest = sha256(data).hexdigest()
    await asyncio.to_thread(store().put, digest, data)
    return await StoredFile.create(
        organisation_id=organisation_id or INSTALLATION,
        name=safe_name(name),
        content_type=safe_type(content_type),
        size=len(data),
        sha256=digest,
        created_at=clock.now(),
    )


async def read(file: StoredFile) -> bytes:
    """All bytes of a file at once."""
    return b"".join([piece async for piece in stream(file)])


async def stream(file: StoredFile) -> AsyncIterator[bytes]:
    """The bytes in pieces, for an answer that needs no room for all."""
    opened = await asyncio.to_thread(store().open, file.sha256)
    with closing(opened):
        while piece := await asyncio.to_thread(opened.read, PIECE):
            yield piece


async def sweep() -> int:
    """Forget bytes that no row has needed for a day: of rows deleted, or never committed."""
    forgotten = 0
    # By age, not at the deletion: the same bytes may just now be coming in again.
    for key in await asyncio.to_thread(store().older_than, clock.now() - timedelta(days=1)):
        if not await StoredFile.exists(sha256=key):
            await asyncio.to_thread(store().remove, key)
            forgotten += 1
    return forgotten


def safe_name(name: str) -> str:
    """A file's name without folders, control characters or anything else that could mislead."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        " " if mark in '<>:"|?*' else mark
        for mark in plain
        if unicodedata.category(mark) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    )
    stem, dot, ending = " ".join(kept.split()).strip(". ").rpartition(".")
    if not dot:
        return ending[:100] or "file"
    return f"{stem[:100]}.{ending[:20]}"


def safe_type(content_type: str) -> str:
    """The content type in its plain form, or the one that browsers only save."""
    plain = content_type.partition(";")[0].strip().lower()
    return plain if CONTENT_TYPE.fullmatch(plain) else "application/octet-stream"


def store() -> Store:
    """The store of this process's settings."""
    settings = config.current()
    return _store(settings.files_url, settings.home / "files")


@cache
def _store(url: str | None, folder: Path) -> Store:
    return S3Store.of(url) if url else FolderStore(folder)


@dataclass(frozen=True)
class FolderStore:
    """Files in a folder, two levels deep by their hash."""

    folder: Path

    def put(self, key: str, data: bytes) -> None:
        path = self._path(key)
        if path.exists():
            os.utime(path)
            return
        config.private_folder(self.folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{key}.{secrets.token_hex(4)}")
        with open(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
        _sync_folder(path.parent)

    def open(self, key: str) -> IO[bytes]:
        try:
            return open(self._path(key), "rb")
        except FileNotFoundError as trouble:
            raise NotHere from trouble

    def remove(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> list[str]:
        return [
            path.name for path in kept(self.folder) if path.stat().st_mtime < moment.timestamp()
        ]

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:4] / key


@dataclass(frozen=True)
class S3Store:
    """Files in one bucket of an S3-compatible store. Needs the extra `s3`."""

    client: Any
    bucket: str

    @classmethod
    def of(cls, url: str) -> "S3Store":
        """The store that an address names."""
        import boto3
        from botocore.config import Config as BotoConfig

        parts = urlsplit(url)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.scheme != "s3" or not parts.path.strip("/"):
            raise config.BadSetting("COOPCOUNCIL_FILES_URL must look like s3://host/bucket.")
        endpoint = None
        if parts.hostname:
            host = parts.hostname + (f":{parts.port}" if parts.port else "")
            endpoint = f"{'http' if asked.get('tls') == 'no' else 'https'}://{host}"
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name=asked.get("region", "eu-west-2"),
            aws_access_key_id=unquote(parts.username) if parts.username else None,
            aws_secret_access_key=unquote(parts.password) if parts.password else None,
            config=BotoConfig(retries={"max_attempts": 4}, connect_timeout=5, read_timeout=30),
        )
        return cls(client, parts.path.strip("/"))

    def put(self, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=key, Body=data)

    def open(self, key: str) -> IO[bytes]:
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=key)
        except self.client.exceptions.NoSuchKey as trouble:
            raise NotHere from trouble
        body: IO[bytes] = answer["Body"]
        return body

    def remove(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=key)

    def older_than(self, moment: datetime) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        found = (entry for page in pages for entry in page.get("Contents", ()))
        return [entry["Key"] for entry in found if entry["LastModified"] < moment]


def kept(folder: Path) -> Iterator[Path]:
    """Every file of a folder store, for a backup."""
    yield from sorted(path for path in folder.glob("??/??/*") if path.is_file())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""The file store: one contract, held by the folder and by an S3-compatible server."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from coopcouncil.kernel import config as settings
from coopcouncil.kernel import files
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.errors import NotHere, TooLarge
from coopcouncil.kernel.files import FolderStore, S3Store, Store
from coopcouncil.kernel.models import StoredFile

WORDS = b"Rhybudd: cyfarfod cyffredinol"
KEY = sha256(WORDS).hexdigest()


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a bucket on a server of this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    url = f"s3://key:secret@{host}:{port}/uploads?tls=no"
    S3Store.of(url).client.create_bucket(
        Bucket="uploads", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
    )
    yield url
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path / "files")
    return S3Store.of(request.getfixturevalue("s3"))


def test_what_is_put_can_be_read_again_and_again(store: Store) -> None:
    store.put(KEY, WORDS)
    store.put(KEY, WORDS)
    for _twice in range(2):
        with store.open(KEY) as found:
            assert found.read(7) == WORDS[:7]
            assert found.read() == WORDS[7:]


def test_what_is_not_there_is_said_so(store: Store) -> None:
    with pytest.raises(NotHere):
        store.open(sha256(b"never").hexdigest())


def test_what_is_removed_is_gone_and_may_be_removed_again(store: Store) -> None:
    store.put(KEY, WORDS)
    store.remove(KEY)
    store.remove(KEY)
    with pytest.raises(NotHere):
        store.open(KEY)


def test_old_keys_are_told_apart_from_new_ones(store: Store) -> None:
    store.put(KEY, WORDS)
    now = datetime.now(UTC)
    assert store.older_than(now - timedelta(hours=1)) == []
    assert store.older_than(now + timedelta(hours=1)) == [KEY]
    store.remove(KEY)


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    FolderStore(tmp_path / "files").put(KEY, WORDS)
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0
    assert [path.name for path in files.kept(tmp_path / "files")] == [KEY]


@pytest.fixture
def own_place(config: Config, tmp_path: Path) -> Iterator[Config]:
    yield settings.use(replace(config, home=tmp_path, files_limit=1000))
    settings.use(config)


async def test_an_upload_comes_back_as_it_was(db: None, own_place: Config) -> None:
    row = await files.put(7, "Papur.PDF", "Application/PDF; x=y", WORDS * 30)
    assert (row.name, row.content_type, row.size) == ("Papur.PDF", "application/pdf", 870)
    assert await files.read(row) == WORDS * 30


async def test_an_upload_past_the_limit_is_refused(db: None, own_place: Config) -> None:
    with pytest.raises(TooLarge):
        await files.put(7, "big", "text/plain", bytes(1001))
    assert await StoredFile.all().count() == 0


async def test_what_is_made_here_may_be_larger_than_an_upload(db: None, own_place: Config) -> None:
    row = await files.put(7, "bundle.zip", "application/zip", bytes(1001), made_here=True)
    assert row.size == 1001


async def test_only_what_no_row_needs_is_swept(db: None, own_place: Config) -> None:
    kept, gone = (
        await files.put(7, "a.txt", "text/plain", WORDS),
        await files.put(7, "b.txt", "text/plain", b"other"),
    )
    await files.put(8, "c.txt", "text/plain", WORDS)
    await gone.delete()
    await kept.delete()
    assert await files.sweep() == 0  # Too young: a transaction may be about to need them.
    for path in files.kept(own_place.home / "files"):
        os.utime(path, times=(time.time() - 2 * 86_400,) * 2)
    assert await files.sweep() == 1
    assert await files.read(await StoredFile.get(organisation_id=8)) == WORDS


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\Cofnodion Mawrth.docx", "Cofnodion Mawrth.docx"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("exe\u202efdp.pdf", "exefdp.pdf"),
        ("...", "file"),
        ("", "file"),
        ('what? "this".csv', "what this .csv"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given: str, safe: str) -> None:
    assert files.safe_name(given) == safe


def test_a_content_type_that_is_none_is_only_saved() -> None:
    assert files.safe_type("text/html\r\nX: y") == "application/octet-stream"
    assert files.safe_type("") == "application/octet-stream"

"""Backup and restore: what comes back is what was there, and a damaged file brings nothing."""

import json
import zipfile
from pathlib import Path

import asyncpg
import pytest
from tortoise import connections

from coopcouncil.kernel import audit, files
from coopcouncil.kernel import config as settings
from tests.commands.process import coopcouncil
from tests.make import make_member, make_organisation


async def everything(dsn: str) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    connection = await asyncpg.connect(dsn)
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname='public'")
        return {
            table["tablename"]: [
                row["line"]
                for row in await connection.fetch(
                    f'SELECT t::text AS line FROM "{table["tablename"]}" t ORDER BY 1'
                )
            ]
            for table in tables
        }
    finally:
        await connection.close()


@pytest.fixture
async def saved(fresh_db: str, tmp_path: Path) -> Path:
    """The backup of an installation with members, a record and a file."""
    old = settings.current()
    settings.use(settings.load({"COOPCOUNCIL_HOME": str(tmp_path / "home")}))
    org = await make_organisation("Tai Glanwern", slug="glanwern")
    await make_member(org, "Ffion Dŵr")
    await audit.seal(org.id)
    await files.put(org.id, "rheolau.pdf", "application/pdf", b"%PDF-1.7 rheolau")
    settings.use(old)
    await connections.close_all(discard=False)
    file = tmp_path / "saved.zip"
    said = await coopcouncil("backup", file, dsn=fresh_db, home=tmp_path / "home")
    assert (said.code, said.err) == (0, "")
    return file


async def test_what_is_restored_is_what_was_saved(
    saved: Path, fresh_db: str, empty_db: str, tmp_path: Path
) -> None:
    before = await everything(fresh_db)
    said = await coopcouncil("restore", saved, dsn=empty_db, home=tmp_path / "new")
    assert said.code == 0, said.err

    assert await everything(empty_db) == before
    assert len(before["member"]) == 1
    kept = list(files.kept(tmp_path / "new" / "files"))
    assert [path.read_bytes() for path in kept] == [b"%PDF-1.7 rheolau"]
    said = await coopcouncil("audit", "verify", "glanwern", dsn=empty_db, home=tmp_path / "new")
    assert said.code == 0, said.out


async def test_no_key_is_in_a_backup(saved: Path, tmp_path: Path) -> None:
    keys = [path.read_bytes() for path in (tmp_path / "home" / "keys").iterdir()]
    assert keys
    with zipfile.ZipFile(saved) as archive:
        for name in archive.namelist():
            assert not any(key in archive.read(name) for key in keys)


async def test_an_installation_is_not_overwritten_unasked(
    saved: Path, fresh_db: str, tmp_path: Path
) -> None:
    before = await everything(fresh_db)
    said = await coopcouncil("restore", saved, dsn=fresh_db, home=tmp_path / "home")
    assert said.code == 2
    assert "--replace" in said.err
    assert await everything(fresh_db) == before

    said = await coopcouncil("restore", saved, "--replace", dsn=fresh_db, home=tmp_path / "home")
    assert said.code == 0, said.err
    assert await everything(fresh_db) == before


async def test_a_database_in_use_is_left_alone(saved: Path, empty_db: str, tmp_path: Path) -> None:
    user = await asyncpg.connect(empty_db)
    said = await coopcouncil("restore", saved, dsn=empty_db, home=tmp_path / "new")
    await user.close()
    assert (said.code, said.out) == (2, "")
    assert "stop the site" in said.err


def with_change(saved: Path, part: str, change: bytes) -> Path:
    """A copy of the backup in which one part is another."""
    copy = saved.with_name("changed.zip")
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(name, change if name.startswith(part) else old.read(name))
    return copy


@pytest.mark.parametrize("damage", ["short", "dump", "file", "manifest", "more", "no zip", "gone"])
async def test_a_damaged_file_brings_nothing(
    saved: Path, empty_db: str, tmp_path: Path, damage: str
) -> None:
    match damage:
        case "short":
            saved.write_bytes(saved.read_bytes()[:-2000])
        case "dump":
            saved = with_change(saved, "database.dump", b"PGDMP")
        case "file":
            saved = with_change(saved, "files/", b"%PDF-1.7 others!")
        case "manifest":
            saved = with_change(saved, "manifest.json", b'{"format": "coopcouncil-backup-1"}')
        case "more":
            with zipfile.ZipFile(saved, "a") as archive:
                archive.writestr("files/more", b"x")
        case "no zip":
            saved.write_bytes(b"%PDF-1.7")
        case "gone":
            saved.unlink()
    said = await coopcouncil("restore", saved, dsn=empty_db, home=tmp_path / "new")
    assert (said.code, said.out) == (2, "")
    assert saved.name in said.err
    assert len(said.err.splitlines()) == 1
    assert await everything(empty_db) == {}


async def test_a_backup_of_a_later_release_is_refused(
    saved: Path, empty_db: str, tmp_path: Path
) -> None:
    with zipfile.ZipFile(saved) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["migrations"].append("9999_later")
    later = with_change(saved, "manifest.json", json.dumps(manifest).encode())
    said = await coopcouncil("restore", later, dsn=empty_db, home=tmp_path / "new")
    assert said.code == 2
    assert "later release" in said.err


async def test_a_backup_never_overwrites_a_file(fresh_db: str, tmp_path: Path) -> None:
    there = tmp_path / "there.zip"
    there.write_bytes(b"precious")
    said = await coopcouncil("backup", there, dsn=fresh_db, home=tmp_path / "home")
    assert said.code == 2
    assert there.read_bytes() == b"precious"
    nowhere = tmp_path / "no" / "such" / "folder.zip"
    said = await coopcouncil("backup", nowhere, dsn=fresh_db, home=tmp_path / "home")
    assert said.code == 2
    assert len(said.err.splitlines()) == 1

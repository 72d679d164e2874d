"""`backup FILE` and `restore FILE`: an installation in one file, checked on the way in.

A ZIP of `manifest.json`, `database.dump` (pg_dump's own format) and `files/<sha256>`. Every part
stands in the manifest with its size and SHA-256. The folder of keys is not in it: what is in a
backup opens no ballot's box.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, Literal

import asyncpg
from tortoise import connections

from coopcouncil.commands.outcome import Stop, at_work, outcome
from coopcouncil.kernel import clock, files
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.db import binaries, connected, server, tortoise_config
from coopcouncil.kernel.db.upgrade import known, upgrade
from coopcouncil.kernel.models import StoredFile

FORMAT = "coopcouncil-backup-1"
DUMP = "database.dump"
PIECE = 1024 * 1024


def backup(argv: list[str]) -> int:
    """Save everything but keys in one new file."""
    words = argparse.ArgumentParser("coopcouncil backup")
    words.add_argument("file", type=Path, help="the file to make; it must not be there yet")
    return outcome(_backup(words.parse_args(argv).file))


def restore(argv: list[str]) -> int:
    """Bring back what `backup` saved: all of it or, where anything is wrong, nothing."""
    words = argparse.ArgumentParser("coopcouncil restore")
    words.add_argument("file", type=Path)
    words.add_argument("--replace", action="store_true", help="throw away what is there now")
    asked = words.parse_args(argv)
    return outcome(_restore(asked.file, asked.replace))


async def _backup(target: Path) -> None:
    with _scratch(target) as scratch:
        async with at_work() as dsn:
            dump = scratch / DUMP
            await _tool("pg_dump", "--format=custom", "--no-owner", "--file", str(dump), dsn)
            # After the dump: whatever it names has been in the store since before.
            hashes = await StoredFile.all().order_by("sha256").distinct().values_list("sha256")
            keys = [str(key) for (key,) in hashes]
            half = scratch / "half"
            await asyncio.to_thread(_pack, half, dump, keys, await _applied(), await _server(dsn))
            half.rename(target)
    print(f"Saved the database and {len(keys)} files in {target}.")


def _pack(half: Path, dump: Path, keys: list[str], applied: list[str], server_is: str) -> None:
    store, parts = files.store(), {}
    with zipfile.ZipFile(half, "x", zipfile.ZIP_STORED) as archive:
        with open(dump, "rb") as source:
            parts[DUMP] = _put(archive, DUMP, source)
        for key in keys:
            with store.open(key) as source:
                parts[f"files/{key}"] = _put(archive, f"files/{key}", source)
        manifest = {
            "format": FORMAT,
            "version": version("coopcouncil"),
            "made_at": clock.now().isoformat(timespec="seconds"),
            "server": server_is,
            "migrations": applied,
            "parts": parts,
        }
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    with open(half, "rb+") as written:
        os.fsync(written.fileno())


def _put(archive: zipfile.ZipFile, name: str, source: IO[bytes]) -> dict[str, Any]:
    digest, size = sha256(), 0
    with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as part:
        while piece := source.read(PIECE):
            digest.update(piece)
            size += len(piece)
            part.write(piece)
    return {"size": size, "sha256": digest.hexdigest()}


async def _restore(source: Path, replace: bool) -> None:
    config = settings.use(settings.load())
    with _opened(source) as archive:
        manifest = await asyncio.to_thread(_checked, source, archive)
        later = set(manifest["migrations"]) - set(await known(tortoise_config("")))
        if later:
            raise Stop(f"{source} was made by a later release: upgrade CoopCouncil first.")
        async with server(config) as dsn:
            await _take_place(dsn, replace)
            with tempfile.TemporaryDirectory(prefix="cc-") as folder:
                script = Path(folder) / "script.sql"
                archive.extract(DUMP, folder)
                await _tool("pg_restore", "--no-owner", "--file", str(script), f"{folder}/{DUMP}")
                # Bytes first: should the database refuse, they only wait to be swept.
                for name in manifest["parts"]:
                    if name != DUMP:
                        await asyncio.to_thread(_bring, archive, name)
                await _replay(dsn, script)
            await upgrade(tortoise_config(dsn), dsn)
            async with connected(dsn):
                touched = await _unopened()
    print(f"Restored what was saved at {manifest['made_at']}.")
    for line in touched:
        print(line)


def _checked(source: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, once every part was held against it; nothing is touched before."""
    try:
        manifest = json.loads(archive.read("manifest.json"))
        if manifest["format"] != FORMAT:
            raise Stop(f"{source} has the format {manifest['format']}, which is not known here.")
        for name, said in manifest["parts"].items():
            digest = sha256()
            with archive.open(name) as part:
                while piece := part.read(PIECE):
                    digest.update(piece)
            found = (archive.getinfo(name).file_size, digest.hexdigest())
            if found != (said["size"], said["sha256"]):
                raise Stop(f"{source} is damaged: {name} is not as it was saved.")
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile, EOFError) as trouble:
        raise Stop(f"{source} is damaged, or no backup of CoopCouncil.") from trouble
    if set(archive.namelist()) != {"manifest.json", *manifest["parts"]}:
        raise Stop(f"{source} is damaged: it holds parts that its manifest does not name.")
    found_manifest: dict[str, Any] = manifest
    return found_manifest


async def _take_place(dsn: str, replace: bool) -> None:
    """Refuse a database that is in use, and without `--replace` one that holds anything."""
    connection = await asyncpg.connect(dsn)
    try:
        if await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ):
            raise Stop("The database is in use: stop the site and its workers first.")
        if replace or not await connection.fetchval("SELECT to_regclass('organisation')"):
            return
        if await connection.fetchval(
            "SELECT EXISTS (SELECT FROM organisation) OR EXISTS (SELECT FROM person)"
        ):
            raise Stop("The database holds an installation: --replace throws it away.")
    finally:
        await connection.close()


def _bring(archive: zipfile.ZipFile, name: str) -> None:
    files.store().put(name.removeprefix("files/"), archive.read(name))


async def _replay(dsn: str, script: Path) -> None:
    """Put the saved database in the place of what is there, in one transaction."""
    await _tool(
        "psql",
        *("--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1"),
        *("--output", os.devnull),
        *("--command", "DROP SCHEMA public CASCADE; CREATE SCHEMA public"),
        *("--file", str(script), dsn),
    )


async def _unopened() -> list[str]:
    """Each ballot whose box is still closed: its key was not in the file."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT b.id, b.title, o.name, b.closes_at, b.key_keeper FROM ballot b "
        "JOIN organisation o ON o.id = b.organisation_id "
        "WHERE b.public_key IS NOT NULL "
        "AND NOT EXISTS (SELECT FROM opened_box x WHERE x.ballot_id = b.id) "
        "AND NOT EXISTS (SELECT FROM ballot_voiding v WHERE v.ballot_id = b.id) ORDER BY b.id"
    )
    lines = []
    for row in rows:
        closes: datetime = row["closes_at"]
        ends = f"closes {closes:%Y-%m-%d %H:%M} UTC"
        lines.append(
            f"Ballot {row['id']} of {row['name']} ({row['title']}, {ends}) goes back to how it "
            f"stood when the backup was made; its key ({row['key_keeper']}) is not in a backup."
        )
    return lines


async def _applied() -> list[str]:
    rows = await connections.get("default").execute_query_dict(
        "SELECT name FROM tortoise_migrations ORDER BY name"
    )
    return [row["name"] for row in rows]


async def _server(dsn: str) -> str:
    connection = await asyncpg.connect(dsn)
    try:
        return str(await connection.fetchval("SHOW server_version"))
    finally:
        await connection.close()


async def _tool(name: Literal["pg_dump", "pg_restore", "psql"], *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; its last words where it fails."""
    process = await asyncio.create_subprocess_exec(
        binaries() / name,
        *arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={"LANG": "C", "TZ": "UTC", "PATH": os.environ.get("PATH", "")},
    )
    _nothing, said = await process.communicate()
    if process.returncode:
        lines = said.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise Stop(f"{name} failed: {lines[-1]}")


@contextmanager
def _scratch(target: Path) -> Iterator[Path]:
    """A folder beside the target, so that the finished file only has to be renamed."""
    if os.path.lexists(target):
        raise Stop(f"{target} is there already: name a new file.")
    try:
        folder = Path(tempfile.mkdtemp(prefix=".backup-", dir=target.absolute().parent))
    except OSError as trouble:
        raise Stop(f"{target} cannot be written: {trouble.strerror}.") from trouble
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(source)
    except OSError as trouble:
        raise Stop(f"{source} cannot be read: {trouble.strerror}.") from trouble
    except zipfile.BadZipFile as trouble:
        raise Stop(f"{source} is damaged, or no backup of CoopCouncil.") from trouble
    with archive:
        yield archive

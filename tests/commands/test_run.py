"""The processes of an installation: what they start they stop, and what cannot be is said."""

import asyncio
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from coopcouncil.kernel import config as settings
from coopcouncil.kernel.db import server
from tests.commands.process import coopcouncil, free_port, running, status_of
from tests.make import make_organisation


@pytest.fixture
def place() -> Iterator[Path]:
    """A home that the server's user can walk to; pytest's own folders are closed to others."""
    made = Path(tempfile.mkdtemp(prefix="cc-"))
    made.chmod(0o711)
    yield made / "home"
    shutil.rmtree(made)


async def rows_of(place: Path, table: str) -> int:
    async with server(settings.load({"COOPCOUNCIL_HOME": str(place)})) as dsn:
        connection = await asyncpg.connect(dsn)
        try:
            return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))
        finally:
            await connection.close()


async def is_stopped(place: Path) -> bool:
    """Whether no server is left behind: its lock is free."""
    sockets = list((place / "postgres" / "run").glob(".s.PGSQL.*[0-9]"))
    return not sockets


async def test_a_new_home_is_served_and_all_of_it_stops(place: Path) -> None:
    port = free_port()
    for how in (signal.SIGINT, signal.SIGTERM):
        async with running("run", home=place, port=port) as process:
            assert await status_of(port, "/healthz") == 200
            process.send_signal(how)
            assert await asyncio.wait_for(process.wait(), 20) == 0
        assert await is_stopped(place)


async def test_the_demonstration_is_made_once_and_kept(place: Path) -> None:
    port = free_port()
    async with running("run", "--demo", home=place, port=port) as process:
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 30) == 0
    log = place.parent / "server.log"
    assert log.read_text().count("Making the demonstration place") == 1
    people = await rows_of(place, "person")
    assert people > 5

    async with running("run", "--demo", home=place, port=port) as process:
        process.send_signal(signal.SIGKILL)
        await process.wait()
    async with running("run", "--demo", home=place, port=port):
        assert await status_of(port, "/healthz") == 200
    assert log.read_text().count("Making the demonstration place") == 1
    assert log.read_text().count("with one press, as:") == 3
    assert await rows_of(place, "person") == people


async def test_a_seeding_that_is_killed_leaves_nothing(place: Path, fresh_db: str) -> None:
    seeding = asyncio.create_task(coopcouncil("seed", "demo", home=place, dsn=fresh_db))
    connection = await asyncpg.connect(fresh_db)
    # Wait until its transaction has a number, then end it from outside.
    killed = 0
    async with asyncio.timeout(60):
        while not killed:
            killed = await connection.fetchval(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND backend_xid IS NOT NULL "
                "AND pid <> pg_backend_pid()"
            )
            await asyncio.sleep(0.01)
    said = await seeding
    assert said.code == 3, said.err
    assert "Traceback" not in said.err
    assert await connection.fetchval("SELECT count(*) FROM organisation") == 0
    assert await connection.fetchval("SELECT count(*) FROM installation") == 0
    await connection.close()


async def test_no_database_in_use_becomes_a_demonstration(place: Path, fresh_db: str) -> None:
    await make_organisation()
    said = await coopcouncil("run", "--demo", "--port", free_port(), home=place, dsn=fresh_db)
    assert said.code == 2
    assert "only put into an empty database" in said.err
    assert "Traceback" not in said.err


async def test_a_taken_port_is_said_before_anything_starts(place: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = await coopcouncil("run", "--port", taken.getsockname()[1], home=place)
    assert (said.code, said.out) == (2, "")
    assert "choose another by PORT=" in said.err
    assert not (place / "postgres").exists()


@pytest.mark.parametrize("command", ["upgrade", "serve", "worker", "run"])
async def test_a_database_that_is_away_is_exit_3_in_one_line(place: Path, command: str) -> None:
    said = await coopcouncil(
        command, home=place, dsn="postgresql://x@127.0.0.1:1/x", PORT=str(free_port())
    )
    assert said.code == 3, said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("command", ["serve", "worker"])
async def test_an_old_database_is_not_served(place: Path, empty_db: str, command: str) -> None:
    said = await coopcouncil(command, home=place, dsn=empty_db)
    assert said.code == 3
    assert "run coopcouncil upgrade" in said.err


async def test_a_broken_record_is_exit_1_and_named(place: Path, fresh_db: str) -> None:
    org = await make_organisation(slug="glanwern")
    from coopcouncil.kernel import audit

    await audit.record(org.id, None, "did", "it:1")
    await audit.seal(org.id)
    said = await coopcouncil("audit", "verify", "glanwern", home=place, dsn=fresh_db)
    assert said.code == 0

    connection = await asyncpg.connect(fresh_db)
    await connection.execute(
        "SET session_replication_role = replica; UPDATE audit_entry SET digest = '\\x00'"
    )
    await connection.close()
    said = await coopcouncil("audit", "verify", "glanwern", "--json", home=place, dsn=fresh_db)
    assert said.code == 1
    assert "Entry 1" in said.out
    said = await coopcouncil("audit", "verify", "nobody", home=place, dsn=fresh_db)
    assert said.code == 2

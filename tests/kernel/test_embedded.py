"""The embedded server: started by the first user, stopped after the last, whatever happens."""

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import ROOT, Config
from coopcouncil.kernel.db import NoDatabase, server
from coopcouncil.kernel.db.embedded import UIDS

USER = """
    import asyncio, sys
    from coopcouncil.kernel import config, db
    import asyncpg

    async def main():
        settings = config.load({"COOPCOUNCIL_HOME": sys.argv[1]})
        async with db.server(settings) as dsn:
            connection = await asyncpg.connect(dsn)
            await connection.execute("CREATE TABLE IF NOT EXISTS note (words text)")
            await connection.execute("INSERT INTO note VALUES ('kept')")
            print("ready", flush=True)
            await asyncio.Event().wait()

    asyncio.run(main())
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's user can walk to; pytest's own are closed to others."""
    made = Path(tempfile.mkdtemp(prefix="cc-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def apart(folder: Path) -> Config:
    """An installation of the test's own, with a server of its own."""
    return settings.load({"COOPCOUNCIL_HOME": str(folder / "home")})


@asynccontextmanager
async def another_user(home: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that uses the home's server until it is killed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", textwrap.dedent(USER), str(home)),
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        assert await asyncio.wait_for(process.stdout.readline(), 60) == b"ready\n"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def answers(dsn: str) -> bool:
    try:
        await (await asyncpg.connect(dsn)).close()
    except (OSError, asyncpg.CannotConnectNowError):
        return False
    return True


async def data_folder(dsn: str) -> Path:
    connection = await asyncpg.connect(dsn)
    try:
        return Path(await connection.fetchval("SHOW data_directory"))
    finally:
        await connection.close()


async def test_the_last_user_stops_the_server(apart: Config) -> None:
    async with server(apart, fsync=False) as first:
        async with server(apart, fsync=False) as second:
            assert first == second
        assert await answers(first)
    assert not await answers(first)


async def test_a_killed_user_leaves_no_server_and_loses_nothing(apart: Config) -> None:
    async with another_user(apart.home) as process:
        process.send_signal(signal.SIGKILL)
        await process.wait()

    async with server(apart) as dsn:
        connection = await asyncpg.connect(dsn)
        assert await connection.fetchval("SELECT words FROM note") == "kept"
        await connection.close()
    assert not await answers(dsn)


async def test_a_killed_starter_does_not_stop_the_server_under_another(apart: Config) -> None:
    async with another_user(apart.home) as process:
        async with server(apart) as dsn:
            process.kill()
            await process.wait()
            await asyncio.sleep(0.3)
            assert await answers(dsn)
        assert not await answers(dsn)


async def test_a_stale_pid_file_harms_neither_us_nor_a_stranger(apart: Config) -> None:
    async with server(apart, fsync=False):
        pass
    stranger = subprocess.Popen(["sleep", "60"])
    elsewhere = apart.home / "postgres-is-in"
    place = Path(elsewhere.read_text().strip()) if elsewhere.exists() else apart.home / "postgres"
    pid_file = place / "data" / "postmaster.pid"
    pid_file.write_text(f"{stranger.pid}\n{place / 'data'}\n1\n5432\n\n\n")
    try:
        async with server(apart, fsync=False) as dsn:
            assert await answers(dsn)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


async def test_nobody_else_can_reach_the_server(apart: Config) -> None:
    async with server(apart, fsync=False) as dsn:
        connection = await asyncpg.connect(dsn)
        assert await connection.fetchval("SHOW listen_addresses") == ""
        rules = await connection.fetch("SELECT type, auth_method FROM pg_hba_file_rules")
        assert {tuple(rule) for rule in rules if rule["type"] == "local"} == {
            ("local", "scram-sha-256")
        }
        assert {rule["auth_method"] for rule in rules if rule["type"] != "local"} == {"reject"}
        sockets = Path(await connection.fetchval("SHOW unix_socket_directories"))
        await connection.close()
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert stat.S_IMODE((await data_folder(dsn)).stat().st_mode) == 0o700
        wrong = dsn.replace(dsn.split(":")[2].split("@")[0], "wrong")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(wrong)


async def test_welsh_and_any_other_words_come_back_as_they_went_in(apart: Config) -> None:
    async with server(apart, fsync=False) as dsn:
        connection = await asyncpg.connect(dsn)
        assert await connection.fetchval("SELECT upper('tŷ cŵn')") == "TŶ CŴN"
        found = await connection.fetchrow(
            "SELECT datlocprovider::text, datlocale FROM pg_database WHERE datname = 'coopcouncil'"
        )
        assert found is not None
        assert tuple(found) == ("b", "C.UTF-8")
        await connection.close()


async def test_a_home_too_deep_for_a_socket_still_works(folder: Path) -> None:
    deep = settings.load({"COOPCOUNCIL_HOME": str(folder / ("d" * 100) / "home")})
    async with server(deep, fsync=False) as dsn:
        assert await answers(dsn)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
async def test_as_root_the_server_is_nobody_we_know(apart: Config) -> None:
    async with server(apart, fsync=False) as dsn:
        assert (await data_folder(dsn)).stat().st_uid in UIDS


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
async def test_where_others_may_not_walk_the_server_lives_elsewhere(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    apart = settings.load({"COOPCOUNCIL_HOME": str(closed / "home")})
    async with server(apart, fsync=False) as dsn:
        data = await data_folder(dsn)
    try:
        assert not data.is_relative_to(folder)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        async with server(apart, fsync=False) as again:
            assert await data_folder(again) == data
    finally:
        shutil.rmtree(data.parent)


async def test_a_database_url_is_used_and_only_that(cluster: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    other = settings.load({"COOPCOUNCIL_HOME": str(home), "DATABASE_URL": cluster})
    async with server(other) as dsn:
        assert dsn == cluster
        assert await answers(dsn)
    assert await answers(cluster)
    assert not (home / "postgres").exists()


async def test_a_database_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    away = settings.load(
        {"COOPCOUNCIL_HOME": str(tmp_path), "DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}
    )
    with pytest.raises(NoDatabase, match="DATABASE_URL cannot be reached"):
        async with server(away):
            pass

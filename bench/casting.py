"""Casting: votes accepted over HTTP, beside the same inserts by pgbench on the same server.

A real installation in a folder of its own: the embedded server with the disk waited for, the site
as `coopcouncil serve` runs it, members who are signed in and send the form that a browser sends.
Each votes once. pgbench puts equal rows into a table made like the box, from as many clients, in
turns with the votes. The two share the machine's processors with everything else on it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from urllib.parse import parse_qs, urlsplit

import asyncpg
import uvloop
from tortoise.transactions import in_transaction

from bench import Row, row
from coopcouncil.accounts.actions.signing_in import open_session
from coopcouncil.accounts.models import By, EmailAddress, Person
from coopcouncil.accounts.session import COOKIE
from coopcouncil.ballots.actions.setup import Choice, Electorate, Terms, Texts
from coopcouncil.ballots.keys import entry, seal
from coopcouncil.ballots.models import Ballot, Footing, Kind, RollEntry
from coopcouncil.ballots.rules.papers import padded
from coopcouncil.demo.elections import Cast, prepare
from coopcouncil.demo.enrol import Joining, constituencies, enrol
from coopcouncil.demo.names import people
from coopcouncil.demo.orgs import REGISTERED
from coopcouncil.kernel import clock
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import ROOT, Config
from coopcouncil.kernel.db import binaries, connected, server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade
from coopcouncil.organisations.actions.founding import Particulars, found
from coopcouncil.organisations.kinds import LegalForm, Nation
from coopcouncil.organisations.rulebook import KeyKeeper, Rulebook

CLIENTS = 16
ROUNDS = 3
EACH_ROUND = 900
ALONE = 300
WARMING = 100
VOTERS = WARMING + ROUNDS * EACH_ROUND + ALONE
SECONDS = 3
"""How long pgbench inserts in each round."""
LONGEST = 60
"""Seconds after which a round of votes is given up."""

REFERENCE = "pgbench"
INSERT = r"""\set n :n + 1
INSERT INTO beside (roll_entry_id, ballot_id, way, sealed)
VALUES (:client_id * 10000000 + :n, 1, 'web', '\x{sealed}')
ON CONFLICT (roll_entry_id) DO UPDATE SET way = EXCLUDED.way, sealed = EXCLUDED.sealed RETURNING 1;
"""


def rows() -> Iterator[Row]:
    """Votes a second, higher is better."""
    with (
        tempfile.TemporaryDirectory(prefix="cc-bench-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        yield from runner.run(_measured(Path(folder)))


@dataclass
class Turn:
    """What several rounds of votes came to."""

    votes: int = 0
    seconds: float = 0
    waits: list[float] = field(default_factory=list)
    # Seconds of processor: the site's, the database's, our own.
    site: float = 0
    database: float = 0
    ours: float = 0


async def _measured(home: Path) -> list[Row]:
    config = settings.use(settings.load({"COOPCOUNCIL_HOME": str(home)}))
    async with server(config) as dsn:
        await upgrade(tortoise_config(dsn), dsn)
        async with connected(dsn):
            requests, size = await _electorate()
        database = await asyncpg.connect(dsn)
        async with _site(config, home / "site.log") as (pid, port):
            await _durable(database)
            await database.execute("CREATE TABLE beside (LIKE envelope INCLUDING ALL)")
            script = home / "insert.sql"
            script.write_text(INSERT.format(sealed="a5" * size))
            votes = iter(requests)
            await _voted(port, list(islice(votes, WARMING)), CLIENTS)

            many, inserts = Turn(), 0.0
            for number in range(1, ROUNDS + 1):
                batch = list(islice(votes, EACH_ROUND))
                await _add_turn(many, database, pid, port, batch, CLIENTS)
                inserts += await _pgbench(dsn, script, CLIENTS, number) / ROUNDS
            alone = Turn()
            await _add_turn(alone, database, pid, port, list(votes), 1)
            inserts_alone = await _pgbench(dsn, script, 1, ROUNDS + 1)
            kept = await database.fetchval("SELECT count(*) FROM envelope")
        await database.close()
    if kept != VOTERS:
        raise AssertionError(f"{VOTERS} votes were confirmed and {kept} are in the box")
    return [
        row(
            f"votes over HTTP, {CLIENTS} at once",
            many.votes / many.seconds,
            "votes/s",
            REFERENCE,
            inserts,
            _told(many),
        ),
        row(
            "votes over HTTP, one after another",
            alone.votes / alone.seconds,
            "votes/s",
            REFERENCE,
            inserts_alone,
            _told(alone),
        ),
    ]


def _told(turn: Turn) -> str:
    waits = sorted(turn.waits)
    site, database, ours = (
        1000 * seconds / turn.votes for seconds in (turn.site, turn.database, turn.ours)
    )
    return (
        f"{turn.votes} votes, each in the box; half within {1000 * waits[len(waits) // 2]:.1f} ms, "
        f"95 in 100 within {1000 * waits[len(waits) * 95 // 100]:.1f} ms; processor a vote: site "
        f"{site:.2f} ms, PostgreSQL {database:.2f} ms, this client {ours:.2f} ms, "
        f"on {os.cpu_count()} processors"
    )


async def _electorate() -> tuple[list[bytes], int]:
    """An election with its voters signed in: the requests that they will send, and the size of
    what will lie in each envelope."""
    today = clock.today()
    officer = await Person.create(name="Ros Officer", created_at=clock.now())
    org = await found(
        "leisure",
        Particulars(name="Calderbrook Leisure", postcode="ZZ1 1AA"),
        LegalForm.CO_OPERATIVE_SOCIETY,
        Nation.ENGLAND,
        Rulebook.usual(LegalForm.CO_OPERATIVE_SOCIETY, election_key=KeyKeeper.PLATFORM),
        REGISTERED,
    )
    groups = await constituencies(org, (("users", "Users", "Defnyddwyr"),))
    reached = (one for one in people("bench", today) if one.email)
    members = [
        Joining(who, today - timedelta(days=400), {"constituency_id": groups["users"].id})
        for who in islice(reached, VOTERS)
    ]
    await enrol(org, members, "Taken over.", officer)
    opens = clock.now() - timedelta(days=1)
    with clock.frozen(opens - timedelta(days=4)):
        ballot = await prepare(
            org,
            Kind.STV,
            Texts("Election of directors", "", "Who should be a director?", "", office="Director"),
            Terms(Footing.OUTSIDE, seats=3),
            Electorate(today - timedelta(days=30), opens, opens + timedelta(days=8)),
            [Choice(f"{name} Hall") for name in ("Ann", "Bob", "Cay", "Dot", "Eve", "Fay")],
            Cast(officer, officer),
        )
    await ballot.refresh_from_db()
    entries = await RollEntry.of(ballot).order_by("number")
    if len(entries) != VOTERS:
        raise AssertionError(f"{VOTERS} enrolled, {len(entries)} on the roll")
    async with in_transaction():
        requests = [await _request(org.slug, ballot, one) for one in entries]
    paper = padded("1", ballot.paper_length or 0)
    sealed = seal(bytes(ballot.public_key or b""), ballot.id, entry(entries[0].id), paper)
    return requests, len(sealed)


async def _request(slug: str, ballot: Ballot, one: RollEntry) -> bytes:
    """What the browser of this voter, signed in, sends from the page to check one's answers."""
    person = await Person.create(name=one.name, created_at=clock.now())
    await EmailAddress.create(person=person, address=one.email, proven_at=clock.now())
    cookie = await open_session(person, "Firefox", By.LINK)
    first = one.number % 6 + 1
    body = "&".join(f"rank-{(first + n) % 6 + 1}={n + 1}" for n in range(4)).encode()
    head = [
        f"POST /{slug}/ballots/{ballot.id}/vote/{one.number}/cast HTTP/1.1",
        "Host: localhost",
        f"Cookie: {COOKIE}={cookie}",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language: en-GB,en;q=0.5",
        "Accept-Encoding: gzip, deflate",
        "Sec-Fetch-Site: same-origin",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


@contextlib.asynccontextmanager
async def _site(config: Config, log: Path) -> AsyncIterator[tuple[int, int]]:
    """The site in a process of its own: its number and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "HOME")}
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "coopcouncil", "serve", "--port", str(port)),
            cwd=ROOT,
            env={**kept, "COOPCOUNCIL_HOME": str(config.home)},
            stdout=file,
            stderr=file,
        )
    try:
        async with asyncio.timeout(60):
            while not await _answers(port):
                if process.returncode is not None:
                    raise AssertionError(_read(log))
                await asyncio.sleep(0.1)
        yield process.pid, port
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


def _read(log: Path) -> str:
    return log.read_text()


async def _answers(port: int) -> bool:
    try:
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def _durable(database: asyncpg.Connection) -> None:
    """Nothing is confirmed that the disk does not have."""
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        if await database.fetchval(f"SHOW {name}") != "on":
            raise AssertionError(f"{name} is off")


async def _add_turn(
    turn: Turn,
    database: asyncpg.Connection,
    pid: int,
    port: int,
    batch: Sequence[bytes],
    clients: int,
) -> None:
    site, backends, ours = _busy([pid]), _busy(await _backends(database)), process_time()
    began = perf_counter()
    turn.waits += await _voted(port, batch, clients)
    turn.seconds += perf_counter() - began
    turn.ours += process_time() - ours
    turn.site += _busy([pid]) - site
    turn.database += _busy(await _backends(database)) - backends
    turn.votes += len(batch)


async def _backends(database: asyncpg.Connection) -> list[int]:
    return [one["pid"] for one in await database.fetch("SELECT pid FROM pg_stat_activity")]


def _busy(processes: Sequence[int]) -> float:
    """Seconds of processor that they have had."""
    ticks = 0
    for pid in processes:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def _voted(port: int, batch: Sequence[bytes], clients: int) -> list[float]:
    """Send them all from so many clients; how long each waited for its confirmation."""
    left = iter(batch)
    waits: list[float] = []

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in left:
            began = perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            waits.append(perf_counter() - began)
            if not (head.startswith(b"HTTP/1.1 303") and b"/voted\r\n" in head):
                raise AssertionError(f"not accepted: {head.decode()}")
        writer.close()

    async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as group:
        for _number in range(clients):
            group.create_task(client())
    return waits


async def _pgbench(dsn: str, script: Path, clients: int, number: int) -> float:
    """Inserts a second."""
    parts = urlsplit(dsn)
    process = await asyncio.create_subprocess_exec(
        str(binaries() / "pgbench"),
        *("--host", parse_qs(parts.query)["host"][0], "--username", parts.username or ""),
        *("--no-vacuum", "--protocol", "prepared", "--client", str(clients)),
        *("--time", str(SECONDS), "--define", f"n={number * 1_000_000}", "--file", str(script)),
        parts.path.lstrip("/"),
        env={**os.environ, "PGPASSWORD": parts.password or ""},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    rate = re.search(r"^tps = ([0-9.]+) \(without initial", out.decode(), re.MULTILINE)
    if process.returncode or rate is None:
        raise subprocess.SubprocessError(err.decode())
    return float(rate[1])

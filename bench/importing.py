"""A list of members by command, beside plain COPY of the same rows into the same server.

`coopcouncil register import ORG FILE --apply --json` in a process of its own, its largest memory
read from the kernel. Then the rows that it made are copied: the file's lines, as text, into a
table without an index; and what it wrote (members, journal, entries with their words) into the
very tables, with all their indexes, constraints and triggers, in a database that was copied just
before the import. The three take the disk for granted alike (fsync is off). They share the
machine's processors with everything else on it, so the processor's time is told besides.

BENCH_ROWS=50000 measures fewer rows than the million that the figures are given for.
"""

from __future__ import annotations

import asyncio
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from urllib.parse import urlsplit

import asyncpg
import uvloop

from bench import Row, row
from coopcouncil.demo.orgs import REGISTERED
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import ROOT
from coopcouncil.kernel.db import connected, server, tortoise_config
from coopcouncil.kernel.db.embedded import NAME
from coopcouncil.kernel.db.upgrade import upgrade
from coopcouncil.members.importing.headings import HEADINGS
from coopcouncil.members.models import Constituency
from coopcouncil.organisations.actions.founding import Particulars, found
from coopcouncil.organisations.kinds import LegalForm, Nation
from coopcouncil.organisations.rulebook import Rulebook

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
SLUG = "leisure"
APPLY = ("--apply", "--json")
# What a list writes, in the order of its foreign keys.
WRITTEN = ("member", "change_set", "register_change", "register_entry")
TICKS = os.sysconf("SC_CLK_TCK")
GIVEN = "Ann Bob Ceri Dai Éilís Ffion Gwen Huw Iestyn Jo Kit Lowri Mair Nia Owen Siân Tomos".split()
FAMILY = "Jones O’Brien Hughes-Wynne Price Smith Ŵyn Evans Rees Patel Nowak Clarke Hall".split()


def rows() -> Iterator[Row]:
    """Rows a second, higher is better; and the memory that it took, lower is better."""
    with (
        tempfile.TemporaryDirectory(prefix="cc-bench-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        yield from runner.run(_measured(Path(folder)))


async def _measured(home: Path) -> list[Row]:
    config = settings.use(settings.load({"COOPCOUNCIL_HOME": str(home / "home")}))
    file, few = home / "members.csv", home / "few.csv"
    size = _write(file, ROWS)
    _write(few, max(ROWS // 10, 1))
    async with server(config, fsync=False) as dsn:
        await upgrade(tortoise_config(dsn), dsn)
        async with connected(dsn):
            await _organisations()
        untouched = await _beside(dsn)
        database = await asyncpg.connect(dsn)
        before = _of_ended_connections(database)
        taken, memory, told, worked = await asyncio.to_thread(_import, dsn, home, SLUG, file)
        served = _of_ended_connections(database) - before
        _little, little_memory, *_rest = await asyncio.to_thread(_import, dsn, home, "few", few)
        plain = await _copied_as_text(database, file)
        alike, alike_served = await _copied_alike(database, untouched, home)
        await database.close()
    if told["new"] != ROWS:
        raise AssertionError(f"{ROWS} rows were listed and {told['new']} are new")
    each = f"{ROWS:,} rows, {size / 2**20:,.0f} MiB of CSV in {taken:.1f} s"
    return [
        row(
            "a list by command, beside COPY into those tables",
            ROWS / taken,
            "rows/s",
            "COPY of the rows it wrote into the same tables",
            ROWS / alike,
            f"{each}; COPY with the same indexes, constraints and triggers in {alike:.1f} s",
        ),
        row(
            "the same in processor time",
            ROWS / (worked + served),
            "rows/s",
            "COPY of the rows it wrote into the same tables",
            ROWS / alike_served,
            f"{worked:.1f} s of the command beside {served:.1f} s of the server; "
            f"of the server for COPY {alike_served:.1f} s",
        ),
        row(
            "a list by command, beside COPY of its text",
            ROWS / taken,
            "rows/s",
            "COPY of the file into text columns, no index",
            ROWS / plain,
            "each row also becomes a number, a line of the journal, an entry with its indexes, "
            "and words",
        ),
        row(
            "memory of a list by command",
            memory,
            "MiB",
            "a tenth of the rows",
            little_memory,
            "the largest resident size of the command's process",
        ),
    ]


async def _organisations() -> None:
    for slug, name in ((SLUG, "Calderbrook Leisure"), ("few", "Calderbrook Baths")):
        org = await found(
            slug,
            Particulars(name=name, postcode="ZZ1 1AA"),
            LegalForm.CO_OPERATIVE_SOCIETY,
            Nation.ENGLAND,
            Rulebook.usual(LegalForm.CO_OPERATIVE_SOCIETY),
            REGISTERED,
        )
        for key in ("staff", "users", "community"):
            await Constituency.create(organisation=org, key=key, name=key.title())


def _write(path: Path, count: int) -> int:
    """A list as a membership system exports it: every heading filled where it usually is."""
    stream = Random(20261122)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(HEADINGS)
        for n in range(1, count + 1):
            out.writerow(_one(n, stream))
        return file.tell()


def _one(n: int, stream: Random) -> Sequence[object]:
    given, family = stream.choice(GIVEN), stream.choice(FAMILY)
    joined = f"{stream.randint(1990, 2025)}-{stream.randint(1, 12):02}-{stream.randint(1, 28):02}"
    values = {
        "member_number": n,
        "given_name": given,
        "family_name": f"{family}{stream.randint(1, 4000)}",
        "email": f"m{n}@lists.example" if n % 3 else "",
        "postal_address": f"{n % 300} High Street\nCalderbrook",
        "postcode": f"ZZ{n % 90 + 10} {n % 9}AA",
        "date_of_birth": f"{stream.randint(1930, 2008)}-0{stream.randint(1, 9)}-1{n % 10}",
        "language": "cy" if n % 5 == 0 else "en",
        "constituency": ("staff", "users", "community")[n % 3],
        "class": "",
        "status": "member",
        "joined_on": joined,
        "shares": 1,
        "amount_paid": "1.00",
    }
    return [values.get(heading, "") for heading in HEADINGS]


def _import(
    dsn: str, home: Path, slug: str, file: Path
) -> tuple[float, float, dict[str, int], float]:
    """Seconds, the largest memory in MiB, what the command said, and its processor's seconds."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "HOME")}
    began = perf_counter()
    with (home / "said.json").open("w+b") as said, (home / "trouble.log").open("w+b") as trouble:
        process = subprocess.Popen(
            [sys.executable, "-m", "coopcouncil", "register", "import", slug, str(file), *APPLY],
            cwd=ROOT,
            env={**kept, "COOPCOUNCIL_HOME": str(home / "home"), "DATABASE_URL": dsn},
            stdout=said,
            stderr=trouble,
        )
        memory = worked = 0.0
        while process.poll() is None:
            # What `wait4` tells would hold our own size too, from before the command began.
            memory = max(memory, _largest(process.pid))
            worked = max(worked, sum(_ticks(process.pid)[:2]) / TICKS)
            sleep(0.05)
        taken = perf_counter() - began
        said.seek(0)
        trouble.seek(0)
        if process.returncode:
            raise AssertionError(trouble.read().decode())
        return taken, memory, json.loads(said.read()), worked


def _largest(pid: int) -> float:
    """The largest resident size of a process so far, in MiB; nothing of one that has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


async def _copied_as_text(database: asyncpg.Connection, file: Path) -> float:
    columns = ", ".join(f'"{heading}" text' for heading in HEADINGS)
    await database.execute(f"CREATE TABLE listed ({columns})")
    began = perf_counter()
    await database.copy_to_table("listed", source=file, format="csv", header=True)
    return perf_counter() - began


async def _beside(dsn: str) -> str:
    """The address of a database as this one is now: with the organisations, without a member."""
    kept = await asyncpg.connect(dsn, database="postgres")
    await kept.execute(f'CREATE DATABASE beside TEMPLATE "{NAME}"')
    await kept.close()
    return urlsplit(dsn)._replace(path="/beside").geturl()


async def _copied_alike(
    database: asyncpg.Connection, untouched: str, home: Path
) -> tuple[float, float]:
    """Seconds, and the server's processor's, for what the list wrote, into the same tables."""
    files = {table: home / f"{table}.bin" for table in WRITTEN}
    for table, file in files.items():
        await database.copy_from_query(
            f"SELECT t.* FROM {table} AS t JOIN organisation AS o ON o.id = t.organisation_id "
            f"WHERE o.slug = '{SLUG}'",
            output=file,
            format="binary",
        )
    beside = await asyncpg.connect(untouched)
    began, before = perf_counter(), _ticks(beside.get_server_pid())
    async with beside.transaction():
        for table, file in files.items():
            await beside.copy_to_table(table, source=file, format="binary")
    taken = perf_counter() - began
    served = (sum(_ticks(beside.get_server_pid())[:2]) - sum(before[:2])) / TICKS
    await beside.close()
    return taken, served


def _of_ended_connections(database: asyncpg.Connection) -> float:
    """The processor's seconds of all of the server's connections that have ended."""
    return sum(_ticks(_parent(database.get_server_pid()))[2:]) / TICKS


def _ticks(pid: int) -> tuple[int, int, int, int]:
    """A process's own time, in itself and in the kernel, then that of its children that ended."""
    with suppress(OSError):
        own, kernel, ended, their_kernel = _stat(pid)[11:15]
        return int(own), int(kernel), int(ended), int(their_kernel)
    return 0, 0, 0, 0


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()

"""The register at a million members beside the register at a thousand.

Both organisations are in one database of the measurement's own, filled by SQL as a long-kept
register would be: a fifth of the members have moved, some have left. The site answers in this
process, whole pages by its own routes, as a signed-in secretary asks for them. Each row is the
95th percentile of one kind of page; the ratio is the million's to the thousand's. Then the
million's roll is cut and sealed.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import asyncpg
import uvloop

from bench import Row, row
from bench.filled import LARGE, SMALL, Register, registers
from bench.pages import KINDS, asked
from bench.rolls import roll
from bench.site import Site
from coopcouncil.accounts.actions.signing_in import open_session
from coopcouncil.accounts.models import By, Person
from coopcouncil.kernel import clock
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.db import connected, server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade

REQUESTS = 120
WARMING = 12


def rows() -> Iterator[Row]:
    """Milliseconds, lower is better; then the seconds of a roll."""
    with (
        tempfile.TemporaryDirectory(prefix="cc-bench-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        yield from runner.run(_measured(Path(folder)))


async def _measured(home: Path) -> list[Row]:
    config = settings.use(settings.load({"COOPCOUNCIL_HOME": str(home)}))
    async with server(config) as dsn:
        await upgrade(tortoise_config(dsn), dsn)
        async with connected(dsn):
            secretary = await Person.create(name="Ros Officer", created_at=clock.now())
            small, large = await registers(dsn, secretary)
            site = Site(config, await open_session(secretary, "Firefox", By.LINK))
            found = []
            for kind in KINDS:
                few, many = await _percentiles(site, (small, large), kind)
                found.append(
                    row(
                        f"register, {kind}: 95th percentile at {LARGE:,}",
                        1000 * many[0],
                        "ms",
                        f"at {SMALL:,} members",
                        1000 * few[0],
                        f"{REQUESTS} pages each; median {1000 * many[1]:.1f} ms "
                        f"beside {1000 * few[1]:.1f} ms",
                    )
                )
            database = await asyncpg.connect(dsn)
            found += await roll(large, secretary, database, config.keys)
            await database.close()
    return found


async def _percentiles(
    site: Site, registers: Sequence[Register], kind: str
) -> list[tuple[float, float]]:
    """The 95th percentile and the median of each; in turns, so that whatever else the machine
    does slows both alike."""
    streams = [Random(kind) for _register in registers]
    waits: list[list[float]] = [[] for _register in registers]
    for _n in range(WARMING + REQUESTS):
        for register, stream, own in zip(registers, streams, waits, strict=True):
            path, query = asked(kind, register, stream)
            own.append(await site.get(f"/{register.org.slug}{path}", urlencode(query)))
    ordered = [sorted(own[WARMING:]) for own in waits]
    return [(own[len(own) * 95 // 100], own[len(own) // 2]) for own in ordered]

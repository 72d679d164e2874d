"""A worker that is killed in the middle of an import leaves it not done; the next one does it."""

import asyncio
import os
import signal
import sys
from contextlib import suppress

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import ROOT, Config
from coopcouncil.kernel.jobs import run_jobs
from coopcouncil.kernel.models import Job
from coopcouncil.members.importing import batches
from coopcouncil.members.models import (
    BatchState,
    ChangeSet,
    ImportBatch,
    Member,
    RegisterChange,
    RegisterEntry,
)
from coopcouncil.organisations.models import Organisation
from tests.make import make_member, make_officer, make_organisation

pytestmark = pytest.mark.anyio
ROWS = 6_000


async def test_a_killed_import_is_done_or_not_done(fresh_db: str, config: Config) -> None:
    settings.use(config)
    org = await make_organisation()
    await make_member(org, "Ada Before", number="1")
    officer = await make_officer(org)
    rows = "".join(f"{n},Ann,Member{n}\n" for n in range(1, ROWS + 1))
    data = ("member_number,given_name,family_name\n" + rows).encode()
    batch = await batches.begin(org, "a.csv", data, officer)
    await batches.name_columns(batch, batch.targets, False, None)
    await run_jobs()
    batch = await ImportBatch.get(id=batch.id)
    assert (batch.new, batch.changed) == (ROWS - 1, 1)
    await batches.apply(batch)

    for at_least in (1, 4_000):
        killed_at = await _killed_midway(fresh_db, config, batch.id, at_least)
        assert killed_at < ROWS
        await _nothing_of_it(org, batch.id)
        # Its lease would end after half a minute; we do not wait.
        await Job.filter(name="apply-members").update(execute_after=clock.now())
        await ImportBatch.filter(id=batch.id).update(done=0)

    worker = await _worker(fresh_db, config)
    try:
        async with asyncio.timeout(90):
            while (await ImportBatch.get(id=batch.id)).state != BatchState.APPLIED:
                await asyncio.sleep(0.2)
    finally:
        await _kill(worker)
    current = RegisterEntry.within(org).filter(superseded_at=None)
    assert await current.filter(given_name="Ann").count() == ROWS
    assert await Member.within(org).count() == ROWS
    assert await ChangeSet.within(org).count() == 2
    assert await RegisterChange.within(org).count() == ROWS + 1


async def _nothing_of_it(org: Organisation, batch: int) -> None:
    """The dead worker's transaction may take a moment to end; then nothing of it is there."""
    assert (await ImportBatch.get(id=batch)).state == BatchState.APPLYING
    assert await Member.within(org).count() == 1
    assert await RegisterChange.within(org).count() == 1
    assert (await RegisterEntry.within(org).get()).name == "Ada Before"


async def _killed_midway(dsn: str, config: Config, batch: int, at_least: int) -> int:
    """Let a worker write so many rows, then kill it; how many it had told of."""
    worker = await _worker(dsn, config)
    try:
        async with asyncio.timeout(90):
            while True:
                found = await ImportBatch.get(id=batch)
                if found.done >= at_least:
                    return int(found.done)
                await asyncio.sleep(0.005)
    finally:
        await _kill(worker)


async def _worker(dsn: str, config: Config) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "coopcouncil",
        "worker",
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": dsn, "COOPCOUNCIL_HOME": str(config.home)},
        stdout=asyncio.subprocess.DEVNULL,
    )


async def _kill(worker: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        worker.send_signal(signal.SIGKILL)
    await worker.wait()

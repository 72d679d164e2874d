"""An HR export's jobs may be killed at any point: it is done or not done, and gone on with."""

import asyncio

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.jobs import run_jobs
from coopcouncil.kernel.models import Job
from coopcouncil.members.models import ChangeSet
from coopcouncil.members.reads import current
from coopcouncil.mutuals.hr import exports
from coopcouncil.mutuals.hr.work import (
    apply_failed,
    apply_hr_export,
    preview_failed,
    preview_hr_export,
)
from coopcouncil.mutuals.models import Employment, ExportState, HrExport, HrLine
from tests.make import make_officer
from tests.members.test_killed import _kill, _worker
from tests.mutuals.exporting import ANN, BO, held, make_mutual

pytestmark = pytest.mark.anyio
ROWS = 3_000


async def test_a_killed_export_is_done_or_not_done(fresh_db: str, config: Config) -> None:
    settings.use(config)
    org = await make_mutual()
    people = [f"E{n},Ann,Member{n},,01/02/1990,Lifeguard,01/03/2024," for n in range(ROWS)]
    export = await held(org, *people)
    assert (export.state, export.done) == (ExportState.PREVIEWED, ROWS)
    assert await HrLine.within(org).filter(export_id=export.id).count() == ROWS
    await exports.apply(org, export, await make_officer(org))

    worker = await _worker(fresh_db, config)
    try:
        async with asyncio.timeout(90):
            while (await HrExport.one(org, id=export.id)).done < 500:
                await asyncio.sleep(0.005)
    finally:
        await _kill(worker)
    await asyncio.sleep(0.5)  # The dead worker's transaction ends.
    assert (await HrExport.one(org, id=export.id)).state is ExportState.APPLYING
    assert await Employment.within(org).count() == await current(org).count() == 0
    # Its lease would end after half a minute; we do not wait.
    await Job.filter(name="apply-hr-export").update(execute_after=clock.now())

    worker = await _worker(fresh_db, config)
    try:
        async with asyncio.timeout(90):
            while (await HrExport.one(org, id=export.id)).state is not ExportState.APPLIED:
                await asyncio.sleep(0.1)
    finally:
        await _kill(worker)
    assert await Employment.within(org).count() == await current(org).count() == ROWS
    assert await ChangeSet.within(org).count() == 1


async def test_jobs_that_run_twice_or_never_end_leave_an_export_where_it_was(db: None) -> None:
    org = await make_mutual()
    export = await held(org, ANN, BO)
    await preview_hr_export({"export": export.id})  # Twice: it is read already.
    officer = await make_officer(org)
    await exports.apply(org, export, officer)
    await apply_failed({"export": export.id})
    assert (await HrExport.one(org, id=export.id)).state is ExportState.PREVIEWED
    await exports.apply(org, export, officer)
    await run_jobs()
    await apply_hr_export({"export": export.id, "by": officer.id})
    assert await Employment.within(org).count() == 2

    other = await held(org, ANN)
    await exports.name_columns(org, other, other.targets, clock.today(), True)
    await exports.drop(org, other)  # While it is being read: nobody need wait for that.
    await run_jobs()
    assert (await HrExport.one(org, id=other.id)).state is ExportState.DROPPED
    third = await held(org, ANN)
    await exports.name_columns(org, third, third.targets, clock.today(), True)
    await preview_failed({"export": third.id})
    assert (await HrExport.one(org, id=third.id)).state is ExportState.UPLOADED

"""An HR export on its way into jobs and register: uploaded, its columns named, previewed, applied.

Jobs make the preview and apply it (`work`): one may leave and come back. It is applied whole, in
one transaction and one change-set, as its preview showed it; where the register has moved since,
there is a new preview instead.
"""

import asyncio
from collections.abc import Sequence
from datetime import date
from io import BytesIO

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock, files
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.jobs import enqueue
from coopcouncil.kernel.models import StoredFile
from coopcouncil.members.importing.headings import trouble_with
from coopcouncil.members.importing.reading import Layout, layout_of, rows
from coopcouncil.mutuals.hr import columns
from coopcouncil.mutuals.hr.differences import KINDS
from coopcouncil.mutuals.hr.refusals import (
    MOST_ROWS,
    ColumnTwice,
    NoNumbers,
    NothingToApply,
    NotReady,
    StillWrong,
    TooManyEmployees,
)
from coopcouncil.mutuals.models import ExportState, HrExport, HrLine
from coopcouncil.mutuals.staff import staff_constituency
from coopcouncil.organisations.models import Organisation

SAMPLE = 3
_TO_LOOK_AT = (ExportState.UPLOADED, ExportState.PREVIEWED)
_WAITING = (*_TO_LOOK_AT, ExportState.READING)


async def begin(org: Organisation, name: str, data: bytes, by: Person) -> HrExport:
    """Take a file in, if all of it can be read; its columns are guessed."""
    await staff_constituency(org)
    layout = await asyncio.to_thread(layout_of, BytesIO(data))
    headings, sample, total = await asyncio.to_thread(_survey, data, layout)
    async with in_transaction():
        stored = await files.put(org.id, name, "text/csv", data)
        return await HrExport.create(
            organisation=org,
            file=stored,
            file_name=stored.name,
            encoding=layout.encoding,
            delimiter=layout.delimiter,
            headings=headings,
            sample=sample,
            targets=columns.guessed(headings),
            total=total,
            started_by=by,
            started_at=clock.now(),
        )


async def name_columns(
    org: Organisation, export: HrExport, targets: Sequence[str], as_of: date, is_complete: bool
) -> None:
    """Say what the columns are and of which day the export tells; the preview is made."""
    if "employee_number" not in targets:
        raise NoNumbers
    if doubled := trouble_with(targets, columns.JOINED):
        raise ColumnTwice(str(columns.CALLED[doubled]))
    async with in_transaction():
        await lock("hr-export", export.id)
        export = await HrExport.one(org, id=export.id)
        if export.state not in _TO_LOOK_AT:
            raise NotReady
        export.targets, export.as_of, export.is_complete = list(targets), as_of, is_complete
        export.moved, export.done, export.state = False, 0, ExportState.READING
        await export.save()
        await enqueue("preview-hr-export", {"export": export.id}, org.id)


async def apply(org: Organisation, export: HrExport, by: Person) -> None:
    """Have it written, all of it or nothing; a job does it, or makes a new preview instead."""
    async with in_transaction():
        await lock("hr-export", export.id)
        export = await HrExport.one(org, id=export.id)
        if export.state is not ExportState.PREVIEWED:
            raise NotReady
        if export.counts["wrong"]:
            raise StillWrong
        if not any(export.counts[kind] for kind in KINDS):
            raise NothingToApply
        export.done, export.state = 0, ExportState.APPLYING
        await export.save()
        await enqueue("apply-hr-export", {"export": export.id, "by": by.id}, org.id)


async def drop(org: Organisation, export: HrExport) -> None:
    """Forget an export that is not to be applied, and its file."""
    async with in_transaction():
        await lock("hr-export", export.id)
        export = await HrExport.one(org, id=export.id)
        if export.state not in _WAITING:
            raise NotReady
        export.state, export.settled_at = ExportState.DROPPED, clock.now()
        await HrLine.within(org).filter(export_id=export.id).delete()
        await export.save()
        await forget_file(export)


def _survey(data: bytes, layout: Layout) -> tuple[list[str], list[list[str]], int]:
    found = rows(BytesIO(data), layout)
    headings = [cell.strip()[:100] for cell in next(found).cells]
    sample: list[list[str]] = []
    total = 0
    for row in found:
        total += 1
        if total <= SAMPLE:
            sample.append([cell[:100] for cell in row.cells])
        if total > MOST_ROWS:
            raise TooManyEmployees
    return headings, sample, total


async def forget_file(export: HrExport) -> None:
    """Let the file go."""
    if export.file_id is not None:
        await StoredFile.filter(id=export.file_id).delete()

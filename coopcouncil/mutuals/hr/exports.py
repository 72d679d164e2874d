"""An HR export on its way into jobs and register: uploaded, its columns named, previewed, applied.

It is applied whole, in one transaction and one change-set, as its preview showed it; where the
register has moved since, there is a new preview instead.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import islice
from typing import Any

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock, files
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.models import StoredFile
from coopcouncil.members.importing.cells import Surroundings
from coopcouncil.members.importing.headings import trouble_with
from coopcouncil.members.importing.reading import Layout, layout_of, rows
from coopcouncil.members.models import ChangeSet, Constituency
from coopcouncil.members.recording import FACTS, fact
from coopcouncil.mutuals.hr import columns
from coopcouncil.mutuals.hr.differences import (
    Difference,
    Job,
    Known,
    Terms,
    counts,
    differences,
)
from coopcouncil.mutuals.hr.people import employees
from coopcouncil.mutuals.hr.refusals import (
    MOST_ROWS,
    ColumnTwice,
    NoNumbers,
    NothingToApply,
    NotReady,
    StillWrong,
    TooManyEmployees,
)
from coopcouncil.mutuals.hr.writing import keep_before, write
from coopcouncil.mutuals.models import Employment, ExportState, HrExport, HrLine
from coopcouncil.mutuals.staff import staff_constituency
from coopcouncil.organisations.models import Organisation, rulebook_on

SAMPLE = 3
_WAITING = (ExportState.UPLOADED, ExportState.PREVIEWED)


@dataclass(frozen=True)
class Held:
    """An export held against everything as it stands."""

    found: tuple[Difference, ...]
    counts: dict[str, int]
    terms: Terms
    seen_number: int


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
        if export.state not in _WAITING:
            raise NotReady
        export.targets, export.as_of, export.is_complete = list(targets), as_of, is_complete
        export.moved = False
        await _preview(org, export)


async def apply(org: Organisation, export: HrExport, by: Person) -> bool:
    """Write it all; whether it was written, or there is a new preview instead."""
    async with in_transaction():
        await lock("hr-export", export.id)
        await lock("register", org.id)
        export = await HrExport.one(org, id=export.id)
        if export.state is not ExportState.PREVIEWED:
            raise NotReady
        held = await _held(org, export)
        if held.seen_number != export.seen_number or held.counts != export.counts:
            export.moved = True
            await _preview(org, export, held)
            return False
        if held.counts["wrong"]:
            raise StillWrong
        if not held.found:
            raise NothingToApply
        await write(org, export, held.found, by)
        export.state, export.settled_at = ExportState.APPLIED, clock.now()
        await HrLine.within(org).filter(export_id=export.id).delete()
        await keep_before(org, export, held.found)
        await export.save()
        await _forget_file(export)
        told = {kind: number for kind, number in held.counts.items() if number}
        await audit.record(org.id, by.id, "applied an HR export", f"hr-export:{export.id}", **told)
    return True


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
        await _forget_file(export)


async def _preview(org: Organisation, export: HrExport, held: Held | None = None) -> None:
    held = held or await _held(org, export)
    await HrLine.within(org).filter(export_id=export.id).delete()
    lines = [
        HrLine(
            organisation_id=org.id,
            export_id=export.id,
            place=place,
            kind=each.kind,
            shown=_shown(each, held.terms),
        )
        for place, each in enumerate(held.found)
    ]
    await HrLine.bulk_create(lines, batch_size=1_000)
    export.state, export.counts = ExportState.PREVIEWED, held.counts
    export.seen_number = held.seen_number
    await export.save()


async def _held(org: Organisation, export: HrExport) -> Held:
    if export.as_of is None:
        raise NotReady
    today = clock.today()
    rules = (await rulebook_on(org, today)).rules
    keys: dict[int, str] = {each.id: each.key for each in await Constituency.within(org)}
    terms = Terms(
        (await staff_constituency(org)).id,
        keys,
        rules.staff_join,
        rules.staff_grace_days,
        rules.voting_constituency,
        rules.constituency_order,
        export.as_of,
        export.is_complete,
    )
    data = await files.read(await _file_of(export))
    layout = Layout(export.encoding, export.delimiter)
    around = Surroundings(today, {}, {})
    people = await asyncio.to_thread(
        lambda: employees(islice(rows(BytesIO(data), layout), 1, None), export.targets, around)
    )
    jobs = {
        job.employee_number: Job(
            job.employee_number, job.member_id, job.post, job.began_on, job.ended_on
        )
        for job in await Employment.within(org)
    }
    found = differences(people, jobs, await _register(org, today), terms)
    last = await ChangeSet.within(org).order_by("-number").first()
    return Held(found, counts(found, len(people)), terms, last.number if last else 0)


async def _register(org: Organisation, today: date) -> dict[int, Known]:
    """Everybody who is or was in the register, as it says today."""
    async with connections.get("default").acquire_connection() as connection:
        found = await connection.fetch(
            f"SELECT DISTINCT ON (member_id) member_id, member_number, {', '.join(FACTS)} "  # noqa: S608
            "FROM register_entry WHERE organisation_id = $1 AND superseded_at IS NULL "
            "ORDER BY member_id, (valid_from <= $2 AND $2 < valid_to) DESC, valid_from",
            org.id,
            today,
        )
    return {
        row["member_id"]: Known(
            row["member_id"], row["member_number"], {name: fact(row[name]) for name in FACTS}
        )
        for row in found
    }


def _shown(each: Difference, terms: Terms) -> dict[str, Any]:
    """What the page tells of a difference."""
    one, known = each.employee, each.known
    grace = each.grace_ends(terms.grace_days)
    return {
        "row": one.row if one else None,
        "number": one.number if one else (each.job.number if each.job else ""),
        "name": (one.name if one else "") or (known.name if known else ""),
        "post": (one.post if one else "") or (each.job.post if each.job else ""),
        "post_was": each.job.post if one and each.job and each.job.post != one.post else "",
        "member": known.member_id if known else None,
        "member_number": known.number if known else "",
        "facts": dict(each.facts),
        "was": {name: known.facts[name] for name in each.facts} if known else {},
        "ends_on": each.ends_on.isoformat() if each.ends_on else None,
        "grace_ends": grace.isoformat() if grace else None,
        "asks": each.asks,
        "flaws": [[flaw.trouble.value, flaw.text[:200]] for flaw in each.flaws],
    }


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


async def _file_of(export: HrExport) -> StoredFile:
    if export.file_id is None:
        raise NotHere
    return await StoredFile.get(id=export.file_id)


async def _forget_file(export: HrExport) -> None:
    if export.file_id is not None:
        await StoredFile.filter(id=export.file_id).delete()

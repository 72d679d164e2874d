"""Writing an HR export into the register and the list of jobs."""

from collections.abc import Sequence
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.members.actions import next_number
from coopcouncil.members.kinds import Kind
from coopcouncil.members.recording import (
    Entry,
    Recording,
    current_periods,
    entries_for,
    recording,
)
from coopcouncil.members.rules import at, lines_of_admission, lines_of_change
from coopcouncil.mutuals.hr.differences import Difference
from coopcouncil.mutuals.hr.holding import CHUNK, Told
from coopcouncil.mutuals.jobs import note, note_earlier
from coopcouncil.mutuals.models import Employment, HrExport, HrLine
from coopcouncil.organisations.models import Organisation

BEFORE = "before"
"""Lines of an applied export: its jobs as they were, should it be undone."""


async def keep_before(org: Organisation, export: HrExport, found: Sequence[Difference]) -> None:
    """Keep every job that the export touches as it was, or that there was none."""
    lines = []
    for place, each in enumerate(found):
        job, one = each.job, each.employee
        number = job.number if job else (one.number if one else "")
        was = None
        if job is not None:
            was = {
                "post": job.post,
                "began_on": job.began_on.isoformat() if job.began_on else None,
                "ended_on": job.ended_on.isoformat() if job.ended_on else None,
            }
        lines.append(
            HrLine(
                organisation_id=org.id,
                export_id=export.id,
                place=place,
                kind=BEFORE,
                shown={"number": number, "was": was},
            )
        )
    await HrLine.bulk_create(lines, batch_size=1_000)


async def write(
    org: Organisation, export: HrExport, found: Sequence[Difference], by: Person, told: Told
) -> None:
    """The register's lines in one change-set, then the jobs; inside the caller's transaction.

    `told` hears how many of the export's rows are done, so far as they say something new.
    """
    of_register = [each for each in found if each.kind == "joins" or each.facts]
    ids: dict[str, int] = {}
    if of_register:
        async with recording(org, Kind.IMPORT, export.file_name, by) as book:
            ids = await _record(org, book, of_register, export)
            export.change_set_id = book.change_set.id
            await book.told(hr_export=export.id, members=len(of_register))
    jobs = {job.employee_number: job for job in await Employment.within(org)}
    await note_earlier(org, jobs.values())
    for place, each in enumerate(found):
        if place % CHUNK == 0:
            await told(place)
        await _keep_job(org, each, ids, jobs)


async def _record(
    org: Organisation, book: Recording, changes: Sequence[Difference], export: HrExport
) -> dict[str, int]:
    """The register's lines; the new members' ids by employee number."""
    today, as_of = clock.today(), export.as_of or clock.today()
    joining = [each for each in changes if each.kind == "joins"]
    first = int(await next_number(org))
    numbers = [f"{first + place:04}" for place in range(len(joining))]
    made = await book.new_members(numbers)
    fresh = dict(zip(made, numbers, strict=True))
    entries: list[Entry] = []
    for member_id, each in zip(made, joining, strict=True):
        entries += entries_for(member_id, lines_of_admission(each.facts, today), "")
    staying = [(each, each.known) for each in changes if each.known is not None]
    periods = await current_periods(book.connection, [known.member_id for _each, known in staying])
    for each, known in staying:
        history = tuple(periods[known.member_id].values())
        if "left_on" in each.facts:
            since = date.fromisoformat(str(each.facts.get("joined_on") or as_of))
            entries.append(Entry(known.member_id, since, each.facts))
        else:
            now = at(history, today).facts
            changed = {name: value for name, value in each.facts.items() if now[name] != value}
            entries += entries_for(known.member_id, lines_of_change(history, changed, today))
    await book.write(entries, fresh)
    return {
        each.employee.number: member_id
        for member_id, each in zip(made, joining, strict=True)
        if each.employee is not None
    }


async def _keep_job(
    org: Organisation, each: Difference, made: dict[str, int], jobs: dict[str, Employment]
) -> None:
    one = each.employee
    if each.job is not None:
        job = jobs[each.job.number]
        job.ended_on = _not_before(each.ends_on, job.began_on) if each.kind == "leaves" else None
        if one is not None:
            job.post = one.post or job.post
            job.began_on = one.began_on or job.began_on
        await job.save()
        await note(org, job)
    elif one is not None:
        member_id = each.known.member_id if each.known else made[one.number]
        job = await Employment.create(
            organisation=org,
            employee_number=one.number,
            member_id=member_id,
            post=one.post,
            began_on=one.began_on,
            ended_on=None,
        )
        await note(org, job)


def _not_before(ends: date | None, began: date | None) -> date | None:
    return max(ends, began) if ends and began else ends

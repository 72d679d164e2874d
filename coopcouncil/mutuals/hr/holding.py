"""An HR export held against the jobs and the register as they stand today."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import islice
from typing import Any

from tortoise import connections

from coopcouncil.kernel import clock, files
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.models import StoredFile
from coopcouncil.members.importing.cells import Surroundings
from coopcouncil.members.importing.reading import Layout, rows
from coopcouncil.members.models import ChangeSet, Constituency
from coopcouncil.members.recording import FACTS, fact
from coopcouncil.mutuals.hr.differences import (
    Difference,
    Job,
    Known,
    Terms,
    counts,
    differences,
)
from coopcouncil.mutuals.hr.people import Employee, employees
from coopcouncil.mutuals.hr.refusals import NotReady
from coopcouncil.mutuals.models import Employment, HrExport
from coopcouncil.mutuals.staff import staff_constituency
from coopcouncil.organisations.models import Organisation, rulebook_on

Told = Callable[[int], Awaitable[None]]
CHUNK = 500


@dataclass(frozen=True)
class Held:
    """An export held against everything as it stands."""

    found: tuple[Difference, ...]
    counts: dict[str, int]
    terms: Terms
    seen_number: int


async def held(org: Organisation, export: HrExport, told: Told) -> Held:
    """What the export would do; `told` hears how many rows are read."""
    today = clock.today()
    terms = await _terms(org, export, today)
    people = await _read(export, today, told)
    # Asked for before the register is read: what changes meanwhile makes another preview.
    last = await ChangeSet.within(org).order_by("-number").first()
    jobs = {
        job.employee_number: Job(
            job.employee_number, job.member_id, job.post, job.began_on, job.ended_on
        )
        for job in await Employment.within(org)
    }
    register = await _register(org, today)
    found = await asyncio.to_thread(differences, people, jobs, register, terms)
    return Held(found, counts(found, len(people)), terms, last.number if last else 0)


async def _terms(org: Organisation, export: HrExport, today: date) -> Terms:
    if export.as_of is None:
        raise NotReady
    rules = (await rulebook_on(org, today)).rules
    keys: dict[int, str] = {each.id: each.key for each in await Constituency.within(org)}
    return Terms(
        (await staff_constituency(org)).id,
        keys,
        rules.staff_join,
        rules.staff_grace_days,
        rules.voting_constituency,
        rules.constituency_order,
        export.as_of,
        export.is_complete,
    )


async def _read(export: HrExport, today: date, told: Told) -> list[Employee]:
    """Everybody in the file, in pieces, so that one hears how far it is."""
    if export.file_id is None:
        raise NotHere
    data = await files.read(await StoredFile.get(id=export.file_id))
    layout = Layout(export.encoding, export.delimiter)
    reading = employees(
        islice(rows(BytesIO(data), layout), 1, None), export.targets, Surroundings(today, {}, {})
    )
    people: list[Employee] = []
    while some := await asyncio.to_thread(lambda: list(islice(reading, CHUNK))):
        people += some
        await told(len(people))
    return people


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


def shown(each: Difference, terms: Terms) -> dict[str, Any]:
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

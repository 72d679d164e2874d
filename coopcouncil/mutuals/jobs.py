"""Jobs as they were known: noted whenever one changes, read as known at a moment."""

from collections.abc import Iterable
from datetime import date, datetime

from coopcouncil.kernel import clock
from coopcouncil.mutuals.models import Employment, EmploymentLine
from coopcouncil.organisations.models import Organisation


async def note_earlier(org: Organisation, jobs: Iterable[Employment]) -> None:
    """What stood before jobs were noted has been known ever since."""
    noted = await EmploymentLine.within(org).values_list("employee_number", flat=True)
    known = {str(number) for number in noted}
    lines = [_line(org, job, org.opened_at) for job in jobs if job.employee_number not in known]
    await EmploymentLine.bulk_create(lines, batch_size=1_000)


async def note(org: Organisation, job: Employment, *, is_gone: bool = False) -> None:
    """From now on this is known of a job."""
    line = _line(org, job, clock.now())
    line.is_gone = is_gone
    await line.save(force_create=True)


async def jobs_known(
    org: Organisation, known_at: datetime | None = None
) -> list[Employment | EmploymentLine]:
    """Every job that was known at a moment, or is now."""
    if known_at is None:
        return list(await Employment.within(org).order_by("id"))
    lines = await EmploymentLine.within(org).order_by("noted_at", "id")
    noted = {line.employee_number for line in lines}
    latest = {line.employee_number: line for line in lines if line.noted_at <= known_at}
    never = [j for j in await Employment.within(org) if j.employee_number not in noted]
    return [*never, *(line for line in latest.values() if not line.is_gone)]


def has_begun(job: Employment | EmploymentLine, on: date) -> bool:
    """Whether there was such a job by the day."""
    return job.began_on is None or job.began_on <= on


def has_ended(job: Employment | EmploymentLine, on: date) -> bool:
    """Whether its last day is past."""
    return job.ended_on is not None and job.ended_on < on


def _line(org: Organisation, job: Employment, noted_at: datetime) -> EmploymentLine:
    return EmploymentLine(
        organisation_id=org.id,
        employee_number=job.employee_number,
        member_id=job.member_id,
        post=job.post,
        began_on=job.began_on,
        ended_on=job.ended_on,
        noted_at=noted_at,
    )

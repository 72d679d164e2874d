"""What an employer's list says of a member's job, where membership follows the job."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date, shown_datetime
from coopcouncil.mutuals.models import Employment, EmploymentLine
from coopcouncil.organisations.models import Organisation


async def held(subject: Subject) -> list[Section]:
    """Every job by its number."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    jobs = await Employment.within(org).filter(member_id=subject.member_id).order_by("id")
    if not jobs:
        return []
    return [
        Section(
            key="jobs",
            title=gettext("Your job, as membership follows it"),
            basis=gettext("Staff are members while they work here: it decides your membership."),
            heads=(
                gettext("Employee number"),
                gettext("Post"),
                gettext("From"),
                gettext("Until"),
            ),
            rows=tuple(
                (
                    job.employee_number,
                    job.post,
                    shown_date(job.began_on) if job.began_on else "",
                    shown_date(job.ended_on) if job.ended_on else "",
                )
                for job in jobs
            ),
        ),
        *await _noted(org, subject.member_id),
    ]


async def _noted(org: Organisation, member_id: int) -> list[Section]:
    lines = await EmploymentLine.within(org).filter(member_id=member_id).order_by("id")
    if not lines:
        return []
    return [
        Section(
            key="jobs-noted",
            title=gettext("What was known of your job, and since when"),
            basis=gettext("Staff are members while they work here: it decides your membership."),
            heads=(
                gettext("Recorded"),
                gettext("Employee number"),
                gettext("Post"),
                gettext("From"),
                gettext("Until"),
            ),
            rows=tuple(
                (
                    shown_datetime(line.noted_at),
                    line.employee_number,
                    line.post,
                    shown_date(line.began_on) if line.began_on else "",
                    gettext("Taken out") if line.is_gone else _until(line),
                )
                for line in lines
            ),
        )
    ]


def _until(line: EmploymentLine) -> str:
    return shown_date(line.ended_on) if line.ended_on else ""

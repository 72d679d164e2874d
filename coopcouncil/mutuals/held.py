"""What an employer's list says of a member's job, where membership follows the job."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date
from coopcouncil.mutuals.models import Employment
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
        )
    ]

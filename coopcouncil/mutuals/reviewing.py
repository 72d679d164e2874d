"""What the yearly review is told by the staff's jobs: whose grace is over."""

from collections.abc import Sequence
from datetime import date, timedelta

from coopcouncil.joining.finding import Finder, Finding
from coopcouncil.joining.reads import House
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.fits import read_fits, without
from coopcouncil.members.kinds import Cause, Fact
from coopcouncil.members.reads import current
from coopcouncil.mutuals.staff import NoStaffConstituency, former_employees, staff_constituency
from coopcouncil.organisations.rules import NoRulesYet


async def _job_ended(house: House, upto: date) -> Sequence[Finding]:
    """Members among the staff whose last job ended, once the days of grace are over."""
    try:
        staff = await staff_constituency(house.org)
    except (NoRulesYet, NoStaffConstituency):
        return []
    gone = {each.member_id: each for each in await former_employees(house.org)}
    found = []
    async for entry in current(house.org).filter(member_id__in=list(gone)).order_by("member_id"):
        due = gone[entry.member_id].stays_until + timedelta(days=1)
        if due > upto:
            continue
        facts: dict[str, Fact] = {}
        if places := [place for place in read_fits(entry.fits) if place[0] != staff.id]:
            constituency, part = places[0]
            rest = without(entry.fits, constituency, part)
            facts = {"constituency_id": constituency, "part_id": part, "fits": rest}
        found.append(
            Finding(
                member_id=entry.member_id,
                due_on=due,
                facts=facts,
                because=None if facts else Cause.INELIGIBLE,
                detail=gone[entry.member_id].post,
            )
        )
    return found


JOB_ENDED = Finder(
    lazy("Left the job, and the grace is over"),
    lazy("Move to another constituency that fits, or end the membership where none does"),
    _job_ended,
)

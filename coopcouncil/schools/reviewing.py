"""What the yearly review is told by the schools: parents whose last child has left, and learners
who are old enough to join."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from coopcouncil.joining.finding import Concerned, Finder, Finding
from coopcouncil.joining.reads import House
from coopcouncil.joining.rules.eligibility import birthday
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.fits import read_fits, without
from coopcouncil.members.kinds import Cause, Fact
from coopcouncil.members.reads import current
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.reads import childless, lines_of


async def _last_child_left(house: House, upto: date) -> Sequence[Finding]:
    found = []
    since = dict(await childless(house.org, upto))
    async for entry in current(house.org).filter(member_id__in=list(since)).order_by("member_id"):
        facts: dict[str, Fact] = {}
        if places := read_fits(entry.fits):
            constituency, part = places[0]
            rest = without(entry.fits, constituency, part)
            facts = {"constituency_id": constituency, "part_id": part, "fits": rest}
        found.append(
            Finding(
                member_id=entry.member_id,
                due_on=since[entry.member_id],
                facts=facts,
                because=None if facts else Cause.INELIGIBLE,
            )
        )
    return found


LAST_CHILD_LEFT = Finder(
    lazy("No child at a school any more"),
    lazy("Move to another constituency that fits, or end the membership where none does"),
    _last_child_left,
)


A_YEAR = timedelta(days=366)


async def _old_enough(house: House, upto: date) -> Sequence[Finding]:
    """Learners who reached the age of joining within the year before, and are no members.

    Whoever was old enough before was proposed then: who does not want to join is not asked again.
    """
    if not await Organisation.exists(parent_id=house.org.id):
        return []
    age = house.rules.member_age
    found = []
    for line in await lines_of(house.org, min(upto, clock.today())):
        born = line.date_of_birth
        if born is None or line.learner.member_id is not None:
            continue
        due = birthday(born, age)
        if upto - A_YEAR < due <= upto:
            school = line.part.name if line.part else ""
            found.append(Finding(other=f"learner:{line.learner_id}", due_on=due, detail=school))
    return found


OLD_ENOUGH = Finder(
    lazy("Learners who are old enough to join"),
    lazy("Ask them whether they want to join; nobody becomes a member by a birthday"),
    _old_enough,
)


async def learners_concerned(
    org: Organisation, learners: Collection[int]
) -> Mapping[int, Concerned]:
    """Those of these learners who are at a school and still no members."""
    lines = await lines_of(org, clock.today(), learners=learners)
    return {
        line.learner_id: Concerned(line.name, "", ("schools:learner", {"id": line.learner_id}))
        for line in lines
        if line.part_id is not None and line.learner.member_id is None
    }

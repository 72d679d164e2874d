"""What the yearly review is told by the schools: parents whose last child has left."""

from collections.abc import Sequence
from datetime import date

from coopcouncil.joining.reads import House
from coopcouncil.joining.review import Finder, Finding
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.fits import read_fits, without
from coopcouncil.members.kinds import Cause, Fact
from coopcouncil.members.reads import current
from coopcouncil.schools.reads import childless


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

"""Whose cluster an address shows: a trust's, or one school of it at the school's own address."""

from dataclasses import dataclass

from starlette.requests import Request

from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.web import Who
from coopcouncil.organisations.access import holds
from coopcouncil.organisations.models import Organisation, Role

KEEPING = frozenset({Role.SECRETARY, Role.TRUST_ADMINISTRATOR})
_READERS = holds(*sorted(KEEPING))
_RUNNERS = holds(*sorted(KEEPING), Role.RETURNING_OFFICER)
_TEACHERS = holds(*sorted(KEEPING), Role.TEACHER)


@dataclass(frozen=True)
class Here:
    """The trust, and the one school to which this address is limited."""

    trust: Organisation
    part: Organisation | None
    schools: tuple[Organisation, ...]

    def school(self, number: int | None) -> Organisation:
        """One of the schools that this address shows; a stranger's is not there."""
        for school in self.schools:
            if school.id == number:
                return school
        raise NotHere

    def shows(self, part_id: int | None) -> bool:
        """Whether what belongs to this school is shown here."""
        return self.part is None or part_id == self.part.id

    @property
    def part_id(self) -> int | None:
        """The school's number, or none for all of them."""
        return self.part.id if self.part else None


async def cluster_here(request: Request) -> Here:
    """The cluster of this address; an organisation without schools has none."""
    org: Organisation = request.state.org
    if org.parent_id is not None:
        return Here(await Organisation.get(id=org.parent_id), org, (org,))
    schools = tuple(await Organisation.filter(parent_id=org.id).order_by("name", "id"))
    if not schools:
        raise NotHere
    return Here(org, None, schools)


def _within(who: Who, trust_alone: bool = False) -> Who:
    async def check(request: Request) -> None:
        await who.check(request)
        if trust_alone and request.state.org.parent_id is not None:
            raise NotHere

    return Who(who.name, check)


READERS = _within(_READERS)
"""Who keeps the register: the trust's for all schools, a school's own for its own."""
TRUST = _within(_READERS, trust_alone=True)
"""The same at the trust's own address: what concerns all schools together."""
RUNNERS = _within(_RUNNERS, trust_alone=True)
"""Who begins elections."""
TEACHERS = _within(_TEACHERS)
"""Who tells what a class said."""

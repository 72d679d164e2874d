"""Who may see and keep the register: those whose office it is, and nobody else.

The register is the trust's, never a school's. At a school's own address those who hold the
office there see the school's members, and change nothing: `register_here` says whose register
it is, and which part of it.
"""

from dataclasses import dataclass

from starlette.requests import Request

from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.web import Who
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.access import holds
from coopcouncil.organisations.models import Organisation, Role

# A chair, a treasurer, a returning officer learn what they need where they need it: the roll,
# the attendance list. The register holds addresses and shares.
KEEPING = frozenset({Role.SECRETARY, Role.TRUST_ADMINISTRATOR})
READERS = holds(*sorted(KEEPING))


async def _keeper(request: Request) -> None:
    await READERS.check(request)
    if request.state.org.parent_id is not None:
        raise NotHere


KEEPERS = Who(READERS.name, _keeper)


@dataclass(frozen=True)
class Register:
    """The register that an address shows: the organisation's own, or its trust's for a school."""

    org: Organisation
    part: Organisation | None

    def shows(self, entry: RegisterEntry | None) -> bool:
        """Whether an entry is one of this part."""
        return self.part is None or (entry is not None and entry.part_id == self.part.id)


async def register_here(request: Request) -> Register:
    """The register that this address shows, and the school to which it is limited."""
    org: Organisation = request.state.org
    if org.parent_id is None:
        return Register(org, None)
    return Register(await Organisation.get(id=org.parent_id), org)


async def may_see_member(here: Register, member_id: int) -> None:
    """Refuse the member of another school, as one who is not there at all."""
    if here.part is not None and not here.shows(await entry_of(here.org, member_id)):
        raise NotHere

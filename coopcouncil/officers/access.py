"""Who sees the committee, who keeps its register, and who sees what was declared."""

from starlette.requests import Request

from coopcouncil.kernel.errors import Forbidden, NotHere, SignInNeeded
from coopcouncil.kernel.web import Who
from coopcouncil.members.access import KEEPERS, KEEPING
from coopcouncil.officers.reads import officer_of_person
from coopcouncil.organisations.access import MEMBERS
from coopcouncil.organisations.models import Role

__all__ = ["COMMITTEE", "KEEPERS", "OWN_MEMBERS", "keeps"]

_SITS = frozenset({Role.CHAIR, Role.TREASURER, Role.DIRECTOR, *KEEPING})


def keeps(request: Request) -> bool:
    """Whether this reader keeps the register."""
    return bool(request.state.roles & KEEPING)


async def _own_member(request: Request) -> None:
    await MEMBERS.check(request)
    if request.state.org.parent_id is not None:
        raise NotHere  # A school has no committee of its own here: its trust has.


async def _on_committee(request: Request) -> None:
    if request.state.person is None:
        raise SignInNeeded
    org = request.state.org
    if request.state.roles & _SITS and org.parent_id is None:
        return
    if await officer_of_person(request.state.person, org) is None:
        raise Forbidden


OWN_MEMBERS = Who("members and officers of an organisation that is no school", _own_member)
COMMITTEE = Who("those who hold office, and the secretary", _on_committee)

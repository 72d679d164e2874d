"""Who may: the answers that routes inside an organisation ask for."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request

from coopcouncil.accounts.access import SIGNED_IN
from coopcouncil.accounts.models import Person
from coopcouncil.kernel.errors import Forbidden, SignInNeeded
from coopcouncil.kernel.web import Who
from coopcouncil.organisations.models import Organisation, Role, entered

__all__ = [
    "MEMBERS",
    "OFFICERS",
    "SIGNED_IN",
    "TELLS_MEMBERS",
    "holds",
    "is_member",
    "roles_of",
]

TELLS_MEMBERS: list[Callable[[Person, Organisation], Awaitable[bool]]] = []
"""Filled in `told.py`: the register, a higher slice, knows who is a member."""


async def roles_of(person: Person | None, org: Organisation) -> frozenset[Role]:
    """The roles that this organisation's own grants, or its trust's over the cluster, give."""
    found = await entered(org.slug, person)
    return found[1] if found else frozenset()


async def is_member(person: Person | None, org: Organisation) -> bool:
    """Whether the register has the person as a member today."""
    if person is None:
        return False
    for tells in TELLS_MEMBERS:
        if await tells(person, org):
            return True
    return False


def holds(*roles: Role) -> Who:
    """Those who hold one of the roles in this organisation or over its cluster."""

    async def check(request: Request) -> None:
        if request.state.person is None:
            raise SignInNeeded
        if not request.state.roles.intersection(roles):
            raise Forbidden

    return Who(" or ".join(role.value for role in roles), check)


async def _member(request: Request) -> None:
    if request.state.person is None:
        raise SignInNeeded
    if not request.state.roles and not await is_member(request.state.person, request.state.org):
        raise Forbidden


MEMBERS = Who("members and officers", _member)

OFFICERS = holds(
    Role.SECRETARY,
    Role.CHAIR,
    Role.RETURNING_OFFICER,
    Role.SCRUTINEER,
    Role.TREASURER,
    Role.TRUST_ADMINISTRATOR,
)

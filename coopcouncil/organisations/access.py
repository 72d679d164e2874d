"""Who may: the answers that routes inside an organisation ask for."""

from starlette.requests import Request

from coopcouncil.kernel.errors import Forbidden, SignInNeeded
from coopcouncil.kernel.web import Who
from coopcouncil.organisations.models import Role


def holds(*roles: Role) -> Who:
    """Those who hold one of the roles in this organisation or over its cluster."""

    async def check(request: Request) -> None:
        if request.state.person is None:
            raise SignInNeeded
        if not request.state.roles.intersection(roles):
            raise Forbidden

    return Who(" or ".join(role.value for role in roles), check)


async def _signed_in(request: Request) -> None:
    if request.state.person is None:
        raise SignInNeeded


SIGNED_IN = Who("signed in", _signed_in)

OFFICERS = holds(
    Role.SECRETARY,
    Role.CHAIR,
    Role.RETURNING_OFFICER,
    Role.SCRUTINEER,
    Role.TREASURER,
    Role.TRUST_ADMINISTRATOR,
)

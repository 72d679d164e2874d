"""Who keeps the books, and who may read them."""

from starlette.requests import Request

from coopcouncil.organisations.access import holds
from coopcouncil.organisations.kinds import Role

KEEPERS = holds(Role.TREASURER)
READERS = holds(Role.TREASURER, Role.SECRETARY, Role.CHAIR, Role.DIRECTOR, Role.AUDITOR)


def keeps(request: Request) -> bool:
    """Whether the reader may post."""
    return Role.TREASURER in request.state.roles

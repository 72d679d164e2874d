"""What an address names, found within its organisation."""

from starlette.requests import Request

from coopcouncil.ballots.models import Ballot, Option
from coopcouncil.ballots.reads import with_course
from coopcouncil.ballots.rules.state import State, state_of
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.organisations.models import Role

SETTERS = (Role.SECRETARY, Role.RETURNING_OFFICER)
WATCHERS = (*SETTERS, Role.SCRUTINEER, Role.CHAIR)


async def ballot_of(request: Request) -> Ballot:
    """The address's ballot. A draft is there for those who set it up or watch alone."""
    found = await with_course(request.state.org, request.path_params["id"])
    if found is None:
        raise NotHere
    ballot, course = found
    watches = request.state.roles.intersection(WATCHERS)
    if not watches and state_of(course, clock.now()) is State.DRAFT:
        raise NotHere
    return ballot


async def option_of(request: Request, ballot: Ballot) -> Option:
    """The address's choice on that ballot's paper."""
    return await Option.one_of(ballot, id=request.path_params["option"])

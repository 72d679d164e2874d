"""Who may read a ballot: members and officers, and voters who have left since the roll was cut."""

from starlette.requests import Request

from coopcouncil.ballots.reads import ballots_with_my_vote
from coopcouncil.kernel.errors import Forbidden, SignInNeeded
from coopcouncil.kernel.web import Who
from coopcouncil.organisations.access import is_member


async def _voter(request: Request) -> None:
    person, org = request.state.person, request.state.org
    if person is None:
        raise SignInNeeded
    if request.state.roles or await is_member(person, org):
        return
    if request.path_params.get("id") not in await ballots_with_my_vote(org, person):
        raise Forbidden


VOTERS = Who("members, officers and voters", _voter)

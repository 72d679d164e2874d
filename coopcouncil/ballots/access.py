"""Who may read a ballot: members, officers, and voters who have left since the roll was cut;
and anybody its result, once that is published."""

from starlette.requests import Request

from coopcouncil.ballots.models import Publication
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


async def _reader_of_results(request: Request) -> None:
    if not await Publication.filter(
        ballot_id=request.path_params["id"], ballot__organisation_id=request.state.org.id
    ).exists():
        await _voter(request)


VOTERS = Who("members, officers and voters", _voter)
READERS_OF_RESULTS = Who("anyone once it is published, voters before", _reader_of_results)

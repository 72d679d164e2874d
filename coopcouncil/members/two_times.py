"""The two times of a page about the register: asked for once nothing is being recorded."""

from starlette.requests import Request

from coopcouncil.members.reads import settle
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.two_times import TwoTimes, TwoTimesForm, times_asked

__all__ = ["TwoTimes", "TwoTimesForm", "two_times"]


async def two_times(request: Request, org: Organisation | None = None) -> TwoTimes:
    """What the address asks for; what cannot be read is today, and the form says so.

    Waits for what is being recorded, as every answer "as known at" does.
    """
    times = times_asked(request)
    if times.known_at is not None:
        await settle(org or request.state.org)
    return times

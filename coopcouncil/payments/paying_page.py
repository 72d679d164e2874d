"""Where a letter sends somebody to pay: a member to their own pages, which open for members alone;
who is admitted and waits for the money to come, to the page of their application."""

from collections.abc import Awaitable, Callable

from coopcouncil.kernel import config
from coopcouncil.members.kinds import Status
from coopcouncil.members.models import RegisterEntry
from coopcouncil.organisations.models import Organisation

Where = Callable[[Organisation, int], Awaitable[str | None]]

BEFORE_MEMBERSHIP: list[Where] = []
"""Filled in `told.py`: the path, within the organisation, of the page of an admitted applicant."""


async def applicants_page(org: Organisation, entry: RegisterEntry) -> str | None:
    """The address of the page of who is no member yet; None for everybody else."""
    if entry.status != Status.APPLICANT:
        return None
    for where in BEFORE_MEMBERSHIP:
        if path := await where(org, entry.member_id):
            return address_of(org, path)
    return None


def address_of(org: Organisation, path: str) -> str:
    """A page of the organisation, as a letter gives it."""
    return f"{config.current().base_url}/{org.slug}/{path}"

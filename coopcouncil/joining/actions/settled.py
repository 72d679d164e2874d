"""Who hears that an application was admitted, refused or withdrawn."""

from collections.abc import Awaitable, Callable
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.joining.models import Application
from coopcouncil.organisations.models import Organisation

Hears = Callable[[Organisation, Application, date | None, Person | None], Awaitable[None]]
"""Told in the same transaction; the day is that from which an admitted applicant is a member."""

SETTLED: list[Hears] = []
"""Filled in `told.py`: what an application means for higher slices, such as a waiting list."""


async def told_settled(one: Application, joins_on: date | None, by: Person | None) -> None:
    """Tell everybody who listens."""
    org = await Organisation.get(id=one.organisation_id)
    for hears in SETTLED:
        await hears(org, one, joins_on, by)

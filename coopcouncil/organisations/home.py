"""What an organisation's home page shows, and who adds to it.

A higher slice contributes a panel: `told.py` puts its function into `PANELS`, in view. Each is
asked for every visit and answers with a panel, or with nothing for this reader.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation, grants_of


@dataclass(frozen=True)
class Panel:
    """A part of the home page: a template that reads `facts`, and how soon it matters."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)
    awaits: bool = False
    """Something here awaits this reader: it stands first, in plum."""
    place: int = 50
    """Among its like, lower stands higher."""


Contribute = Callable[[Request], Awaitable[Panel | None]]
Memberships = Callable[[Person], Awaitable[list[int]]]

PANELS: list[Contribute] = []
"""Filled in `told.py`."""

MEMBERSHIPS: list[Memberships] = []
"""Filled in `told.py`: the numbers of the organisations that a person is a member of."""


async def panels(request: Request) -> list[Panel]:
    """Everybody's panels for this reader, what awaits them first."""
    found = [await contribute(request) for contribute in PANELS]
    return sorted(
        (panel for panel in found if panel is not None),
        key=lambda panel: (not panel.awaits, panel.place),
    )


async def organisations_of(person: Person) -> list[Organisation]:
    """Where the person is a member or holds a role, by name."""
    ids = {grant.organisation_id for grant in await grants_of(person)}
    for tells in MEMBERSHIPS:
        ids.update(await tells(person))
    return await Organisation.filter(id__in=ids).order_by("name")

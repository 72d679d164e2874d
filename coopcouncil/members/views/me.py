"""One's own membership on the organisation's home; the page behind it is the privacy slice's."""

from starlette.requests import Request

from coopcouncil.members.access import KEEPING
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entries_of_person
from coopcouncil.organisations.home import Panel


async def home_panel(request: Request) -> Panel | None:
    """One's own membership, and for its keepers the register; nothing for strangers."""
    person, org = request.state.person, request.state.org
    if person is None:
        return None
    # The register is the trust’s: a school’s own address shows it, and begins none.
    keeps = bool(request.state.roles & KEEPING) and org.parent_id is None
    entries = await entries_of_person(person, org)
    if not entries and not keeps:
        return None
    is_empty = keeps and not await Member.within(org).exists()
    addresses = [entry.email.lower() for entry in entries]
    # Two people who share an address are not shown to each other: their page asks who it is.
    is_shared = len(set(addresses)) < len(addresses)
    facts = {"entries": entries, "is_shared": is_shared, "keeps": keeps, "is_empty": is_empty}
    return Panel("members/_panel.html", facts, awaits=is_empty, place=30)

"""What the register says of whoever is signed in: to them alone."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.pages import page
from coopcouncil.members.access import KEEPING
from coopcouncil.members.labels import FACTS, names_of, words_for
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entries_of_person
from coopcouncil.members.recording import facts_of
from coopcouncil.organisations.home import Panel


async def me(request: Request) -> Response:
    """The member's own entry; both, where two members share an address."""
    names = await names_of(request.state.org)
    entries = await entries_of_person(request.state.person, request.state.org)
    return page(
        request,
        "members/me.html",
        entries=[
            {
                "entry": entry,
                "facts": [
                    (str(label), text)
                    for name, label in FACTS.items()
                    if (text := words_for(name, facts_of(entry)[name], names))
                ],
            }
            for entry in entries
        ],
    )


async def home_panel(request: Request) -> Panel | None:
    """One's own membership, and for its keepers the register; nothing for strangers."""
    person, org = request.state.person, request.state.org
    if person is None:
        return None
    keeps = bool(request.state.roles & KEEPING) and org.parent_id is None
    entries = await entries_of_person(person, org)
    if not entries and not keeps:
        return None
    is_empty = keeps and not await Member.within(org).exists()
    facts = {"entries": entries, "keeps": keeps, "is_empty": is_empty}
    return Panel("members/_panel.html", facts, awaits=is_empty, place=30)

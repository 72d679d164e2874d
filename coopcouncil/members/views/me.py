"""What the register says of whoever is signed in: to them alone."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.pages import page
from coopcouncil.members.labels import FACTS, names_of, words_for
from coopcouncil.members.reads import entries_of_person
from coopcouncil.members.recording import facts_of


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

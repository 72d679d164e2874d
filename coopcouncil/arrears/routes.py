"""The addresses of this slice, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.arrears.access import KEEPERS, READERS
from coopcouncil.arrears.views import letters, lists, member, mine
from coopcouncil.kernel.web import View, Who, get, post
from coopcouncil.organisations.access import SIGNED_IN


def _asks(path: str, view: View, who: Who = KEEPERS) -> list[BaseRoute]:
    """A form and what it does, at one address."""
    asked = get(path, view, who=who)
    return [asked, post(path, view, who=who, name=f"{asked.name}_done")]


_M = "/arrears/{id:int}"

TENANT: list[BaseRoute] = [
    get("/arrears", lists.overview, who=READERS),
    get("/arrears/file", lists.late_file, who=READERS),
    *_asks("/arrears/letters", letters.letters),
    get("/arrears/letters/print", letters.print_letters, who=KEEPERS),
    get(_M, member.member, who=READERS),
    *_asks(_M + "/plan", member.agree),
    *_asks(_M + "/plans/{plan:int}/end", member.end_plan),
    *_asks(_M + "/hold", member.hold),
    post(_M + "/holds/{hold:int}/end", member.lift, who=KEEPERS),
    *_asks(_M + "/help/{asked:int}", member.answer),
    *_asks("/money/{id:int}/help", mine.help_wanted, SIGNED_IN),
]

"""What several pages of savings look up."""

from collections.abc import Awaitable
from datetime import date
from typing import Any

from starlette.requests import Request

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import Form
from coopcouncil.kernel.i18n import gettext
from coopcouncil.members.own import own_entries
from coopcouncil.organisations.models import rulebook_on
from coopcouncil.organisations.protection import in_force, whole_pounds
from coopcouncil.organisations.protection import protection as protection_on
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.savings.models import SavingsAccount


async def done(form: Form, deed: Awaitable[Any], at: str | None = None) -> Any:
    """What the deed gave, or None with its refusal on the form."""
    try:
        return await deed
    except Refused as refusal:
        form.refuse(refusal, at)
        return None


async def account_of(request: Request) -> SavingsAccount:
    """The account of the address."""
    found = await SavingsAccount.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("product")
    return found


async def own_members(request: Request) -> set[int]:
    """Which members the reader is."""
    return {one.member_id for one in await own_entries(request)}


async def rules_of(request: Request, on: date) -> Rulebook:
    """The rules in force on a day."""
    return (await rulebook_on(request.state.org, on)).rules


def protection() -> str:
    """What stands wherever somebody reads of their savings."""
    return protection_on(clock.today(), gettext)


def sheet() -> dict[str, Any]:
    """What the information sheet on that protection needs, of today."""
    since, pence = in_force(clock.today())
    return {"protected_to": whole_pounds(pence), "protected_from": since}


def page_of(request: Request, total: int, size: int) -> tuple[int, int]:
    """The page that the address asks for, and the last one."""
    last = max(1, -(-total // size))
    asked = request.query_params.get("page", "1")
    current = int(asked) if asked.isdecimal() and len(asked) < 9 else 1
    return min(max(current, 1), last), last

"""Who is late, how long, and what waits: for the treasurer and the secretary."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.arrears.labels import AGES, STEPS
from coopcouncil.arrears.models import LateReminder
from coopcouncil.arrears.reads import ages, asking, holds, last_reminders, late, running
from coopcouncil.kernel import clock
from coopcouncil.kernel.downloads import csv_file
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import page
from coopcouncil.ledger.reads import has_books
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import rulebook_on
from coopcouncil.shares.reads import holders_named

PAGE = 50


async def overview(request: Request) -> Response:
    """Who is late, by age; what waits for a person."""
    org, today = request.state.org, clock.today()
    rules = (await rulebook_on(org, today)).rules
    found = await late(org, today, rules.payment_grace_days)
    plans, asked = await running(org), await asking(org)
    members = [one.member_id for one in found]
    last = max(1, -(-len(found) // PAGE))
    number = min(_page(request), last)
    shown = found[(number - 1) * PAGE : number * PAGE]
    letters = await LateReminder.within(org).filter(way="letter", posted_on=None).count()
    wanted = {one.member_id for one in shown} | {one.member_id for one in asked}
    wanted |= {one.arrangement.member_id for one in plans}
    return page(
        request,
        "arrears/overview.html",
        shown=shown,
        count=len(found),
        total=Money(sum(one.pence for one in found)),
        ages=list(zip(AGES, ages(found, today), strict=True)),
        reminders=await last_reminders(org, [one.charge_id for one in shown]),
        held=await holds(org, today, members),
        asked=asked,
        plans=plans,
        letters=letters,
        names=await holders_named(org, wanted),
        steps=STEPS,
        grace=rules.payment_grace_days,
        number=number,
        last=last,
        keeps=Role.TREASURER in request.state.roles,
    )


async def late_file(request: Request) -> Response:
    """The same list, whole, as a file."""
    org, today = request.state.org, clock.today()
    rules = (await rulebook_on(org, today)).rules
    found = await late(org, today, rules.payment_grace_days)
    names = await holders_named(org, {one.member_id for one in found})
    said = await last_reminders(org, [one.charge_id for one in found])
    rows = [
        (
            names[one.member_id].number,
            names[one.member_id].name,
            str(one.late_since),
            f"{one.sum.pence / 100:.2f}",
            str(said[one.charge_id].step) if one.charge_id in said else "",
        )
        for one in found
    ]
    heads = ("member_number", "name", "late_since", "late", "last_reminder")
    return csv_file(f"late-{today.isoformat()}.csv", heads, rows)


async def home_panel(request: Request) -> Panel | None:
    """For the treasurer: who asked for help and waits for an answer."""
    org = request.state.org
    if not {Role.TREASURER, Role.SECRETARY} & request.state.roles or not await has_books(org):
        return None
    asked = await asking(org)
    if not asked:
        return None
    return Panel("arrears/_panel.html", {"asked": len(asked)}, awaits=True, place=20)


def _page(request: Request) -> int:
    asked = request.query_params.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 6):
        raise NotHere
    return max(1, int(asked))

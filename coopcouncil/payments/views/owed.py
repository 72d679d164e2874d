"""Who owes what: the list, its search, its file."""

import csv
import io
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from coopcouncil.kernel import clock
from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import page
from coopcouncil.ledger.exporting import pounds
from coopcouncil.ledger.reads import has_books
from coopcouncil.organisations.home import Panel
from coopcouncil.payments.access import KEEPING
from coopcouncil.payments.forms import OwedForm
from coopcouncil.payments.lateness import grace_of
from coopcouncil.payments.models import Charge, Payment, Plan
from coopcouncil.payments.reads import (
    PAGE,
    Only,
    Standing,
    all_standings,
    standings,
)

HEADINGS = ("member_number", "name", "owed", "late", "oldest_due_on", "paid_in_advance", "coming")


async def owed(request: Request) -> Response:
    """Members who owe, are late or have paid in advance."""
    org = request.state.org
    form, sort, number = await _asked(request)
    found = await standings(org, form.wanted, (form.q.data or "").strip(), sort, number)
    return page(
        request,
        "payments/owed.html",
        form=form,
        found=found,
        grace=await grace_of(org),
        sort=sort,
        number=number,
        last=-(-found.count // PAGE),
        has_books=await has_books(org),
        has_any=await Charge.within(org).exists() or await Payment.within(org).exists(),
        has_plans=await Plan.within(org).exists(),
        keeps=bool(request.state.roles & KEEPING),
    )


async def owed_file(request: Request) -> Response:
    """The same list as a file, in full."""
    form, sort, _number = await _asked(request)
    name = f"owed-{clock.today().isoformat()}.csv"
    return StreamingResponse(
        _file(request, form, sort),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )


async def home_panel(request: Request) -> Panel | None:
    """For who takes money: what is late, and the way in."""
    if not request.state.roles & KEEPING or not await has_books(request.state.org):
        return None
    late = await standings(request.state.org, Only.LATE)
    sentence = ngettext(
        "{n} member is late with {sum}.", "{n} members are late with {sum} in all.", late.count
    ).format(n=f"{late.count:,}", sum=late.late)
    return Panel(
        "payments/_panel.html",
        {"sentence": sentence if late.count else gettext("Nobody is late.")},
        place=32,
    )


async def _asked(request: Request) -> tuple[OwedForm, str, int]:
    form = await form_of(request, OwedForm)
    form.validate()
    asked = request.query_params.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return form, request.query_params.get("sort", "name"), max(1, number)


async def _file(request: Request, form: OwedForm, sort: str) -> AsyncIterator[str]:
    yield _lines([HEADINGS])
    text = (form.q.data or "").strip()
    async for rows in all_standings(request.state.org, form.wanted, text, sort):
        yield _lines([_cells(row) for row in rows])


def _cells(row: Standing) -> tuple[str, ...]:
    def figure(amount: Money) -> str:
        return pounds(amount.pence)

    oldest = row.oldest.isoformat() if row.oldest else ""
    return (
        harmless(row.number),
        harmless(row.name),
        figure(row.owed),
        figure(row.late),
        oldest,
        figure(row.credit),
        figure(row.coming),
    )


def _lines(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()

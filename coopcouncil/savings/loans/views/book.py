"""The loan book: every loan with how it stands, as a list, as drawings, as a file."""

import csv
import io
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from coopcouncil.kernel import clock
from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import page
from coopcouncil.ledger.exporting import pounds
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.ods import spreadsheet
from coopcouncil.savings.loans.actions.following import letters_due
from coopcouncil.savings.loans.deskforms import (
    SearchForm,
)
from coopcouncil.savings.loans.figures import figures
from coopcouncil.savings.loans.forms import (
    choices,
    percent,
)
from coopcouncil.savings.loans.kinds import State
from coopcouncil.savings.loans.labels import BANDS, STATES
from coopcouncil.savings.loans.models import Loan, LoanApplication
from coopcouncil.savings.loans.reads import Standing, standings
from coopcouncil.savings.loans.rules.arrears import Band
from coopcouncil.savings.reads import names_of

PAGE = 50
_SORTS = {
    "number": lambda row: row[0].loan.number,
    "name": lambda row: row[1].sort_key if row[1] else "",
    "owed": lambda row: row[0].position.owed,
    "late": lambda row: row[0].late.days,
}
Row = tuple[Standing, RegisterEntry | None]


async def loan_book(request: Request) -> Response:
    """The list, with what it comes to by state and by age beside its drawings."""
    form = await form_of(request, SearchForm)
    _offer(form)
    rows = await _rows(request, form)
    sort = request.query_params.get("sort", "number")
    asked = request.query_params.get("page", "1")
    last = max(1, -(-len(rows) // PAGE))
    number = min(int(asked), last) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    number = max(1, number)
    org = request.state.org
    today = clock.today()
    by_state = {}
    for state in State:
        those = [one for one, _entry in await _every(request) if one.loan.state is state]
        if those:
            by_state[state] = (len(those), Money(sum(one.position.owed for one in those)))
    return page(
        request,
        "savings/loans/book.html",
        form=form,
        rows=rows[(number - 1) * PAGE : number * PAGE],
        found=len(rows),
        sort=sort,
        number=number,
        last=last,
        states=STATES,
        bands=BANDS,
        by_state=by_state,
        figures=await figures(org, today),
        waiting=await LoanApplication.within(org).filter(outcome=None).count(),
        letters=len(await letters_due(org)),
        query=request.url.query,
        percent=percent,
    )


async def loan_list(request: Request) -> Response:
    """The same list as a file: CSV, or a spreadsheet."""
    form = await form_of(request, SearchForm)
    _offer(form)
    rows = await _rows(request, form)
    kind = request.path_params["kind"]
    if kind not in ("csv", "ods"):
        raise NotHere
    heads = (
        "loan", "member_number", "name", "state", "lent", "rate_per_month_percent", "apr",
        "paid_out_on", "owed", "interest_due", "overdue", "days_late", "attached", "next_payment",
    )  # fmt: skip
    lines = [
        [
            str(one.loan.number),
            entry.member_number if entry else "",
            entry.name if entry else "",
            one.loan.state.value,
            pounds(one.loan.principal),
            percent(one.loan.rate_parts),
            str(one.loan.apr),
            one.loan.paid_out_on.isoformat() if one.loan.paid_out_on else "",
            pounds(one.position.owed),
            pounds(one.position.interest),
            pounds(one.late.overdue),
            str(one.late.days),
            pounds(one.attached),
            one.following[0].isoformat() if one.following else "",
        ]
        for one, entry in rows
    ]
    name = f"loans-{clock.today().isoformat()}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    if kind == "ods":

        async def chunks() -> AsyncIterator[list[list[str]]]:
            yield lines

        return StreamingResponse(
            spreadsheet(heads, chunks()),
            media_type="application/vnd.oasis.opendocument.spreadsheet",
            headers=headers,
        )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([[harmless(cell) for cell in line] for line in lines])
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _offer(form: SearchForm) -> None:
    form.state.choices = [("", gettext("All")), *choices(STATES)]
    form.band.choices = [("", gettext("All")), *choices(BANDS)]
    if form.state.data not in {value for value, _text in form.state.choices}:
        form.state.data = ""
    if form.band.data not in {value for value, _text in form.band.choices}:
        form.band.data = ""


async def _every(request: Request) -> list[Row]:
    org = request.state.org
    found = await standings(await Loan.within(org).order_by("number"))
    names = await names_of(org, [one.loan.member_id for one in found])
    return [(one, names.get(one.loan.member_id)) for one in found]


async def _rows(request: Request, form: SearchForm) -> list[Row]:
    rows = await _every(request)
    text = (form.q.data or "").strip().lower()
    if form.state.data:
        rows = [row for row in rows if row[0].loan.state is State(form.state.data)]
    if form.band.data:
        rows = [row for row in rows if row[0].position.owed and row[0].band is Band(form.band.data)]
    if text:
        rows = [
            row
            for row in rows
            if text == str(row[0].loan.number)
            or (row[1] and (text in row[1].name.lower() or text == row[1].member_number.lower()))
        ]
    sort = request.query_params.get("sort", "number")
    key = _SORTS.get(sort.removeprefix("-"), _SORTS["number"])
    return sorted(rows, key=key, reverse=sort.startswith("-"))

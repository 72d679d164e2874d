"""The member's own money: what I own, owe, have paid; what comes; a statement to keep."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.arrears.labels import INTERVALS
from coopcouncil.kernel import clock, pdf
from coopcouncil.kernel.downloads import pdf_file
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import page
from coopcouncil.ledger.reads import has_books
from coopcouncil.members.own import is_shared, own_entries, own_entry
from coopcouncil.money.forms import StatementForm
from coopcouncil.money.own import own_money
from coopcouncil.money.statement import Statement, statement_of
from coopcouncil.organisations.home import Panel
from coopcouncil.payments.labels import FAILURES, METHODS
from coopcouncil.payments.reads import account_of
from coopcouncil.payments.stripe.reads import takes_cards
from coopcouncil.shares.labels import KINDS as SHARES

YEAR = timedelta(days=365)


async def mine(request: Request) -> Response:
    """Everything on one page, each part with what one can do about it."""
    org = request.state.org
    return page(
        request,
        "money/mine.html",
        each=[await own_money(org, entry) for entry in await own_entries(request)],
        shared=await is_shared(request),
        cards=await takes_cards(org) is not None,
        books=await has_books(org),
        today=clock.today(),
        methods=METHODS,
        failures=FAILURES,
        share_kinds=SHARES,
        intervals=INTERVALS,
        pounds=Money,
    )


async def statement(request: Request) -> Response:
    """Every charge and payment between two days."""
    entry = await own_entry(request, request.path_params["id"])
    form, found = await _statement(request, entry.member_id)
    return page(
        request,
        "money/statement.html",
        200 if found else 422,
        form=form,
        entry=entry,
        found=found,
    )


async def statement_pdf(request: Request) -> Response:
    """The same on paper, in the reader's language."""
    org, lang = request.state.org, request.state.language
    entry = await own_entry(request, request.path_params["id"])
    form, found = await _statement(request, entry.member_id)
    if found is None:
        return page(request, "money/statement.html", 422, form=form, entry=entry, found=None)
    data = await pdf.render("print/money/statement.html", lang, org=org, entry=entry, found=found)
    return pdf_file(f"statement-{found.to.isoformat()}.pdf", data)


async def home_panel(request: Request) -> Panel | None:
    """One's own money, where there is any; in plum while something is late."""
    org = request.state.org
    if request.state.person is None or not await has_books(org):
        return None
    entries = await own_entries(request)
    accounts = [await account_of(org, entry.member_id) for entry in entries]
    if not any(one.charges or one.payments for one in accounts):
        return None
    facts = {
        "owed": sum((one.owed for one in accounts), Money(0)),
        "late": sum((one.late for one in accounts), Money(0)),
        "credit": sum((one.credit for one in accounts), Money(0)),
    }
    return Panel("money/_panel.html", facts, awaits=bool(facts["late"]), place=28)


async def _statement(request: Request, member: int) -> tuple[StatementForm, Statement | None]:
    org, today = request.state.org, clock.today()
    if any(name.startswith(("since-", "to-")) for name in request.query_params):
        form = StatementForm(request.query_params)
        if not form.validate():
            return form, None
    else:
        form = StatementForm(data={"since": today - YEAR, "to": today})
    try:
        return form, await statement_of(
            org, member, form.since.data, form.to.data, request.state.language
        )
    except Refused as refusal:
        form.refuse(refusal, "to")
        return form, None

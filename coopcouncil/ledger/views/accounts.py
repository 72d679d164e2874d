"""The accounts with their lines, a member's lines, funds, and closing the books."""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.flash import flash
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import page, redirect
from coopcouncil.ledger.access import keeps
from coopcouncil.ledger.actions import add_account, add_fund, change_account, close_books
from coopcouncil.ledger.forms import (
    AccountForm,
    AccountNameForm,
    ClosingForm,
    FundForm,
    SpanForm,
)
from coopcouncil.ledger.kinds import AccountKind
from coopcouncil.ledger.labels import KINDS
from coopcouncil.ledger.models import Account, BookClosing, Fund
from coopcouncil.ledger.reads import Entry, accounts_of, entries
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of

A_PAGE = 100


async def accounts(request: Request) -> Response:
    """The plan of accounts, and a new one."""
    return await _accounts(request, AccountForm())


async def new_account(request: Request) -> Response:
    """An account of the organisation's own."""
    form = await form_of(request, AccountForm)
    if not form.validate():
        return await _accounts(request, form, 422)
    try:
        await add_account(
            request.state.org,
            form.code.data,
            form.name.data,
            form.name_cy.data or "",
            AccountKind(form.kind.data),
            request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal, "code")
        return await _accounts(request, form, refusal.status)
    flash(request, gettext("The account has been added."))
    return redirect(request, "ledger:accounts")


async def _accounts(request: Request, form: AccountForm, status: int = 200) -> Response:
    found = await accounts_of(request.state.org)
    return page(
        request,
        "ledger/accounts.html",
        status,
        accounts=found,
        form=form,
        kinds=KINDS,
        keeps=keeps(request),
    )


async def account(request: Request) -> Response:
    """An account's lines between two days, with a running balance."""
    found = await Account.one(request.state.org, id=request.path_params["id"])
    form = AccountNameForm(obj=found)
    return await _account(request, found, form)


async def rename_account(request: Request) -> Response:
    """Its names, and whether it is in use."""
    found = await Account.one(request.state.org, id=request.path_params["id"])
    form = await form_of(request, AccountNameForm)
    if not form.validate():
        return await _account(request, found, form, 422)
    await change_account(
        request.state.org,
        found,
        form.name.data,
        form.name_cy.data or "",
        form.in_use.data,
        request.state.person,
    )
    flash(request, gettext("The account has been changed."))
    return redirect(request, "ledger:account", id=found.id)


async def _account(
    request: Request, found: Account, form: AccountNameForm, status: int = 200
) -> Response:
    span, since, to = await _span(request)
    lines = await _lines(request, since, to, account=found.id)
    return page(
        request,
        "ledger/account.html",
        status,
        account=found,
        kind=KINDS[found.kind],
        form=form,
        span=span,
        since=since,
        to=to,
        lines=lines,
        pounds=Money,
        keeps=keeps(request),
    )


async def member_lines(request: Request) -> Response:
    """What the books say of one member."""
    org = request.state.org
    member = await Member.one(org, id=request.path_params["id"])
    span, since, to = await _span(request)
    lines = await _lines(request, since, to, member=member.id)
    return page(
        request,
        "ledger/member.html",
        member=member,
        entry=await entry_of(org, member.id),
        accounts={one.id: one for one in await accounts_of(org)},
        span=span,
        since=since,
        to=to,
        lines=lines,
        pounds=Money,
    )


@dataclass(frozen=True)
class Lines:
    """A page of lines, and what lies around it."""

    brought: int
    rows: list[Entry]
    earlier: int | None
    later: int | None


async def _lines(
    request: Request,
    since: date,
    to: date,
    *,
    account: int | None = None,
    member: int | None = None,
) -> Lines:
    """The page that the address asks for, from where another one began or ended."""
    after, before = (_line(request, name) for name in ("after", "before"))
    brought, rows = await entries(
        request.state.org,
        since,
        to,
        account=account,
        member=member,
        after=after,
        before=before,
        limit=A_PAGE + 1,
    )
    is_back = after is None and before is not None
    more, rows = len(rows) > A_PAGE, (rows[-A_PAGE:] if is_back else rows[:A_PAGE])
    if more and is_back:
        brought = rows[0].balance - rows[0].amount
    has_earlier, has_later = (more, True) if is_back else (after is not None, more)
    return Lines(
        brought,
        rows,
        rows[0].line_id if rows and has_earlier else None,
        rows[-1].line_id if rows and has_later else None,
    )


def _line(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


async def _span(request: Request) -> tuple[SpanForm, date, date]:
    span = await form_of(request, SpanForm)
    readable = span.validate()
    to = (span.to.data if readable else None) or clock.today()
    return span, (span.since.data if readable else None) or date(to.year - 1, to.month, 1), to


async def funds(request: Request) -> Response:
    """Money given for one purpose, and a new fund."""
    return await _funds(request, FundForm())


async def new_fund(request: Request) -> Response:
    """A fund that balances by itself."""
    form = await form_of(request, FundForm)
    if not form.validate():
        return await _funds(request, form, 422)
    try:
        await add_fund(
            request.state.org,
            form.name.data,
            form.name_cy.data or "",
            form.restriction.data,
            request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal, "name")
        return await _funds(request, form, refusal.status)
    flash(request, gettext("The fund has been added."))
    return redirect(request, "ledger:funds")


async def _funds(request: Request, form: FundForm, status: int = 200) -> Response:
    found = await Fund.within(request.state.org).order_by("name")
    return page(request, "ledger/funds.html", status, funds=found, form=form, keeps=keeps(request))


async def closings(request: Request) -> Response:
    """How far the books are closed, and closing them further."""
    return await _closings(request, ClosingForm())


async def close(request: Request) -> Response:
    """Close them; it cannot be taken back."""
    form = await form_of(request, ClosingForm)
    if not form.validate():
        return await _closings(request, form, 422)
    try:
        await close_books(
            request.state.org, form.to.data, form.note.data or "", request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal, "to")
        return await _closings(request, form, refusal.status)
    flash(request, gettext("The books are closed."))
    return redirect(request, "ledger:closings")


async def _closings(request: Request, form: ClosingForm, status: int = 200) -> Response:
    found = (
        await BookClosing.within(request.state.org)
        .order_by("-closed_to")
        .prefetch_related("closed_by")
    )
    return page(
        request, "ledger/closings.html", status, closings=found, form=form, keeps=keeps(request)
    )

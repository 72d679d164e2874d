"""The books at a glance, the three statements, and the general ledger as a file."""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import language_of
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import page, redirect
from coopcouncil.ledger.access import keeps
from coopcouncil.ledger.actions import open_books
from coopcouncil.ledger.exporting import general_ledger
from coopcouncil.ledger.forms import DayForm, ExportForm
from coopcouncil.ledger.kinds import AccountKind
from coopcouncil.ledger.labels import KINDS
from coopcouncil.ledger.models import Account, Fund, Posting
from coopcouncil.ledger.reads import Books, books, closed_to, has_books
from coopcouncil.ledger.rules import shown, summary
from coopcouncil.organisations.models import has_rules


@dataclass(frozen=True)
class Shown:
    """An account with its balance as its reader expects it."""

    account: Account
    balance: Money
    debit: Money | None
    credit: Money | None


def lines(found: Books, *kinds: AccountKind) -> list[Shown]:
    """The accounts of these kinds that have a balance."""
    rows = []
    for account in found.accounts:
        balance = found.trial.balances.get(account.id, 0)
        if balance and (not kinds or account.kind in kinds):
            rows.append(
                Shown(
                    account,
                    Money(shown(account.kind, balance)),
                    Money(balance) if balance > 0 else None,
                    Money(-balance) if balance < 0 else None,
                )
            )
    return rows


async def overview(request: Request) -> Response:
    """Where the organisation stands today, and the way to everything else."""
    org = request.state.org
    if not await has_books(org) or not await has_rules(org):
        return page(
            request, "ledger/none.html", keeps=keeps(request), has_rules=await has_rules(org)
        )
    found = await books(org, clock.today())
    return page(
        request,
        "ledger/overview.html",
        keeps=keeps(request),
        books=found,
        total=summary(found.kinds, found.trial),
        by_kind=[(KINDS[kind], lines(found, kind)) for kind in AccountKind],
        latest=await Posting.within(org).order_by("-number").limit(10),
        closed_to=await closed_to(org),
        pounds=Money,
    )


async def begin(request: Request) -> Response:
    """The accounts of the usual plan."""
    await open_books(request.state.org, request.state.person)
    return redirect(request, "ledger:overview")


async def trial_balance(request: Request) -> Response:
    """Every account's balance, debits beside credits."""
    return await _statement(request, "ledger/trial_balance.html")


async def income(request: Request) -> Response:
    """Income and expenditure of the financial year so far."""
    return await _statement(request, "ledger/income.html")


async def balance_sheet(request: Request) -> Response:
    """What there is, what is owed, and what that leaves."""
    return await _statement(request, "ledger/balance_sheet.html")


async def _statement(request: Request, template: str) -> Response:
    org = request.state.org
    if not await has_rules(org):
        return redirect(request, "ledger:overview")
    form = await form_of(request, DayForm)
    funds = await Fund.within(org).order_by("name")
    form.offer(funds, language_of(request))
    readable = form.validate()
    on = (form.on.data if readable else None) or clock.today()
    chosen = form.fund.data if readable and form.fund else ""
    fund = await Fund.one(org, id=int(chosen)) if chosen else None
    found = await books(org, on, fund.id if fund else None)
    return page(
        request,
        template,
        422 if not readable else 200,
        form=form,
        fund=fund,
        books=found,
        total=summary(found.kinds, found.trial),
        rows=lines(found),
        of={kind.value: lines(found, kind) for kind in AccountKind},
        pounds=Money,
    )


async def export(request: Request) -> Response:
    """The question: from when to when, and for which program."""
    return page(request, "ledger/export.html", form=ExportForm())


async def export_file(request: Request) -> Response:
    """The general ledger, streamed; that it went out is recorded."""
    org = request.state.org
    form = await form_of(request, ExportForm)
    if not form.validate():
        return page(request, "ledger/export.html", 422, form=form)
    since, to, kind = form.since.data, form.to.data, form.form.data
    await audit.record(
        org.id, request.state.person.id, "exported the books", "ledger", since=since, to=to
    )
    name = f"{org.slug}-{kind}-{_day(since)}-{_day(to)}.csv"
    return StreamingResponse(
        general_ledger(org, since, to, kind),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )


def _day(on: date) -> str:
    return on.strftime("%Y%m%d")

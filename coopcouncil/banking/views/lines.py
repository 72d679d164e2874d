"""Lines of the bank: what each may be and why; the sure ones confirmed together."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.banking.actions.matching import (
    confirm_sure,
    unexplained_after,
)
from coopcouncil.banking.forms import (
    LinesForm,
)
from coopcouncil.banking.hooks import BOOKS
from coopcouncil.banking.labels import REASONS, how_sure
from coopcouncil.banking.models import (
    BankAccount,
    BankLine,
)
from coopcouncil.banking.proposing import proposals, sure_ones
from coopcouncil.banking.rules.likeness import Candidate
from coopcouncil.banking.searching import ROWS, matches_of, notes_of, searched
from coopcouncil.banking.views.accounts import account_of
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import ngettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.ledger.access import keeps

TOGETHER = 200
"""Sure ones on one page: as many as a person can look over."""


async def lines(request: Request) -> Response:
    """Lines to explain, each with its likeliest proposal; or those that are explained."""
    org = request.state.org
    account = await account_of(request)
    form = await form_of(request, LinesForm)
    form.validate()
    state = form.state.data if form.state.data in ("open", "done", "all") else "open"
    asked = request.query_params.get("page", "1")
    current = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    found, total = await searched(org, account, state, form.q.data or "", max(current, 1))
    kept = keeps(request)
    offered = await proposals(org, account, found) if kept and state == "open" else {}
    best = {line: options[0] for line, options in offered.items() if options}
    explained = await matches_of(org, found)
    return page(
        request,
        "banking/lines.html",
        account=account,
        form=form,
        state=state,
        rows=[(one, best.get(one.id), explained.get(one.id)) for one in found],
        notes=await notes_of(org, found),
        sure=len(sure_ones(offered)),
        total=total,
        current=max(current, 1),
        last=max(1, -(-total // ROWS)),
        reasons=REASONS,
        how_sure=how_sure,
        books=BOOKS,
        keeps=kept,
    )


async def sure(request: Request) -> Response:
    """Everything with its reference and the exact sum, to look over before one click."""
    account = await account_of(request)
    found = await _sure(request, account)
    rows = await BankLine.within(request.state.org).filter(id__in=list(found)).order_by("on", "id")
    return page(
        request,
        "banking/sure.html",
        account=account,
        rows=[(line, found[line.id]) for line in rows],
        reasons=REASONS,
    )


async def confirm_all(request: Request) -> Response:
    """Confirm those that were shown, as far as they are still what they were."""
    org = request.state.org
    account = await account_of(request)
    sent = {value for value in (await request.form()).getlist("line") if isinstance(value, str)}
    found = await _sure(request, account)
    shown = {line: one for line, one in found.items() if f"{line}:{one.kind}:{one.key}" in sent}
    told = await confirm_sure(org, account, shown, request.state.person)
    sentence = ngettext("{n} line is explained.", "{n} lines are explained.", told.done)
    left = len(sent) - told.done
    if left > 0:
        more = ngettext(
            "{n} no longer fitted and is left as it was.",
            "{n} no longer fitted and are left as they were.",
            left,
        )
        sentence = f"{sentence} {more.format(n=f'{left:,}')}"
    flash(request, sentence.format(n=f"{told.done:,}"))
    return redirect(request, "banking:lines", id=account.id)


async def _sure(request: Request, account: BankAccount) -> dict[int, Candidate]:
    org = request.state.org
    found: dict[int, Candidate] = {}
    after = 0
    while len(found) < TOGETHER:
        some = await unexplained_after(org, account, after, TOGETHER)
        if not some:
            break
        after = some[-1].id
        found |= sure_ones(await proposals(org, account, some))
    return dict(list(found.items())[:TOGETHER])

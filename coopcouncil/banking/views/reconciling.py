"""The reconciliation of a day: on the page, on paper, as a file."""

import csv
import io
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.banking.forms import DayForm
from coopcouncil.banking.models import BankAccount
from coopcouncil.banking.reads import Report, report
from coopcouncil.banking.views.accounts import account_of
from coopcouncil.kernel import clock, pdf
from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import page


async def reconciliation(request: Request) -> Response:
    """Bank and books at the end of a day, and every line between them."""
    form, account, on = await _asked(request)
    await account.fetch_related("account")
    return page(
        request,
        "banking/reconciliation.html",
        form=form,
        account=account,
        report=await report(request.state.org, account, on),
        pounds=Money,
    )


async def as_pdf(request: Request) -> Response:
    """The same to sign."""
    _form, account, on = await _asked(request)
    await account.fetch_related("account")
    data = await pdf.render(
        "print/banking/reconciliation.html",
        language_of(request),
        org=request.state.org,
        account=account,
        report=await report(request.state.org, account, on),
        printed_at=clock.now(),
        pounds=Money,
    )
    return _file(data, "application/pdf", _name(request, account, on, "pdf"))


async def as_csv(request: Request) -> Response:
    """The same for a spreadsheet."""
    _form, account, on = await _asked(request)
    text = _rows(await report(request.state.org, account, on))
    return _file(text.encode(), "text/csv; charset=utf-8", _name(request, account, on, "csv"))


async def _asked(request: Request) -> tuple[DayForm, BankAccount, date]:
    account = await account_of(request)
    form = await form_of(request, DayForm)
    readable = form.validate()
    today = clock.today()
    on = (form.on.data if readable else None) or today
    return form, account, max(account.since, min(on, today))


def _rows(found: Report) -> str:
    sums = found.sums
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(["what", "on", "text", "pounds"])
    day = found.on.isoformat()
    for what, pence in (
        ("bank balance", sums.statement),
        ("books balance", sums.ledger),
        ("difference at the start", sums.at_start),
    ):
        write([what, day, "", _pounds(pence)])
    for line in found.left:
        write(
            ["line not explained", line.on.isoformat(), harmless(line.text), _pounds(line.amount)]
        )
    for one in found.outstanding:
        text = harmless(f"{one.number} {one.text}")
        write(["posting not at the bank", one.on.isoformat(), text, _pounds(one.amount)])
    for gap in found.gaps:
        since = gap.after.isoformat() if gap.after else ""
        write(["missing statement lines", gap.to.isoformat(), since, _pounds(gap.amount)])
    write(["left over", day, "", _pounds(sums.difference)])
    return out.getvalue()


def _pounds(pence: int) -> str:
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{rest:02}"


def _name(request: Request, account: BankAccount, on: date, ending: str) -> str:
    word = gettext("reconciliation")
    return f"{request.state.org.slug}-{word}-{account.id}-{on:%Y%m%d}.{ending}"


def _file(data: bytes, kind: str, name: str) -> Response:
    return Response(
        data,
        media_type=kind,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )

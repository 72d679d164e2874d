"""A statement: uploaded, its columns named, looked at, taken in; dropped or undone."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.banking.actions import statements as acting
from coopcouncil.banking.actions.matching import confirm_alone
from coopcouncil.banking.forms import ColumnsForm, UploadForm
from coopcouncil.banking.kinds import Column, StatementState
from coopcouncil.banking.labels import BANKS, FORMATS, STATES
from coopcouncil.banking.models import BankAccount, BankStatement
from coopcouncil.banking.reading.layouts import enough
from coopcouncil.banking.views.accounts import account_of, account_page
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.ledger.access import keeps

SHOWN = 20


async def upload(request: Request) -> Response:
    """Take a file in to look at; refused whole where it is not whole or not of this account."""
    found = await account_of(request)
    form = await form_of(request, UploadForm)
    sent = (await request.form()).get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        form.wrong(gettext("Choose the statement."), "file")
        return await account_page(request, found, form, 422)
    try:
        made = await acting.upload(
            request.state.org, found, sent.filename, await sent.read(), request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal, "file")
        return await account_page(request, found, form, refusal.status)
    return redirect(request, "banking:statement", id=made.id)


async def statement(request: Request) -> Response:
    """Where it stands: its columns, its preview, or what became of it."""
    found = await _found(request)
    if found.state is StatementState.UPLOADED and keeps(request):
        return await _columns(request, found, ColumnsForm())
    return await _preview(request, found)


async def name_columns(request: Request) -> Response:
    """What the columns are; remembered for the next file with these headings."""
    found = await _found(request)
    form = await form_of(request, ColumnsForm)
    if found.state not in (StatementState.UPLOADED, StatementState.PREVIEWED):
        return redirect(request, "banking:statement", id=found.id)
    shape = await acting.shape_again(found)
    if not form.validate():
        return await _columns(request, found, form, 422)
    meaning = form.meaning(len(shape.columns))
    if not enough(meaning.columns):
        form.wrong(
            gettext(
                "Say which column is the day, which one or two are the amount, and which are "
                "the words; each once."
            )
        )
        return await _columns(request, found, form, 422)
    try:
        await acting.name_columns(request.state.org, found, meaning, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _columns(request, found, form, refusal.status)
    return redirect(request, "banking:statement", id=found.id)


async def take_in(request: Request) -> Response:
    """Add what is new of it, and let the program explain what the treasurer lets it."""
    org = request.state.org
    found = await _found(request)
    added = await acting.take_in(org, found, request.state.person)
    alone = await confirm_alone(org, await BankAccount.one(org, id=found.bank_account_id))
    sentence = ngettext("{n} new line was taken in.", "{n} new lines were taken in.", added).format(
        n=f"{added:,}"
    )
    if alone.done:
        more = ngettext(
            "The program explained {n} of them by itself, as you allowed.",
            "The program explained {n} of them by itself, as you allowed.",
            alone.done,
        )
        sentence = f"{sentence} {more.format(n=f'{alone.done:,}')}"
    if not added:
        sentence = gettext("Every line of it was here already. Nothing was added.")
    flash(request, sentence)
    if not added:
        return redirect(request, "banking:account", id=found.bank_account_id)
    return redirect(request, "banking:lines", id=found.bank_account_id)


async def drop(request: Request) -> Response:
    """Leave it."""
    found = await _found(request)
    await acting.drop(request.state.org, found, request.state.person)
    flash(request, gettext("The statement was dropped. Nothing of it was taken in."))
    return redirect(request, "banking:account", id=found.bank_account_id)


async def undo(request: Request) -> Response:
    """Take its lines out again."""
    found = await _found(request)
    removed = await acting.undo(request.state.org, found, request.state.person)
    sentence = ngettext("{n} line was taken out again.", "{n} lines were taken out again.", removed)
    flash(request, sentence.format(n=f"{removed:,}"))
    return redirect(request, "banking:account", id=found.bank_account_id)


async def _found(request: Request) -> BankStatement:
    return await BankStatement.one(request.state.org, id=request.path_params["id"])


async def _columns(
    request: Request, found: BankStatement, form: ColumnsForm, status: int = 200
) -> Response:
    shape = await acting.shape_again(found)
    guesses = [Column(one) for one in found.columns] or list(shape.columns)
    form.offer(shape.headings, guesses)
    return page(
        request,
        "banking/columns.html",
        status,
        statement=found,
        account=await acting.account_of(found),
        examples=shape.examples,
        form=form,
    )


async def _preview(request: Request, found: BankStatement) -> Response:
    await found.fetch_related("file", "uploaded_by", "settled_by")
    account = await acting.account_of(found)
    looking = found.state is StatementState.PREVIEWED
    return page(
        request,
        "banking/statement.html",
        statement=found,
        account=account,
        first=await acting.first_lines(found, SHOWN) if looking else [],
        shown=SHOWN,
        states=STATES,
        formats=FORMATS,
        banks=BANKS,
        keeps=keeps(request),
        pounds=Money,
    )

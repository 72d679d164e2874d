"""The bank accounts, one of them, its settings, and what is remembered of payers."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.banking.actions.accounts import Described, add_bank_account, change_bank_account
from coopcouncil.banking.actions.matching import forget
from coopcouncil.banking.forms import BankAccountForm, SettingsForm, UploadForm
from coopcouncil.banking.labels import BANKS, FORMATS, STATES
from coopcouncil.banking.models import BankAccount, BankRule, BankStatement
from coopcouncil.banking.reads import report, standings
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of, ngettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.ledger.access import keeps
from coopcouncil.ledger.kinds import AccountKind
from coopcouncil.ledger.models import Account
from coopcouncil.ledger.reads import accounts_of, has_books
from coopcouncil.members.reads import current
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.kinds import Role

STATEMENTS = 50


async def accounts(request: Request) -> Response:
    """Every bank account, and what is left to explain."""
    org = request.state.org
    return page(
        request,
        "banking/accounts.html",
        standings=await standings(org),
        has_books=await has_books(org),
        banks=BANKS,
        keeps=keeps(request),
        pounds=Money,
    )


async def new_account(request: Request) -> Response:
    """The empty form."""
    return await _new(request, BankAccountForm())


async def record_account(request: Request) -> Response:
    """Hold an account of the books against the bank."""
    org = request.state.org
    form = await form_of(request, BankAccountForm)
    if not form.validate():
        return await _new(request, form, 422)
    assert form.opening.data is not None
    described = Described(
        form.name.data,
        form.which(),
        form.sort_code.data or "",
        form.number.data,
        form.since.data,
        form.opening.data.pence,
    )
    try:
        chosen = str(form.account.data or "")
        account = (
            await Account.one(org, id=int(chosen[:18]), kind=AccountKind.ASSET)
            if chosen.isascii() and chosen.isdigit()
            else None
        )
        made = await add_bank_account(org, described, account, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _new(request, form, refusal.status)
    flash(request, gettext("The bank account is here. Bring its first statement."))
    return redirect(request, "banking:account", id=made.id)


async def _new(request: Request, form: BankAccountForm, status: int = 200) -> Response:
    org = request.state.org
    taken = {one.account_id for one in await BankAccount.within(org)}
    free = [
        one
        for one in await accounts_of(org)
        if one.kind is AccountKind.ASSET and one.in_use and one.id not in taken
    ]
    form.offer(free, language_of(request))
    return page(request, "banking/new.html", status, form=form, has_books=await has_books(org))


async def account(request: Request) -> Response:
    """One account: what stands where, its statements, and the form for another."""
    return await account_page(request, await account_of(request), UploadForm())


async def account_page(
    request: Request, found: BankAccount, form: UploadForm, status: int = 200
) -> Response:
    """The page of an account with the form for a statement."""
    org = request.state.org
    said = await report(org, found, clock.today())
    statements = BankStatement.within(org).filter(bank_account_id=found.id)
    await found.fetch_related("account")
    return page(
        request,
        "banking/account.html",
        status,
        account=found,
        bank=BANKS[found.bank],
        report=said,
        statements=await statements.order_by("-id").limit(STATEMENTS).prefetch_related("file"),
        states=STATES,
        formats=FORMATS,
        form=form,
        keeps=keeps(request),
        pounds=Money,
    )


async def settings(request: Request) -> Response:
    """What may change of it."""
    found = await account_of(request)
    form = SettingsForm(
        data={
            "name": found.name,
            "in_use": found.in_use,
            "alone": "" if found.alone_from is None else str(found.alone_from),
        }
    )
    return page(request, "banking/settings.html", account=found, form=form)


async def change_settings(request: Request) -> Response:
    """Change it."""
    found = await account_of(request)
    form = await form_of(request, SettingsForm)
    if not form.validate():
        return page(request, "banking/settings.html", 422, account=found, form=form)
    try:
        alone = int(form.alone.data) if form.alone.data else None
        await change_bank_account(
            request.state.org, found, form.name.data, alone, form.in_use.data, request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal, "name")
        return page(request, "banking/settings.html", refusal.status, account=found, form=form)
    flash(request, gettext("The bank account has been changed."))
    return redirect(request, "banking:account", id=found.id)


async def remembered(request: Request) -> Response:
    """What is proposed because somebody said so of an earlier line."""
    org = request.state.org
    rules = await BankRule.within(org).order_by("words").prefetch_related("member", "account")
    ids = [rule.member_id for rule in rules if rule.member_id is not None]
    names = {one.member_id: one.name for one in await current(org).filter(member_id__in=ids)}
    return page(
        request,
        "banking/remembered.html",
        account=await account_of(request),
        rules=rules,
        names=names,
    )


async def forget_rule(request: Request) -> Response:
    """Propose it no more."""
    org = request.state.org
    rule = await BankRule.one(org, id=request.path_params["id"])
    await forget(org, rule, request.state.person)
    flash(request, gettext("Forgotten. It is not proposed any more."))
    first = await BankAccount.within(org).order_by("id").first()
    if first is None:
        return redirect(request, "banking:accounts")
    return redirect(request, "banking:remembered", id=first.id)


async def account_of(request: Request) -> BankAccount:
    """The bank account of the address."""
    return await BankAccount.one(request.state.org, id=request.path_params["id"])


async def home_panel(request: Request) -> Panel | None:
    """On the organisation's home, for the treasurer: what awaits an explanation."""
    if Role.TREASURER not in request.state.roles:
        return None
    waiting = sum(one.open_lines for one in await standings(request.state.org))
    if not waiting:
        return None
    sentence = ngettext(
        "{n} line of the bank is to be explained.",
        "{n} lines of the bank are to be explained.",
        waiting,
    )
    return Panel(
        "banking/_panel.html", {"sentence": sentence.format(n=f"{waiting:,}")}, awaits=True
    )

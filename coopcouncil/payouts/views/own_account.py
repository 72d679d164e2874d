"""The account that is paid from: asked for, looked at, confirmed, given up."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.models import rulebook_on
from coopcouncil.payouts.actions.own_account import (
    ask_paying_account,
    confirm_account,
    give_account_up,
)
from coopcouncil.payouts.forms import AskAccountForm, BankSaysForm
from coopcouncil.payouts.kinds import DetailsState
from coopcouncil.payouts.labels import DETAILS
from coopcouncil.payouts.models import PayingAccountChange
from coopcouncil.payouts.reads import paying_account, waiting_account


async def own_account(request: Request) -> Response:
    """Where the organisation pays from, and was asked to; the form of another."""
    own = await paying_account(request.state.org)
    form = AskAccountForm(
        data={
            "account_name": own.account_name if own else request.state.org.name,
            "service_user_number": own.service_user_number if own else "",
            "service_user_name": own.service_user_name if own else "",
        }
    )
    return await _own_account(request, form)


async def record_own_account(request: Request) -> Response:
    """Ask for it; another person agrees."""
    form = await form_of(request, AskAccountForm)
    if not form.validate():
        return await _own_account(request, form, 422)
    try:
        made = await ask_paying_account(
            request.state.org,
            form.bank(),
            form.service_user_number.data or "",
            form.service_user_name.data or "",
            form.reason.data,
            request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _own_account(request, form, refusal.status)
    flash(
        request,
        gettext("Payments are made from this account from now on.")
        if made.used_at
        else gettext("It is asked for. Every officer is told, and until it is agreed all stays."),
    )
    return redirect(request, "payouts:account_change", id=made.id)


async def account_change(request: Request) -> Response:
    """One account that was asked for: what a second person looks at, and whoever asks the bank."""
    return await _change(request, BankSaysForm())


async def record_confirmed(request: Request) -> Response:
    """The bank itself says that the account is ours."""
    form = await form_of(request, BankSaysForm)
    if not form.validate():
        return await _change(request, form)
    found = await _found(request)
    try:
        await confirm_account(request.state.org, found, form.note.data, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _change(request, form, refusal.status)
    flash(request, gettext("The account is confirmed."))
    return redirect(request, "payouts:account_change", id=found.id)


async def record_given_up(request: Request) -> Response:
    """It is not to be used after all."""
    found = await _found(request)
    await give_account_up(request.state.org, found, request.state.person)
    flash(request, gettext("It is given up. Payments are made as before."))
    return redirect(request, "payouts:overview")


async def _found(request: Request) -> PayingAccountChange:
    return await PayingAccountChange.one(request.state.org, id=request.path_params["id"])


async def _own_account(request: Request, form: Form, status: int | None = None) -> Response:
    org = request.state.org
    before = PayingAccountChange.within(org).select_related("recorded_by").order_by("-id")
    return page(
        request,
        "payouts/own_account.html",
        status,
        form=form,
        own=await paying_account(org),
        waiting=await waiting_account(org),
        changes=await before.limit(20),
        states=DETAILS,
    )


async def _change(request: Request, form: Form, status: int | None = None) -> Response:
    org, found = request.state.org, await _found(request)
    await found.fetch_related("recorded_by", "confirmed_by")
    rules = (await rulebook_on(org, clock.today())).rules
    waits = found.state in (DetailsState.ASKED, DetailsState.LIVE) and found.used_at is None
    can_confirm = waits and found.is_change and found.confirmed_at is None
    return page(
        request,
        "payouts/account_change.html",
        status,
        form=form,
        change=found,
        own=await paying_account(org),
        state=gettext("Agreed, and not in use yet")
        if waits and found.state is DetailsState.LIVE
        else DETAILS[found.state],
        waits=waits,
        can_confirm=can_confirm,
        by_another=rules.check_payee_change and found.recorded_by_id == request.state.person.id,
    )

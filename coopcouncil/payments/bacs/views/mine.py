"""The member's own mandates: what I have signed, what was announced, what comes, how to end it."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.own import is_shared, own_entries, own_entry
from coopcouncil.payments.bacs.actions.mandates import change_account, end_own_mandate
from coopcouncil.payments.bacs.forms import OwnAccountForm
from coopcouncil.payments.bacs.labels import LINES, MINE
from coopcouncil.payments.bacs.models import BacsMandate
from coopcouncil.payments.bacs.reads import own_mandates


async def my_bacs(request: Request) -> Response:
    """Every mandate of the reader's, the one in use first."""
    org = request.state.org
    return page(
        request,
        "payments/bacs/mine.html",
        each=[
            {"entry": entry, "mandates": await own_mandates(org, entry.member_id)}
            for entry in await own_entries(request)
        ],
        shared=await is_shared(request),
        states=MINE,
        lines=LINES,
    )


async def my_other_account(request: Request) -> Response:
    """The form of another account."""
    return _account_page(request, await _own(request), OwnAccountForm())


async def change_my_account(request: Request) -> Response:
    """Collect from another account from now on."""
    found = await _own(request)
    form = await form_of(request, OwnAccountForm)
    if form.validate():
        try:
            await change_account(request.state.org, found, form.bank(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("Your new account is set up. Your bank is told of it."))
            return redirect(request, "payments:my_bacs")
    return _account_page(request, found, form)


async def end_my_bacs(request: Request) -> Response:
    """Nothing more is collected by it."""
    await end_own_mandate(request.state.org, await _own(request), request.state.person)
    flash(request, gettext("Your Direct Debit has ended. Nothing more is collected by it."))
    return redirect(request, "payments:my_bacs")


async def _own(request: Request) -> BacsMandate:
    found = await BacsMandate.one(request.state.org, id=request.path_params["id"])
    await own_entry(request, found.member_id)
    return found


def _account_page(request: Request, found: BacsMandate, form: OwnAccountForm) -> Response:
    return page(
        request,
        "_pages/form.html",
        status=422 if form.errors else None,
        heading=gettext("Collect from another account"),
        intro=[
            gettext(
                "Your Direct Debit from the account that ends in {account} ends, and a new one is "
                "set up under the same Guarantee."
            ).format(account=found.masked),
            gettext(
                "What has been announced and is not with the banks yet is announced to you again, "
                "ten working days before it is collected from the new account."
            ),
        ],
        form=form,
        button=gettext("Set up the Direct Debit"),
        back=("payments:my_bacs", {}),
    )

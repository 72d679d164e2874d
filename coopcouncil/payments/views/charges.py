"""One charge: what became of it, taking it off, giving it up."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.checks.models import Check, CheckKind
from coopcouncil.checks.models import State as CheckState
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.reads import entry_of
from coopcouncil.payments.access import KEEPING
from coopcouncil.payments.actions.deciding import request_cancelling, request_write_off
from coopcouncil.payments.actions.receiving import is_on_its_way
from coopcouncil.payments.forms import ReasonForm, WriteOffForm
from coopcouncil.payments.labels import KINDS, METHODS, RELIEFS
from coopcouncil.payments.models import Allocation, Charge, ChargeRelief


async def charge(request: Request) -> Response:
    """What was charged, what paid it, what was taken off."""
    org = request.state.org
    found = await _found(request)
    waiting = Check.within(org).filter(
        kind=CheckKind.WRITE_OFF, subject=f"charge:{found.id}", state=CheckState.WAITING
    )
    return page(
        request,
        "payments/charge.html",
        charge=found,
        entry=await entry_of(org, found.member_id),
        parts=await Allocation.within(org)
        .filter(charge_id=found.id)
        .select_related("payment")
        .order_by("id"),
        reliefs=await ChargeRelief.within(org).filter(charge_id=found.id).order_by("id"),
        on_its_way=await is_on_its_way(found),
        waiting=await waiting.exists(),
        kinds=KINDS,
        methods=METHODS,
        relieved=RELIEFS,
        keeps=bool(request.state.roles & KEEPING),
    )


async def cancelling(request: Request) -> Response:
    """The form to take a charge off."""
    return await _form(request, "payments/cancel.html", ReasonForm())


async def cancel(request: Request) -> Response:
    """It should not have been charged."""
    found = await _found(request)
    form = await form_of(request, ReasonForm)
    if not form.validate():
        return await _form(request, "payments/cancel.html", form)
    try:
        done = await request_cancelling(
            request.state.org, found, form.reason.data, by=request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _form(request, "payments/cancel.html", form, refusal.status)
    flash(
        request,
        gettext("It is taken off. What had paid it is the member’s credit.")
        if done
        else gettext("A second person must agree. It is taken off once they do."),
    )
    return redirect(request, "payments:account", id=found.member_id)


async def writing_off(request: Request) -> Response:
    """The form to give up a debt."""
    found = await _found(request)
    return await _form(
        request, "payments/write_off.html", WriteOffForm(data={"amount": found.owed})
    )


async def write_off(request: Request) -> Response:
    """Give up a debt, alone or with a second person."""
    found = await _found(request)
    form = await form_of(request, WriteOffForm)
    if not form.validate() or form.amount.data is None:
        return await _form(request, "payments/write_off.html", form)
    try:
        done = await request_write_off(
            request.state.org,
            found,
            form.amount.data,
            form.reason.data,
            by=request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal, "amount" if refusal.status == 422 else None)
        return await _form(request, "payments/write_off.html", form, refusal.status)
    flash(
        request,
        gettext("The debt is written off.")
        if done
        else gettext("A second person must agree. It is written off once they do."),
    )
    return redirect(request, "payments:charge", id=found.id)


async def _found(request: Request) -> Charge:
    return await Charge.one(request.state.org, id=request.path_params["id"])


async def _form(
    request: Request, template: str, form: ReasonForm, status: int | None = None
) -> Response:
    found = await _found(request)
    entry = await entry_of(request.state.org, found.member_id)
    return page(request, template, status, form=form, charge=found, entry=entry)

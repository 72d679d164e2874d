"""One member's money: what is owed and paid; taking money; charging something once."""

import secrets

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.payments.access import KEEPING
from coopcouncil.payments.actions import charge, receive
from coopcouncil.payments.actions.allocating import open_charges
from coopcouncil.payments.credits import credits_of
from coopcouncil.payments.forms import ChargeForm, TakeForm
from coopcouncil.payments.kinds import ChargeKind, Method
from coopcouncil.payments.labels import CREDITS, INTERVALS, KINDS, METHODS, STATES
from coopcouncil.payments.models import Charge
from coopcouncil.payments.reads import account_of


async def member_of(request: Request) -> tuple[Member, RegisterEntry | None]:
    """The member of the address, and what the register says of them today."""
    org = request.state.org
    member = await Member.one(org, id=request.path_params["id"])
    return member, await entry_of(org, member.id)


async def account(request: Request) -> Response:
    """What a member owes and has paid."""
    member, entry = await member_of(request)
    return page(
        request,
        "payments/account.html",
        member=member,
        entry=entry,
        account=await account_of(request.state.org, member.id),
        credits=await credits_of(request.state.org, member.id),
        reasons=CREDITS,
        kinds=KINDS,
        methods=METHODS,
        states=STATES,
        intervals=INTERVALS,
        keeps=bool(request.state.roles & KEEPING),
    )


async def taking(request: Request) -> Response:
    """The form for money that came."""
    form = TakeForm(
        data={"on": clock.today(), "method": Method.CASH.value, "key": secrets.token_hex(8)}
    )
    return await _taking(request, form)


async def take(request: Request) -> Response:
    """Money came: it is booked, and pays what it is for."""
    org = request.state.org
    member, _entry = await member_of(request)
    owed = await open_charges(org, member.id)
    form = await form_of(request, TakeForm)
    form.offer(owed, "en")
    if not form.validate() or form.amount.data is None:
        return await _taking(request, form, owed)
    chosen = set(form.charges.data or ()) if "charges" in form else set()
    try:
        payment = await receive(
            org,
            member,
            form.way,
            form.amount.data,
            form.on.data,
            reference=f"desk:{form.token}" if form.token else None,
            by=request.state.person,
            charges=[one for one in owed if one.id in chosen],
            note=form.note.data or "",
        )
    except Refused as refusal:
        form.refuse(refusal, "amount" if refusal.status == 422 else None)
        return await _taking(request, form, owed, refusal.status)
    flash(request, gettext("{sum} is recorded. Here is the receipt.").format(sum=payment.sum))
    return redirect(request, "payments:receipt", id=payment.id)


async def _taking(
    request: Request, form: TakeForm, owed: list[Charge] | None = None, status: int | None = None
) -> Response:
    member, entry = await member_of(request)
    if owed is None:
        owed = await open_charges(request.state.org, member.id)
    if "charges" in form:
        form.offer(owed, request.state.language)
    return page(
        request, "payments/take.html", status, form=form, member=member, entry=entry, owed=owed
    )


async def charging(request: Request) -> Response:
    """The form for something that is charged once."""
    data = {"due_on": clock.today(), "key": secrets.token_hex(8)}
    return await _charging(request, ChargeForm(data=data))


async def charge_once(request: Request) -> Response:
    """The member owes it."""
    member, _entry = await member_of(request)
    form = await form_of(request, ChargeForm)
    if not form.validate() or form.amount.data is None:
        return await _charging(request, form)
    try:
        await charge(
            request.state.org,
            member,
            ChargeKind(form.kind.data),
            form.amount.data,
            form.due_on.data,
            form.text.data,
            text_cy=form.text_cy.data or "",
            source=f"desk:{form.token}" if form.token else None,
            by=request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal, "amount" if refusal.status == 422 else None)
        return await _charging(request, form, refusal.status)
    flash(request, gettext("It is charged."))
    return redirect(request, "payments:account", id=member.id)


async def _charging(request: Request, form: ChargeForm, status: int | None = None) -> Response:
    member, entry = await member_of(request)
    return page(request, "payments/charge_once.html", status, form=form, member=member, entry=entry)

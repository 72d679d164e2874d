"""All withdrawals suspended by the board, and lifted again."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.shares.actions import suspending
from coopcouncil.shares.forms import LiftingForm, SuspensionForm
from coopcouncil.shares.models import ShareSuspension


async def suspension(request: Request) -> Response:
    """The form: to suspend, or to lift what stands."""
    standing = await suspending.suspension_now(request.state.org)
    today = clock.today()
    form = LiftingForm(data={"on": today}) if standing else SuspensionForm(data={"on": today})
    return await _page(request, form, standing)


async def record_suspension(request: Request) -> Response:
    """The board suspends all withdrawals."""
    form = await form_of(request, SuspensionForm)
    if form.validate():
        try:
            await suspending.suspend_all(
                request.state.org,
                form.on.data,
                minute=form.minute.data,
                reason=form.reason.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "on")
        else:
            flash(request, gettext("All withdrawals are suspended. Notices keep their turn."))
            return redirect(request, "shares:queue")
    return await _page(request, form, None)


async def record_lifting(request: Request) -> Response:
    """The board lifts the suspension."""
    form = await form_of(request, LiftingForm)
    if form.validate():
        try:
            await suspending.lift_all(
                request.state.org, form.on.data, minute=form.minute.data, by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal, "on")
        else:
            flash(request, gettext("Withdrawals can be paid again, in turn."))
            return redirect(request, "shares:queue")
    standing = await suspending.suspension_now(request.state.org)
    return await _page(request, form, standing)


async def _page(request: Request, form: Form, standing: ShareSuspension | None) -> Response:
    return page(
        request,
        "shares/suspension.html",
        form=form,
        standing=standing,
        past=await suspending.suspensions_lifted(request.state.org),
    )

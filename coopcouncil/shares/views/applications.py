"""An application for shares, and what the board decides."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.shares.actions import allotting
from coopcouncil.shares.forms import AllotmentForm, ApplicationForm, RefusalForm
from coopcouncil.shares.labels import DECIDED, KINDS
from coopcouncil.shares.models import ShareApplication
from coopcouncil.shares.reads import rules_and_classes
from coopcouncil.shares.views.found import holder_of, member_of


async def new_application(request: Request) -> Response:
    """The form of an application that came on paper."""
    return await _new_page(request, ApplicationForm(data={"applied_on": clock.today()}))


async def record_application(request: Request) -> Response:
    """Record it; the board decides on it."""
    org = request.state.org
    member, _holder = await member_of(request)
    _rules, classes = await rules_and_classes(org)
    form = await form_of(request, ApplicationForm)
    form.offer(classes)
    if not form.validate():
        return await _new_page(request, form)
    try:
        await allotting.apply(
            org,
            member,
            form.share_kind,
            form.shares.data,
            form.applied_on.data,
            by=request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _new_page(request, form)
    flash(request, gettext("The application is recorded. The board decides on it."))
    return redirect(request, "shares:applications")


async def application(request: Request) -> Response:
    """One application: allot or refuse."""
    return await _page(request, AllotmentForm(data={"decided_on": clock.today()}))


async def record_allotment(request: Request) -> Response:
    """The board allots."""
    org = request.state.org
    found = await _application(request)
    form = await form_of(request, AllotmentForm)
    if not form.validate():
        return await _page(request, form)
    try:
        event = await allotting.allot(
            org,
            found,
            form.decided_on.data,
            minute=form.minute.data or "",
            due_on=form.due_on.data,
            is_exempt=bool(form.is_exempt.data),
            by=request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _page(request, form)
    flash(request, gettext("The shares are allotted, and the register says so."))
    return redirect(request, "shares:holding", id=event.holding_id)


async def refusal(request: Request) -> Response:
    """Why the board does not allot."""
    return await _refusal_page(request, RefusalForm())


async def record_refusal(request: Request) -> Response:
    """The board does not allot."""
    found = await _application(request)
    form = await form_of(request, RefusalForm)
    if not form.validate():
        return await _refusal_page(request, form)
    try:
        await allotting.refuse(
            request.state.org,
            found,
            clock.today(),
            minute=form.minute.data or "",
            reason=form.reason.data,
            by=request.state.person,
        )
    except Refused as trouble:
        form.refuse(trouble)
        return await _refusal_page(request, form)
    flash(request, gettext("The refusal is recorded."))
    return redirect(request, "shares:applications")


async def _new_page(request: Request, form: ApplicationForm) -> Response:
    member, holder = await member_of(request)
    _rules, classes = await rules_and_classes(request.state.org)
    form.offer(classes)
    return page(
        request,
        "shares/new_application.html",
        form=form,
        member=member,
        holder=holder,
        classes=classes,
        kinds=KINDS,
    )


async def _application(request: Request) -> ShareApplication:
    return await ShareApplication.one(request.state.org, id=request.path_params["id"])


async def _page(request: Request, form: AllotmentForm) -> Response:
    found = await _application(request)
    _rules, classes = await rules_and_classes(request.state.org)
    share = next(each for each in classes if each.kind is found.kind)
    return page(
        request,
        "shares/application.html",
        form=form,
        found=found,
        share=share,
        holder=await holder_of(request, found.member_id),
        kinds=KINDS,
        outcomes=DECIDED,
    )


async def _refusal_page(request: Request, form: RefusalForm) -> Response:
    found = await _application(request)
    holder = await holder_of(request, found.member_id)
    return page(request, "shares/refusal.html", form=form, found=found, holder=holder)

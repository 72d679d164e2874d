"""By which plan a member is charged: beginning, changing, pausing, stopping."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.shown import shown_date
from coopcouncil.members.reads import entry_of
from coopcouncil.payments.access import KEEPING
from coopcouncil.payments.actions import planning as acts
from coopcouncil.payments.forms import PauseForm, StopForm, TermsForm, nothing_or
from coopcouncil.payments.kinds import Method
from coopcouncil.payments.labels import INTERVALS, METHODS
from coopcouncil.payments.models import MemberPlan, Plan, PlanConcession, PlanPause
from coopcouncil.payments.views.account import member_of


async def starting(request: Request) -> Response:
    """The form by which a member comes to be charged."""
    data = {"charged_from": clock.today(), "method": Method.STANDING_ORDER.value}
    return await _terms(request, TermsForm(data=data))


async def start(request: Request) -> Response:
    """The member is charged by this plan."""
    member, _entry = await member_of(request)
    form = await form_of(request, TermsForm)
    found = await _chosen(request, form)
    if found is None:
        return await _terms(request, form)
    try:
        await acts.start_plan(
            request.state.org, member, found, _terms_of(form), by=request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _terms(request, form, refusal.status)
    flash(request, gettext("The member is charged by this plan from now on."))
    return redirect(request, "payments:account", id=member.id)


async def member_plan(request: Request) -> Response:
    """How a member is charged: stopping, pausing."""
    found = await _member_plan(request)
    return await _stopping(request, found, StopForm(data={"on": clock.today()}))


async def stop(request: Request) -> Response:
    """Nothing that begins later is charged."""
    found = await _member_plan(request)
    form = await form_of(request, StopForm)
    if not form.validate():
        return await _stopping(request, found, form)
    try:
        await acts.stop_plan(
            request.state.org,
            found,
            form.on.data,
            form.reason.data or "",
            by=request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _stopping(request, found, form, refusal.status)
    flash(request, gettext("Nothing that begins after that day is charged."))
    return redirect(request, "payments:account", id=found.member_id)


async def changing(request: Request) -> Response:
    """The form of other terms."""
    found = await _member_plan(request)
    form = TermsForm(
        data={
            "charged_from": clock.today(),
            "method": found.method.value,
            "plan": str(found.plan_id),
            "concession": str(found.concession_id or ""),
            "concession_reason": found.concession_reason,
            "own_amount": Money(found.own_amount) if found.own_amount else None,
        }
    )
    return await _changing(request, found, form)


async def change(request: Request) -> Response:
    """Other terms from the next period on."""
    found = await _member_plan(request)
    form = await form_of(request, TermsForm)
    to = await _chosen(request, form)
    if to is None:
        return await _changing(request, found, form)
    try:
        made = await acts.change_plan(
            request.state.org, found, to, _terms_of(form), by=request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _changing(request, found, form, refusal.status)
    sentence = gettext("The new terms hold for what is charged from {day} on.")
    flash(request, sentence.format(day=shown_date(made.charged_from)))
    return redirect(request, "payments:account", id=found.member_id)


async def pausing(request: Request) -> Response:
    """The form of a pause."""
    found = await _member_plan(request)
    return await _pausing(request, found, PauseForm(data={"since": clock.today()}))


async def pause(request: Request) -> Response:
    """Periods that begin in these days are not charged."""
    found = await _member_plan(request)
    form = await form_of(request, PauseForm)
    if not form.validate():
        return await _pausing(request, found, form)
    try:
        await acts.pause_plan(
            request.state.org,
            found,
            form.since.data,
            form.until.data,
            form.reason.data or "",
            by=request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _pausing(request, found, form, refusal.status)
    flash(request, gettext("It is paused."))
    return redirect(request, "payments:member_plan", id=found.id)


async def resume(request: Request) -> Response:
    """The pause ends today."""
    found = await PlanPause.one(request.state.org, id=request.path_params["id"])
    await acts.resume_plan(request.state.org, found, clock.today(), by=request.state.person)
    flash(request, gettext("The pause ends today."))
    return redirect(request, "payments:member_plan", id=found.member_plan_id)


async def _member_plan(request: Request) -> MemberPlan:
    return await MemberPlan.one(request.state.org, id=request.path_params["id"])


async def _offer(request: Request, form: TermsForm) -> list[Plan]:
    org = request.state.org
    found = await Plan.within(org).filter(on_offer=True).order_by("name")
    concessions = await PlanConcession.within(org).filter(on_offer=True).order_by("name")
    form.offer(found, concessions, request.state.language)
    return found


async def _chosen(request: Request, form: TermsForm) -> Plan | None:
    """The plan that was chosen, where everything could be read."""
    found = await _offer(request, form)
    if not form.validate():
        return None
    return next(one for one in found if str(one.id) == form.plan.data)


def _terms_of(form: TermsForm) -> acts.Terms:
    return acts.Terms(
        Method(form.method.data),
        form.charged_from.data,
        int(form.concession.data) if form.concession.data else None,
        form.concession_reason.data or "",
        nothing_or(form.own_amount.data),
    )


async def _terms(request: Request, form: TermsForm, status: int | None = None) -> Response:
    member, entry = await member_of(request)
    found = await _offer(request, form)
    return page(
        request,
        "payments/start_plan.html",
        status,
        form=form,
        member=member,
        entry=entry,
        plans=found,
    )


async def _changing(
    request: Request, found: MemberPlan, form: TermsForm, status: int | None = None
) -> Response:
    await _offer(request, form)
    entry = await entry_of(request.state.org, found.member_id)
    return page(
        request, "payments/change_plan.html", status, form=form, member_plan=found, entry=entry
    )


async def _pausing(
    request: Request, found: MemberPlan, form: PauseForm, status: int | None = None
) -> Response:
    entry = await entry_of(request.state.org, found.member_id)
    return page(request, "payments/pause.html", status, form=form, member_plan=found, entry=entry)


async def _stopping(
    request: Request, found: MemberPlan, form: StopForm, status: int | None = None
) -> Response:
    org = request.state.org
    concession = None
    if found.concession_id is not None:
        concession = await PlanConcession.one(org, id=found.concession_id)
    return page(
        request,
        "payments/member_plan.html",
        status,
        member_plan=found,
        plan=await Plan.one(org, id=found.plan_id),
        concession=concession,
        entry=await entry_of(org, found.member_id),
        pauses=await PlanPause.within(org).filter(member_plan_id=found.id).order_by("since"),
        today=clock.today(),
        form=form,
        methods=METHODS,
        intervals=INTERVALS,
        pounds=Money,
        keeps=bool(request.state.roles & KEEPING),
    )

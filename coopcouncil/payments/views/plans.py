"""Plans with their prices."""

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.payments.access import KEEPING
from coopcouncil.payments.actions import planning as acts
from coopcouncil.payments.actions.raising import Prices, raise_due
from coopcouncil.payments.forms import (
    ConcessionForm,
    PlanForm,
    PriceForm,
)
from coopcouncil.payments.kinds import ChargeKind, Interval
from coopcouncil.payments.labels import INTERVALS, KINDS
from coopcouncil.payments.models import MemberPlan, Plan, PlanConcession, Price

NOTHING = Money(0)


async def plans(request: Request) -> Response:
    """Every plan, what it costs today, and how many are charged by it."""
    org = request.state.org
    found = await Plan.within(org).order_by("-on_offer", "kind", "name")
    prices = Prices(await Price.within(org))
    today = clock.today()
    running = await MemberPlan.within(org).filter(ended_on=None)
    counts = Counter(one.plan_id for one in running)
    return page(
        request,
        "payments/plans.html",
        plans=found,
        prices={one.id: prices.on(one.id, None, today) for one in found},
        counts=counts,
        kinds=KINDS,
        intervals=INTERVALS,
        pounds=Money,
        keeps=bool(request.state.roles & KEEPING),
    )


async def new_plan(request: Request) -> Response:
    """The form of a plan."""
    data = {"collection_day": 1, "prorated": True, "kind": "subscription", "interval": "month"}
    return page(request, "payments/new_plan.html", form=PlanForm(data=data))


async def record_plan(request: Request) -> Response:
    """A plan with its first price."""
    form = await form_of(request, PlanForm)
    if not form.validate() or form.price.data is None:
        return page(request, "payments/new_plan.html", form=form)
    draft = acts.PlanDraft(
        ChargeKind(form.kind.data),
        form.name.data,
        form.name_cy.data or "",
        Interval(form.interval.data),
        form.price.data,
        clock.today(),
        form.collection_day.data,
        form.year_month.data or 1,
        bool(form.prorated.data),
        form.joining_fee.data or NOTHING,
        bool(form.for_joining.data),
    )
    try:
        plan = await acts.add_plan(request.state.org, draft, by=request.state.person)
    except Refused as refusal:
        form.refuse(refusal, "price" if refusal.status == 422 else "name")
        return page(request, "payments/new_plan.html", refusal.status, form=form)
    flash(request, gettext("The plan is made."))
    return redirect(request, "payments:plan", id=plan.id)


async def plan(request: Request) -> Response:
    """One plan: prices since when, concessions, who is charged by it."""
    return await _plan(request)


async def record_price(request: Request) -> Response:
    """What it costs from a day on."""
    org = request.state.org
    found = await _found(request)
    concessions = await PlanConcession.within(org).filter(plan_id=found.id)
    form = await form_of(request, PriceForm)
    form.offer(concessions, "en")
    if not form.validate() or form.price.data is None:
        return await _plan(request, form)
    chosen = next((one for one in concessions if str(one.id) == form.who.data), None)
    try:
        await acts.set_price(
            org, found, chosen, form.price.data, form.since.data, by=request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal, "price")
        return await _plan(request, form, status=refusal.status)
    flash(request, gettext("The price is recorded."))
    return redirect(request, "payments:plan", id=found.id)


async def new_concession(request: Request) -> Response:
    """The form of a concession."""
    return page(
        request, "payments/concession.html", plan=await _found(request), form=ConcessionForm()
    )


async def record_concession(request: Request) -> Response:
    """Another price, for whom it is named after."""
    found = await _found(request)
    form = await form_of(request, ConcessionForm)
    if not form.validate() or form.price.data is None:
        return page(request, "payments/concession.html", plan=found, form=form)
    try:
        await acts.add_concession(
            request.state.org,
            found,
            form.name.data,
            form.name_cy.data or "",
            form.price.data,
            clock.today(),
            by=request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal, "price" if refusal.status == 422 else "name")
        return page(request, "payments/concession.html", refusal.status, plan=found, form=form)
    flash(request, gettext("The concession is added."))
    return redirect(request, "payments:plan", id=found.id)


async def offer(request: Request) -> Response:
    """Offer a plan, or offer it no longer."""
    found = await _found(request)
    await acts.offer(request.state.org, found, not found.on_offer, by=request.state.person)
    flash(
        request,
        gettext("Nobody new can take this plan; who has it keeps it.")
        if not found.on_offer
        else gettext("The plan is offered again."),
    )
    return redirect(request, "payments:plan", id=found.id)


async def charge_now(request: Request) -> Response:
    """Charge what is due by all plans now, rather than wait for tonight."""
    count = await raise_due(request.state.org, by=request.state.person)
    sentence = ngettext("{n} charge is raised.", "{n} charges are raised.", count)
    flash(
        request,
        sentence.format(n=f"{count:,}") if count else gettext("Everything due has been charged."),
    )
    return redirect(request, "payments:plans")


async def _found(request: Request) -> Plan:
    return await Plan.one(request.state.org, id=request.path_params["id"])


async def _plan(
    request: Request, form: PriceForm | None = None, status: int | None = None
) -> Response:
    org = request.state.org
    found = await _found(request)
    concessions = await PlanConcession.within(org).filter(plan_id=found.id).order_by("name")
    form = form or PriceForm(data={"since": clock.today()})
    form.offer(concessions, request.state.language)
    return page(
        request,
        "payments/plan.html",
        status,
        plan=found,
        concessions={one.id: one for one in concessions},
        prices=await Price.within(org).filter(plan_id=found.id).order_by("-since", "-id"),
        count=await MemberPlan.within(org).filter(plan_id=found.id, ended_on=None).count(),
        form=form,
        kinds=KINDS,
        intervals=INTERVALS,
        pounds=Money,
        keeps=bool(request.state.roles & KEEPING),
    )

"""What is noted of arrears, for secretary and treasurer; services and who has them."""

from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q

from coopcouncil.housing.access import housing_rules
from coopcouncil.housing.actions import money as acts
from coopcouncil.housing.forms.money import (
    ArrearsForm,
    GiveUpForm,
    PlanForm,
    PriceForm,
    ServiceForm,
    TakeForm,
    WhyForm,
)
from coopcouncil.housing.kinds import PlanKept, PriceEvery
from coopcouncil.housing.labels import PLANS_KEPT, price_words
from coopcouncil.housing.models import ArrearsNote, HousingService, ServicePlan, Subscription
from coopcouncil.housing.reads import entries_by_member, members_named, rules_on
from coopcouncil.housing.reads_money import as_owed, latest_notes, prices_on
from coopcouncil.housing.rules.arrears import effects, is_in_arrears
from coopcouncil.housing.rules.tenancies import NobodyNamed
from coopcouncil.housing.views.found import ask
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.two_times import two_times


async def arrears(request: Request) -> Response:
    """The latest note of each member who owes something, and what the rules make of it."""
    await housing_rules(request)
    org, times = request.state.org, await two_times(request)
    rules = await rules_on(org, times.on, times.known_at)
    notes = await latest_notes(org, times.on, known_at=times.known_at)
    owing = [note for note in notes.values() if note.pence]
    people = await entries_by_member(
        org, (note.member_id for note in owing), times.on, times.known_at
    )
    owing.sort(key=lambda n: people[n.member_id].sort_key if n.member_id in people else "")
    return page(
        request,
        "housing/arrears.html",
        times=times,
        rows=[
            (note, people.get(note.member_id), is_in_arrears(as_owed(note), rules, times.on))
            for note in owing
        ],
        rules=rules,
        effects={effect.value for effect in effects(rules)},
        plans=PLANS_KEPT,
    )


async def note_arrears(request: Request) -> Response:
    """What a member owes as at a day."""
    await housing_rules(request)
    org = request.state.org
    given = request.query_params.get("member", "")[:40]
    form = await form_of(request, ArrearsForm, data={"as_at": clock.today(), "members": given})
    if request.method == "POST" and form.validate():
        try:
            members = await members_named(org, form.members.data)
            if len(members) != 1:
                raise NobodyNamed
            await acts.note_arrears(
                org,
                members[0],
                form.as_at.data,
                form.owed.data or Money(0),
                form.owed_since.data,
                PlanKept(form.plan.data),
                reason=form.reason.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The note is recorded."))
            return redirect(request, "housing:arrears")
    return ask(
        request,
        form,
        gettext("Note what a member owes"),
        gettext("Record the note"),
        ("housing:arrears", {}),
        gettext("The treasurer, the secretary and the member see it, and nobody else."),
    )


async def withdraw_note(request: Request) -> Response:
    """A note that was wrong."""
    await housing_rules(request)
    org = request.state.org
    note = await ArrearsNote.one(org, id=request.path_params["id"], superseded_at=None)
    form = await form_of(request, WhyForm)
    if request.method == "POST" and form.validate():
        try:
            await acts.withdraw_note(org, note, reason=form.reason.data, by=request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The note no longer counts."))
            return redirect(request, "housing:arrears")
    return ask(
        request,
        form,
        gettext("Take back a note on what is owed"),
        gettext("Take it back"),
        ("housing:arrears", {}),
    )


async def services(request: Request) -> Response:
    """What the co-operative runs for its members."""
    await housing_rules(request)
    org, times = request.state.org, await two_times(request)
    rows = await HousingService.within(org).order_by("name")
    if times.is_past:
        rows = [row for row in rows if row.began_on <= times.on]
    plans = await ServicePlan.within(org).order_by("id")
    return page(
        request,
        "housing/services.html",
        times=times,
        services=rows,
        plans={row.id: [plan for plan in plans if plan.service_id == row.id] for row in rows},
        prices=await prices_on(org, times.on, times.known_at),
        price_words=price_words,
    )


async def new_service(request: Request) -> Response:
    """Something more that is run for members."""
    await housing_rules(request)
    form = await form_of(request, ServiceForm, data={"began_on": clock.today()})
    if request.method == "POST" and form.validate():
        try:
            made = await acts.begin_service(
                request.state.org,
                form.name.data,
                form.name_cy.data or "",
                form.about.data or "",
                form.about_cy.data or "",
                form.began_on.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The service is there. Now say what it costs."))
            return redirect(request, "housing:new_plan", id=made.id)
    return ask(
        request, form, gettext("A new service"), gettext("Begin it"), ("housing:services", {})
    )


async def _service(request: Request) -> HousingService:
    await housing_rules(request)
    return await HousingService.one(request.state.org, id=request.path_params["id"])


async def service(request: Request) -> Response:
    """Who has a service, since when, until when; as at a day, as known then or now."""
    found = await _service(request)
    org, times = request.state.org, await two_times(request)
    plans = await ServicePlan.within(org).filter(service_id=found.id).order_by("id")
    rows = Subscription.known(org, times.known_at).filter(plan_id__in=[plan.id for plan in plans])
    taken = await rows.select_related("plan").order_by("-since", "id")
    people = await entries_by_member(
        org, (row.member_id for row in taken), times.on, times.known_at
    )
    has = Q(since__lte=times.on) & (Q(until=None) | Q(until__gt=times.on))
    now = {row.id for row in await rows.filter(has)}
    return page(
        request,
        "housing/service.html",
        times=times,
        service=found,
        plans=plans,
        prices=await prices_on(org, times.on, times.known_at),
        taken=[(row, people.get(row.member_id)) for row in taken if row.id in now],
        earlier=[(row, people.get(row.member_id)) for row in taken if row.id not in now],
        price_words=price_words,
    )


async def new_plan(request: Request) -> Response:
    """A way of having it, and its price."""
    found = await _service(request)
    form = await form_of(request, PlanForm, data={"since": clock.today(), "every": "month"})
    if request.method == "POST" and form.validate():
        try:
            await acts.add_plan(
                request.state.org,
                found,
                form.name.data,
                form.name_cy.data or "",
                PriceEvery(form.every.data),
                form.price.data or Money(0),
                form.since.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The plan is there."))
            return redirect(request, "housing:service", id=found.id)
    return ask(
        request,
        form,
        gettext("A plan of {service}").format(service=found.called(language.get())),
        gettext("Add the plan"),
        ("housing:service", {"id": found.id}),
    )


async def change_price(request: Request) -> Response:
    """Another price from a day on."""
    found = await _service(request)
    plan = await ServicePlan.one(
        request.state.org, id=request.path_params["plan"], service_id=found.id
    )
    form = await form_of(request, PriceForm, data={"since": clock.today()})
    if request.method == "POST" and form.validate():
        await acts.change_price(
            request.state.org,
            plan,
            form.price.data or Money(0),
            form.since.data,
            by=request.state.person,
        )
        flash(request, gettext("The price is recorded."))
        return redirect(request, "housing:service", id=found.id)
    return ask(
        request,
        form,
        gettext("Another price of {plan}").format(plan=plan.called(language.get())),
        gettext("Record the price"),
        ("housing:service", {"id": found.id}),
    )


async def take_service(request: Request) -> Response:
    """A member has it from a day on."""
    org = request.state.org
    found = await _service(request)
    plans = await ServicePlan.within(org).filter(service_id=found.id).order_by("id")
    begin = {"since": clock.today(), "plan": plans[0].id if plans else None}
    form = await form_of(request, TakeForm, data=begin)
    form.plan.choices = [(plan.id, plan.called(language.get())) for plan in plans]
    if request.method == "POST" and form.validate():
        plan = next(each for each in plans if each.id == form.plan.data)
        try:
            for member in await members_named(org, form.members.data):
                await acts.take_plan(org, plan, member, form.since.data, by=request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("It is recorded."))
            return redirect(request, "housing:service", id=found.id)
    return ask(
        request,
        form,
        gettext("A member has {service}").format(service=found.called(language.get())),
        gettext("Record it"),
        ("housing:service", {"id": found.id}),
    )


async def give_up_service(request: Request) -> Response:
    """A member has it no more from a day on."""
    org = request.state.org
    found = await _service(request)
    taken = await Subscription.one(
        org, id=request.path_params["taken"], plan__service_id=found.id, superseded_at=None
    )
    people = await entries_by_member(org, [taken.member_id], clock.today())
    form = await form_of(request, GiveUpForm, data={"until": clock.today()})
    if request.method == "POST" and form.validate():
        try:
            await acts.give_up_plan(org, taken, form.until.data, by=request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("It is recorded."))
            return redirect(request, "housing:service", id=found.id)
    name = people[taken.member_id].name if taken.member_id in people else ""
    return ask(
        request,
        form,
        gettext("{name} gives {service} up").format(
            name=name, service=found.called(language.get())
        ),
        gettext("Record it"),
        ("housing:service", {"id": found.id}),
    )

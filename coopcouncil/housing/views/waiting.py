"""The waiting list: applications, their points, the scheme of points."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.housing.access import housing_rules
from coopcouncil.housing.actions import waiting as acts
from coopcouncil.housing.actions.allocation import accept_as_prospective
from coopcouncil.housing.forms.waiting import (
    ApplicationForm,
    CloseForm,
    ProspectiveForm,
    SchemeForm,
    WishForm,
    points_form,
)
from coopcouncil.housing.kinds import ClosedWhy
from coopcouncil.housing.labels import ANSWERS, ASKING, CLOSED_WHYS
from coopcouncil.housing.models import CriterionMet, HomeApplication, HomeOffer, PointsScheme
from coopcouncil.housing.reads import members_named, rules_on
from coopcouncil.housing.reads_allocation import (
    criteria_of,
    on_the_list,
    points_by,
    points_by_application,
    points_of,
    refusals_of,
    scheme_now,
)
from coopcouncil.housing.rules.allocation import ApplicationClosed, NoScheme, too_many_refusals
from coopcouncil.housing.views.found import application_of, ask
from coopcouncil.joining.labels import STATES
from coopcouncil.joining.models import Application
from coopcouncil.joining.reads import former, house_of
from coopcouncil.joining.reads import waiting as waiting_to_join
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.two_times import two_times
from coopcouncil.organisations.chapters.housing import Allocating
from coopcouncil.organisations.models import Organisation


async def waiting(request: Request) -> Response:
    """Everybody who asks for a home on a day, most points or longest waiting first."""
    await housing_rules(request)
    org, times = request.state.org, await two_times(request)
    rules = await rules_on(org, times.on, times.known_at)
    by_points = rules.allocating is Allocating.POINTS
    scheme = await scheme_now(org, times.on, times.known_at)
    asked = request.query_params.get("closed") == "yes" and not times.is_past
    if times.is_past:
        points = await points_by(org, scheme, times.moment) if scheme else {}
        rows = await on_the_list(org, times.on, times.known_at or clock.now())
    else:
        points = await points_by_application(org, scheme) if scheme else {}
        rows = await HomeApplication.within(org).filter(closed_on__isnull=not asked)
    rows.sort(key=lambda a: (-points.get(a.id, 0) if by_points else 0, a.applied_on, a.number))
    return page(
        request,
        "housing/waiting.html",
        times=times,
        rows=rows,
        points=points,
        by_points=by_points,
        scheme=scheme,
        refusals=await refusals_of(
            org, (row.id for row in rows), times.moment.astimezone(clock.LONDON).date()
        ),
        asking=ASKING,
        closed_whys=CLOSED_WHYS,
        closed=asked,
        unlisted=[] if asked or times.is_past else await _unlisted(org),
    )


async def _unlisted(org: Organisation) -> list[Application]:
    """Who applied to join and is not on the list for a home."""
    listed = await HomeApplication.within(org).filter(joining_id__isnull=False).values("joining_id")
    on_list = {row["joining_id"] for row in listed}
    return [one for one in await waiting_to_join(org) if one.id not in on_list]


async def new_application(request: Request) -> Response:
    """Put somebody on the list."""
    await housing_rules(request)
    org = request.state.org
    form = await form_of(request, ApplicationForm, data={"applied_on": clock.today()})
    if request.method == "POST" and form.validate():
        try:
            named = await members_named(org, form.members.data or "")
            member = named[0] if named else None
            made = await acts.apply_for_home(
                org, form.facts(), member=member, by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The application is on the list."))
            return redirect(request, "housing:application", id=made.id)
    return ask(
        request,
        form,
        gettext("Take in a housing application"),
        gettext("Put it on the list"),
        ("housing:waiting", {}),
        gettext(
            "An application for a home is one for membership too: membership begins when the "
            "agreement is signed."
        ),
    )


async def application(request: Request) -> Response:
    """One application: what is asked for, its points, its offers."""
    org = request.state.org
    rules = await housing_rules(request)
    found = await application_of(request)
    scheme = await scheme_now(org)
    offers = HomeOffer.within(org).filter(application_id=found.id).order_by("-id")
    refusals = (await refusals_of(org, [found.id])).get(found.id, 0)
    met = await CriterionMet.within(org).filter(application_id=found.id)
    joining = await Application.within(org).filter(id=found.joining_id or 0).first()
    return page(
        request,
        "housing/application.html",
        application=found,
        joining=joining,
        joining_states=STATES,
        scheme=scheme,
        points=await points_of(org, found, scheme) if scheme else None,
        criteria=await criteria_of(org, scheme) if scheme else [],
        times={each.criterion_id: each.times for each in met},
        offers=await offers.select_related("allocation", "allocation__home"),
        refusals=refusals,
        allowed=rules.refusals_allowed,
        too_many=too_many_refusals(refusals, rules.refusals_allowed),
        asking=ASKING,
        answers=ANSWERS,
        closed_whys=CLOSED_WHYS,
    )


async def give_points(request: Request) -> Response:
    """How often each criterion applies."""
    org = request.state.org
    found = await application_of(request)
    scheme = await scheme_now(org)
    if scheme is None:
        raise NoScheme
    if not found.is_open:
        raise ApplicationClosed
    criteria = await criteria_of(org, scheme)
    met = await CriterionMet.within(org).filter(application_id=found.id)
    kind = points_form(criteria, {e.criterion_id: e.times for e in met}, language.get())
    form = await form_of(request, kind)
    if request.method == "POST" and form.validate():
        times = {c: form[f"criterion-{c.id}"].data or 0 for c in criteria}
        try:
            await acts.give_points(org, found, times, by=request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The points are recorded."))
            return redirect(request, "housing:application", id=found.id)
    return ask(
        request,
        form,
        gettext("Points of {name}").format(name=found.name),
        gettext("Record the points"),
        ("housing:application", {"id": found.id}),
        gettext("Say for each criterion how many times it applies; 0 where it does not."),
    )


async def close_application(request: Request) -> Response:
    """It is on the list no more."""
    found = await application_of(request)
    form = await form_of(request, CloseForm)
    if request.method == "POST" and form.validate():
        try:
            await acts.close_application(
                request.state.org,
                found,
                ClosedWhy(form.why.data),
                form.note.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The application is closed."))
            return redirect(request, "housing:waiting")
    return ask(
        request,
        form,
        gettext("Close the application of {name}").format(name=found.name),
        gettext("Close it"),
        ("housing:application", {"id": found.id}),
    )


async def accept_applicant(request: Request) -> Response:
    """They become a member now, and wait."""
    org = request.state.org
    found = await application_of(request)
    today = clock.today()
    form = await form_of(request, ProspectiveForm, data={"on": today, "decided_on": today})
    again = await maybe_former(org, found)
    form.admits(again, (await house_of(org)).allots)
    admission = form.admission(again)
    if request.method == "POST" and form.validate() and admission is not None:
        try:
            await accept_as_prospective(
                org,
                found,
                admission,
                form.on.data,
                by=request.state.person,
                site=request.app.state.config.base_url,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("They are a member and a prospective tenant."))
            return redirect(request, "housing:application", id=found.id)
    return ask(
        request,
        form,
        gettext("{name} becomes a prospective tenant").format(name=found.name),
        gettext("Enter them in the register"),
        ("housing:application", {"id": found.id}),
        gettext("They are a member from that day on, and stay on the list for a home."),
    )


async def list_applicant(request: Request) -> Response:
    """Somebody who applied to join asks for a home too."""
    await housing_rules(request)
    org = request.state.org
    joining = await Application.one(org, id=request.path_params["id"])
    form = await form_of(request, WishForm)
    if request.method == "POST" and form.validate():
        applied_on = joining.received_at.astimezone(clock.LONDON).date()
        try:
            made = await acts.put_on_list(
                org, joining, form.wish(), applied_on, by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The application is on the list."))
            return redirect(request, "housing:application", id=made.id)
    return ask(
        request,
        form,
        gettext("{name} asks for a home").format(name=joining.name),
        gettext("Put it on the list"),
        ("housing:waiting", {}),
        gettext("They stand on the list from the day on which they applied to join."),
    )


async def maybe_former(org: Organisation, found: HomeApplication) -> list[RegisterEntry]:
    """Those of a like name or address who were members: the applicant may be one of them."""
    joining = await Application.within(org).filter(id=found.joining_id or 0).first()
    return await former(org, joining) if joining else []


async def points(request: Request) -> Response:
    """The scheme of points, and another one."""
    await housing_rules(request)
    org = request.state.org
    form = await form_of(request, SchemeForm, data={"effective_from": clock.today()})
    if request.method == "POST" and form.validate():
        await acts.record_scheme(
            org,
            form.criteria(),
            form.effective_from.data,
            form.note.data or "",
            by=request.state.person,
        )
        flash(request, gettext("The scheme of points is recorded."))
        return redirect(request, "housing:points")
    schemes = await PointsScheme.within(org).order_by("-effective_from", "-id")
    return page(
        request,
        "housing/points.html",
        form=form,
        schemes=[(scheme, await criteria_of(org, scheme)) for scheme in schemes],
    )

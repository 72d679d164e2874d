"""What concerns whoever is signed in: their home, their application, what they owe and have."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.housing.access import housing_rules
from coopcouncil.housing.actions import waiting as acts
from coopcouncil.housing.forms.waiting import WishForm
from coopcouncil.housing.labels import AGREEMENTS, ANSWERS, price_words, rent_words, words_of
from coopcouncil.housing.models import (
    ArrearsNote,
    HomeAllocation,
    HomeApplication,
    HomeOffer,
    TenancyTerms,
)
from coopcouncil.housing.reads import (
    endings_undecided,
    home_states,
    homes_on,
    lets_homes,
    rule_breaches,
    rules_on,
    statements_missing,
    tenancies_of,
)
from coopcouncil.housing.reads_allocation import waiting_for
from coopcouncil.housing.reads_money import Had, as_owed, latest_notes, services_of
from coopcouncil.housing.rules.arrears import Effect, effects, is_in_arrears
from coopcouncil.housing.rules.homes import HomeState, on_day
from coopcouncil.housing.views.found import ask
from coopcouncil.housing.views.holders import HolderShown, holders_shown
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.own import is_shared, own_entries
from coopcouncil.members.reads import entries_of_person
from coopcouncil.organisations.chapters.housing import Homes
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.models import Role


@dataclass
class OwnHome:
    """A tenancy of one's own."""

    terms: TenancyTerms
    state: HomeState | None
    holder: HolderShown | None
    others: list[str]


@dataclass
class Own:
    """What concerns one member: several may share an address."""

    entry: RegisterEntry
    homes: list[OwnHome]
    services: list[Had]
    note: ArrearsNote | None
    in_arrears: bool
    application: HomeApplication | None
    offers: list[HomeOffer]


async def my_home(request: Request) -> Response:
    """One's own home, services, application, and what is noted of what one owes."""
    rules = await housing_rules(request)
    org, today = request.state.org, clock.today()
    own = []
    for entry in await own_entries(request):
        homes = []
        for terms in await tenancies_of(org, entry.member_id, today):
            shown = await holders_shown(org, terms)
            now = [h for h in shown if h.holder.until is None or h.holder.until > today]
            mine = [h for h in now if h.holder.member_id == entry.member_id]
            others = [h.name for h in now if h.holder.member_id != entry.member_id]
            state = on_day(await home_states(terms.home), today)
            homes.append(OwnHome(terms, state, mine[0] if mine else None, others))
        note = (await latest_notes(org, today, entry.member_id)).get(entry.member_id)
        applied = HomeApplication.within(org).filter(member_id=entry.member_id, closed_on=None)
        application = await applied.first()
        offers = HomeOffer.within(org).filter(application_id=application.id if application else 0)
        own.append(
            Own(
                entry,
                homes,
                await services_of(org, entry.member_id, today),
                note if note and note.pence else None,
                is_in_arrears(as_owed(note), rules, today),
                application,
                await offers.select_related("allocation", "allocation__home").order_by("-id"),
            )
        )
    shared = await is_shared(request)
    if not own and not shared:
        raise NotHere
    return page(
        request,
        "housing/mine.html",
        own=own,
        shared=shared,
        words=words_of(org.nation),
        agreements=AGREEMENTS,
        answers=ANSWERS,
        rent_words=rent_words,
        price_words=price_words,
        effects={effect.value for effect in effects(rules)},
        plan_exempts=rules.arrears_plan_exempts,
        vote=Effect.VOTE.value,
    )


async def ask_for_home(request: Request) -> Response:
    """A member asks for a home, or for another one."""
    await housing_rules(request)
    org = request.state.org
    entries = await own_entries(request)
    number = request.path_params["number"]
    entry = next((each for each in entries if each.member_number == number), None)
    if entry is None:
        raise NotHere
    form = await form_of(request, WishForm)
    if request.method == "POST" and form.validate():
        try:
            await acts.apply_for_home(
                org,
                {**form.wish(), "applied_on": clock.today()},
                member=await Member.one(org, id=entry.member_id),
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("Your application is on the list."))
            return redirect(request, "housing:my_home")
    return ask(
        request,
        form,
        gettext("Ask for a home"),
        gettext("Put me on the list"),
        ("housing:my_home", {}),
        gettext("The secretary and the panel that allocates a home see what you write here."),
    )


async def home_panel(request: Request) -> Panel | None:
    """One's own home; for the panel what waits for it; for the secretary how the homes stand."""
    person, org = request.state.person, request.state.org
    if person is None or not await lets_homes(org, clock.today()):
        return None
    entries = await entries_of_person(person, org)
    asked = await waiting_for(org, person)
    keeps = Role.SECRETARY in request.state.roles
    counts = Role.TREASURER in request.state.roles
    if not (entries or asked or keeps or counts):
        return None
    figures = await _figures(request) if keeps else {}
    facts = {
        "entries": entries,
        "asked": asked,
        "keeps": keeps,
        "counts": keeps or counts,
        "figures": figures,
    }
    return Panel("housing/_panel.html", facts, awaits=bool(asked), place=25)


async def _figures(request: Request) -> dict[str, int]:
    org, today = request.state.org, clock.today()
    rows = await homes_on(org, today)
    mutual = (await rules_on(org, today)).homes is Homes.FULLY_MUTUAL
    return {
        "homes": len(rows),
        "empty": sum(row.void is not None for row in rows),
        "overdue": await statements_missing(org, today),
        "breaches": len(await rule_breaches(org, today)) if mutual else 0,
        "undecided": len(await endings_undecided(org, today)) if mutual else 0,
        "waiting": await HomeApplication.within(org).filter(closed_on=None).count(),
        "allocations": await HomeAllocation.within(org).filter(closed_at=None).count(),
    }

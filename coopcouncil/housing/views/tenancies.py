"""Tenancies: let, statements given, joint tenants, ends; membership together with them."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.housing.actions import membership as ending
from coopcouncil.housing.actions import tenancies as acts
from coopcouncil.housing.forms.tenancies import (
    CorrectTermsForm,
    GoesForm,
    JointForm,
    LetForm,
    MembershipForm,
    StatementForm,
    end_form,
)
from coopcouncil.housing.kinds import Afterwards, Agreement, EndWhy
from coopcouncil.housing.labels import AGREEMENTS, END_WHYS, words_of
from coopcouncil.housing.models import TenancyHolder, TenancyTerms
from coopcouncil.housing.reads import (
    entries_by_member,
    is_fully_mutual,
    members_named,
    prospects_on,
)
from coopcouncil.housing.rules.tenancies import agreements, statement_due
from coopcouncil.housing.views.found import ask, home_of, terms_of
from coopcouncil.housing.views.holders import holders_shown
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.members.two_times import two_times


async def tenancy(request: Request) -> Response:
    """An agreement: who holds it, what was recorded and put right."""
    org = request.state.org
    terms = await terms_of(request)
    times = await two_times(request)
    versions = TenancyTerms.within(org).filter(tenancy_id=terms.tenancy_id)
    then = await TenancyTerms.known(org, times.known_at).get_or_none(tenancy_id=terms.tenancy_id)
    shown = await holders_shown(org, terms, times.on, times.known_at) if then else []
    if then is not None:
        await then.fetch_related("home", "tenancy")
    return page(
        request,
        "housing/tenancy.html",
        times=times,
        terms=then or terms,
        known=then is not None,
        holders=shown,
        current=[
            each for each in shown if each.holder.until is None or each.holder.until > times.on
        ],
        versions=await versions.select_related("recorded_by").order_by("-id"),
        words=words_of(org.nation),
        agreements=AGREEMENTS,
        end_whys=END_WHYS,
        mutual=await is_fully_mutual(org, times.on, times.known_at),
    )


async def let_home(request: Request) -> Response:
    """Let a home to members."""
    org = request.state.org
    home = await home_of(request)
    today = clock.today()
    offered = agreements(org.nation, await is_fully_mutual(org, today))
    begin = {"agreement": offered[0].value, "began_on": today, "occupied_on": today}
    form = await form_of(request, LetForm, data=begin)
    form.offer(offered)
    words = words_of(org.nation)
    if request.method == "POST" and form.validate():
        try:
            made = await acts.let_home(
                org,
                home,
                Agreement(form.agreement.data),
                form.began_on.data,
                form.occupied_on.data,
                await members_named(org, form.members.data),
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("It is recorded. Nothing has been sent to anybody."))
            return redirect(request, "housing:tenancy", id=made.id)
    waiting = await prospects_on(org, today)
    people = await entries_by_member(org, (each.member_id for each in waiting), today)
    names = [
        gettext("{number} {name}").format(number=one.member_number, name=one.name)
        for one in sorted(people.values(), key=lambda entry: entry.sort_key)
    ]
    prospective = gettext("Prospective tenants: {names}.").format(names=", ".join(names[:60]))
    return ask(
        request,
        form,
        gettext("{what}: home {reference}").format(what=words.let, reference=home.reference),
        gettext("Record it"),
        ("housing:home", {"id": home.id}),
        *([prospective] if names else []),
    )


async def _holder(request: Request, terms: TenancyTerms) -> tuple[TenancyHolder, str]:
    holder = await TenancyHolder.one(
        request.state.org,
        id=request.path_params["holder"],
        tenancy_id=terms.tenancy_id,
        superseded_at=None,
    )
    people = await entries_by_member(request.state.org, [holder.member_id], clock.today())
    entry = people.get(holder.member_id)
    return holder, entry.name if entry else gettext("Somebody")


async def give_statement(request: Request) -> Response:
    """When the written statement was given."""
    terms = await terms_of(request)
    holder, name = await _holder(request, terms)
    due = statement_due(terms.agreement, terms.occupied_on, holder.since)
    form = await form_of(request, StatementForm, data={"on": holder.statement_on or clock.today()})

    async def done() -> str:
        await acts.give_statement(request.state.org, holder, form.on.data, by=request.state.person)
        return gettext("The statement is recorded as given.")

    intro = gettext(
        "In Wales the landlord gives each contract-holder a written statement of the contract "
        "within 14 days, the day on which they may move in counted as the first "
        "(Renting Homes (Wales) Act 2016, s.31)."
    )
    return await _on_tenancy(
        request,
        terms,
        form,
        done,
        gettext("Written statement given to {name}").format(name=name),
        gettext("Record it"),
        *([intro] if due else []),
    )


async def add_tenant(request: Request) -> Response:
    """Another holds it too."""
    org = request.state.org
    terms = await terms_of(request)
    form = await form_of(request, JointForm, data={"since": clock.today()})

    async def done() -> str:
        for member in await members_named(org, form.members.data):
            await acts.add_tenant(org, terms, member, form.since.data, by=request.state.person)
        return gettext("It is recorded. Nothing has been sent to anybody.")

    return await _on_tenancy(
        request, terms, form, done, str(words_of(org.nation).add), gettext("Record it")
    )


async def tenant_goes(request: Request) -> Response:
    """One of several holds it no more."""
    terms = await terms_of(request)
    holder, name = await _holder(request, terms)
    begin = {"on": clock.today(), "afterwards": Afterwards.LEAVES.value}
    form = await form_of(request, GoesForm, data=begin)

    async def done() -> str:
        await acts.tenant_goes(
            request.state.org,
            terms,
            holder,
            form.on.data,
            Afterwards(form.afterwards.data),
            reason=form.reason.data or "",
            by=request.state.person,
        )
        return gettext("It is recorded. Nothing has been sent to anybody.")

    return await _on_tenancy(
        request,
        terms,
        form,
        done,
        gettext("{name} leaves the home, and the others stay").format(name=name),
        gettext("Record it"),
    )


async def end_tenancy(request: Request) -> Response:
    """It ends; each membership with it, or back to prospective."""
    org = request.state.org
    terms = await terms_of(request)
    shown = await holders_shown(org, terms)
    names = {each.holder.member_id: each.name for each in shown if each.holder.until is None}
    form = await form_of(request, end_form(names), data={"on": clock.today()})

    async def done() -> str:
        chosen = form.chosen(form.data, names)
        await acts.end_tenancy(
            org,
            terms,
            form.on.data,
            EndWhy(form.why.data),
            chosen,
            void_why=form.void_why.data or "",
            reason=form.reason.data or "",
            by=request.state.person,
        )
        return gettext("The end is recorded. Nothing has been sent to anybody.")

    return await _on_tenancy(
        request,
        terms,
        form,
        done,
        str(words_of(org.nation).end),
        gettext("Record the end"),
        gettext(
            "This records what has been agreed or decided. It gives no notice: take advice on "
            "what the agreement and the law ask for."
        ),
    )


async def end_membership(request: Request) -> Response:
    """A tenant's membership ends, and something becomes of the tenancy."""
    org = request.state.org
    terms = await terms_of(request)
    holder, name = await _holder(request, terms)
    form = await form_of(request, MembershipForm, data={"on": clock.today()})

    async def done() -> str:
        member = await Member.one(org, id=holder.member_id)
        await ending.end_membership(
            org,
            terms,
            member,
            form.on.data,
            form.becomes(),
            form.cause(),
            reason=form.reason.data or "",
            by=request.state.person,
        )
        return gettext("The end of the membership is recorded, and what becomes of the tenancy.")

    return await _on_tenancy(
        request,
        terms,
        form,
        done,
        gettext("The membership of {name} ends").format(name=name),
        gettext("Record it"),
        gettext(
            "Tenants and members are one here, so both are recorded together. This gives no "
            "notice to anybody."
        ),
    )


async def correct_tenancy(request: Request) -> Response:
    """What is recorded of it was wrong."""
    org = request.state.org
    terms = await terms_of(request)
    kept = ("began_on", "occupied_on", "ended_on")
    begin = {name: getattr(terms, name) for name in kept}
    begin |= {"agreement": terms.agreement.value}
    begin |= {"end_why": terms.end_why.value if terms.end_why else None}
    form = await form_of(request, CorrectTermsForm, data=begin)
    offered = agreements(org.nation, await is_fully_mutual(org, terms.began_on))
    form.offer(dict.fromkeys([*offered, terms.agreement]))

    async def done() -> str:
        await acts.correct_terms(
            org,
            terms,
            agreement=Agreement(form.agreement.data),
            began_on=form.began_on.data,
            occupied_on=form.occupied_on.data,
            ended_on=form.ended_on.data,
            end_why=form.ending(),
            reason=form.reason.data,
            by=request.state.person,
        )
        return gettext("The correction is recorded. What was known before stays.")

    return await _on_tenancy(
        request,
        terms,
        form,
        done,
        gettext("Put right what is recorded"),
        gettext("Record the correction"),
    )


async def _on_tenancy(
    request: Request,
    terms: TenancyTerms,
    form: Form,
    done: Callable[[], Awaitable[str]],
    heading: str,
    button: str,
    *intro: str,
) -> Response:
    """Ask, and do it once it can be read and may be done."""
    if request.method == "POST" and form.validate():
        try:
            sentence = await done()
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, sentence)
            return redirect(request, "housing:tenancy", id=terms.tenancy_id)
    back = ("housing:tenancy", {"id": terms.tenancy_id})
    return ask(request, form, heading, button, back, *intro)

"""An officer's page, and what is recorded of an officer."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.shown import shown_date
from coopcouncil.members.kinds import Fact
from coopcouncil.members.labels import names_of
from coopcouncil.members.models import Member
from coopcouncil.members.reads import as_at, settle
from coopcouncil.officers.actions import (
    change_officer,
    choose_again,
    leave_office,
    may_take,
    take_office,
)
from coopcouncil.officers.forms import (
    ElectionForm,
    LeaveOfficeForm,
    OfficerForm,
)
from coopcouncil.officers.history import journal_of
from coopcouncil.officers.kinds import UNKNOWN, Chosen, Ending
from coopcouncil.officers.labels import FACTS, office_name, words_for
from coopcouncil.officers.models import Officer, OfficerEntry
from coopcouncil.officers.reads import entry_of, facts_of, periods_of
from coopcouncil.officers.rules.holding import holdings
from coopcouncil.officers.rules.refusals import NoSuchMember
from coopcouncil.officers.views.asked import asked_of


async def new_officer(request: Request) -> Response:
    """The form of somebody who takes office."""
    form = OfficerForm(data={"on": clock.today(), "email_purposes": [], "offices": []})
    form.offer(request.state.org, await names_of(request.state.org))
    return page(request, "officers/new.html", form=form, officer=None)


async def record_office(request: Request) -> Response:
    """Check the answers, then record."""
    return await _taking(request, None)


async def return_to_office(request: Request) -> Response:
    """The form of somebody who takes office again."""
    found = await _officer(request)
    latest = await _latest(request, found)
    data = OfficerForm.showing(facts_of(latest), await _number(request, latest), clock.today())
    form = OfficerForm(data={**data, "chosen": Chosen.ELECTED.value, "chosen_on": None})
    form.offer(request.state.org, await names_of(request.state.org))
    return page(request, "officers/new.html", form=form, officer=found)


async def record_return_to_office(request: Request) -> Response:
    """Check the answers, then record under the old number."""
    return await _taking(request, await _officer(request))


async def officer(request: Request) -> Response:
    """What the register says of an officer, today or on another day, and how it came to."""
    org = request.state.org
    found = await _officer(request)
    asked = asked_of(request)
    if asked.known_at is not None:
        await settle(org)
    entry = await entry_of(org, found.id, asked.on, asked.known_at)
    latest = await _latest(request, found)
    periods = (await periods_of(org, asked.known_at)).get(found.id, ())
    names = await names_of(org)
    # The offices stand above, each with its days.
    facts = _answers(request, {**facts_of(entry), "offices": ""}, names) if entry else []
    if entry and (number := await _number(request, entry)):
        facts.insert(0, (gettext("Member number"), number))
    return page(
        request,
        "officers/officer.html",
        officer=found,
        asked=asked,
        entry=entry,
        latest=latest,
        facts=facts,
        holdings=[each for each in holdings(periods) if each.since <= asked.on],
        office_name=lambda office: office_name(office, org),
        says_otherwise=await _says_otherwise(request, latest) if not asked.is_past else [],
        is_in_office=bool((await entry_of(org, found.id, clock.today()) or latest).offices),
        journal=await journal_of(org, found.id, names, asked.known_at),
    )


async def change_officer_details(request: Request) -> Response:
    """The form of an officer's details."""
    found = await _officer(request)
    latest = await _latest(request, found)
    data = OfficerForm.showing(facts_of(latest), await _number(request, latest), clock.today())
    form = OfficerForm(data=data)
    form.offer(request.state.org, await names_of(request.state.org))
    return page(request, "officers/change.html", form=form, officer=found, entry=latest)


async def record_officer_change(request: Request) -> Response:
    """Record what is different from a day on."""
    org = request.state.org
    found = await _officer(request)
    form = await form_of(request, OfficerForm)
    form.offer(org, await names_of(org))
    if form.validate():
        try:
            facts = await _with_member(request, form, fill=False)
            await change_officer(
                org,
                found,
                facts,
                form.on.data,
                by=request.state.person,
                reason=form.reason.data or "",
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The change is recorded."))
            return redirect(request, "officers:officer", id=found.id)
    latest = await _latest(request, found)
    return page(request, "officers/change.html", form=form, officer=found, entry=latest)


async def election(request: Request) -> Response:
    """The form of another election."""
    found = await _officer(request)
    form = ElectionForm(data={"on": clock.today()})
    latest = await _latest(request, found)
    return page(request, "officers/election.html", form=form, officer=found, entry=latest)


async def record_election(request: Request) -> Response:
    """Record that somebody on the committee was chosen again."""
    found = await _officer(request)
    form = await form_of(request, ElectionForm)
    if form.validate():
        try:
            await choose_again(
                request.state.org,
                found,
                Chosen(form.chosen.data),
                form.on.data,
                by=request.state.person,
                reason=form.reason.data or "",
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The election is recorded."))
            return redirect(request, "officers:officer", id=found.id)
    latest = await _latest(request, found)
    return page(request, "officers/election.html", form=form, officer=found, entry=latest)


async def leaving_office(request: Request) -> Response:
    """The form of leaving."""
    found = await _officer(request)
    form = LeaveOfficeForm(data={"on": clock.today()})
    latest = await _latest(request, found)
    return page(request, "officers/leaving.html", form=form, officer=found, entry=latest)


async def record_leaving_office(request: Request) -> Response:
    """Record that somebody holds no office any more."""
    found = await _officer(request)
    form = await form_of(request, LeaveOfficeForm)
    if form.validate():
        try:
            await leave_office(
                request.state.org,
                found,
                Ending(form.ending.data),
                form.on.data,
                by=request.state.person,
                reason=form.reason.data or "",
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The leaving is recorded. The history stays."))
            return redirect(request, "officers:officer", id=found.id)
    latest = await _latest(request, found)
    return page(request, "officers/leaving.html", form=form, officer=found, entry=latest)


async def _taking(request: Request, found: Officer | None) -> Response:
    org = request.state.org
    names = await names_of(org)
    form = await form_of(request, OfficerForm)
    form.offer(org, names)
    sent = await request.form()
    if not form.validate() or "again" in sent:
        return page(request, "officers/new.html", form=form, officer=found)
    try:
        facts = await _with_member(request, form, fill=True)
        if "confirmed" not in sent:
            said = {**UNKNOWN, **facts}
            await may_take(org, said, form.on.data, found.id if found else None)
            answers = _answers(request, said, names)
            answers.append((str(form.on.label.text), shown_date(form.on.data)))
            return await _check(request, answers)
        found = await take_office(
            org,
            facts,
            form.on.data,
            by=request.state.person,
            officer=found,
            reason=form.reason.data or "",
        )
    except Refused as refusal:
        form.refuse(refusal)
        return page(request, "officers/new.html", form=form, officer=found)
    flash(request, gettext("The officer is in the register."))
    return redirect(request, "officers:officer", id=found.id)


async def _check(request: Request, answers: list[tuple[str, str]]) -> Response:
    sent = [
        (name, value)
        for name, value in (await request.form()).multi_items()
        if isinstance(value, str) and name not in ("csrf", "confirmed", "again")
    ]
    heading = gettext("Check who takes office")
    return page(request, "members/check.html", heading=heading, answers=answers, sent=sent)


async def _with_member(request: Request, form: OfficerForm, fill: bool) -> dict[str, Fact]:
    """The facts; of a member, what was left empty is what the register of members says."""
    facts = form.facts()
    number = form.member_number.data or ""
    facts["member_id"] = None
    if not number:
        return facts
    on: date = form.on.data
    entry = await as_at(request.state.org, on).filter(member_number=number).first()
    if entry is None:
        raise NoSuchMember(number)
    facts["member_id"] = entry.member_id
    if fill:
        names = ["postal_address", "postcode", "email", "email_purposes", "date_of_birth"]
        if not (facts["given_name"] or facts["family_name"]):
            names += ["given_name", "family_name"]
        for name in names:
            value = getattr(entry, name)
            facts[name] = facts[name] or (value.isoformat() if isinstance(value, date) else value)
    return facts


async def _officer(request: Request) -> Officer:
    return await Officer.one(request.state.org, id=request.path_params["id"])


async def _latest(request: Request, found: Officer) -> OfficerEntry:
    """What the register says today; of somebody still to come, what it says first."""
    org = request.state.org
    entry = await entry_of(org, found.id, clock.today())
    if entry is not None:
        return entry
    rows = OfficerEntry.within(org).filter(officer_id=found.id, superseded_at=None)
    return await rows.order_by("valid_from").first() or await OfficerEntry.one(org, id=0)


async def _says_otherwise(request: Request, latest: OfficerEntry) -> list[tuple[str, str]]:
    """Where the register of members has another address for them than this one."""
    if latest.member_id is None or not latest.offices:
        return []
    entry = await as_at(request.state.org, clock.today()).filter(member_id=latest.member_id).first()
    names = ("given_name", "family_name", "postal_address", "postcode", "email")
    return [
        (str(FACTS[name]), getattr(entry, name))
        for name in names
        if entry is not None and getattr(entry, name) not in ("", getattr(latest, name))
    ]


async def _number(request: Request, entry: OfficerEntry) -> str:
    if entry.member_id is None:
        return ""
    member = await Member.within(request.state.org).get_or_none(id=entry.member_id)
    return member.number if member else ""


def _answers(request: Request, facts: dict[str, Fact], names: object) -> list[tuple[str, str]]:
    org = request.state.org
    return [
        (str(label), words)
        for name, label in FACTS.items()
        if (words := words_for(name, facts[name], names, org))  # type: ignore[arg-type]
    ]

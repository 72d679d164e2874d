"""A member's page, and what is recorded of a member."""

from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.access import may_see_member, register_here
from coopcouncil.members.actions import admit, change, correct, leave, readmit
from coopcouncil.members.duplicates.pointing import merge_of, merged_into
from coopcouncil.members.forms import (
    ChangeForm,
    CorrectionForm,
    DetailsForm,
    LeavingForm,
    NewMemberForm,
    ReturnForm,
    SearchForm,
)
from coopcouncil.members.history import journal_of
from coopcouncil.members.kinds import UNKNOWN, Cause, Fact, Status
from coopcouncil.members.labels import FACTS, Names, names_of, words_for
from coopcouncil.members.models import Member, RegisterChange, RegisterEntry
from coopcouncil.members.reads import entry_of, settle
from coopcouncil.members.recording import facts_of
from coopcouncil.members.within import what_follows
from coopcouncil.organisations.kinds import SOCIETIES, LegalForm
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rules import NoRulesYet


async def new_member(request: Request) -> Response:
    """The form of a new member."""
    form = NewMemberForm(data={"joined_on": clock.today(), "email_purposes": []})
    form.offer(await names_of(request.state.org))
    return page(request, "members/new.html", form=form)


async def admit_member(request: Request) -> Response:
    """Check the answers, then admit."""
    names = await names_of(request.state.org)
    form = await form_of(request, NewMemberForm)
    form.offer(names)
    sent = await request.form()
    if not form.validate() or "again" in sent:
        return page(request, "members/new.html", form=form)
    facts = {**form.facts(), "joined_on": form.joined_on.data.isoformat()}
    if "confirmed" not in sent:
        answers = [(gettext("Member number"), form.number.data or gettext("The next free one"))]
        answers += _answers(facts, names)
        return await _check(request, gettext("Check the new member’s details"), answers)
    try:
        member = await admit(
            request.state.org, facts, by=request.state.person, number=form.number.data or ""
        )
    except Refused as refusal:
        form.refuse(refusal)
        return page(request, "members/new.html", form=form)
    flash(request, gettext("The member is in the register."))
    return redirect(request, "members:member", id=member.id)


async def member(request: Request) -> Response:
    """What the register says of a member, today or on another day, and how it came to."""
    here = await register_here(request)
    org = here.org
    found = await Member.one(org, id=request.path_params["id"])
    await may_see_member(here, found.id)
    search = SearchForm(request.query_params)
    search.on.validate(search)
    on, known = search.on.data, search.known.data
    known_at = clock.end_of(known) - timedelta(microseconds=1) if known else None
    if known_at is not None:
        await settle(org)
    names = await names_of(org)
    entry = await entry_of(org, found.id, on or (clock.today() if known else None), known_at)
    now = await entry_of(org, found.id)
    merges = [await merge_of(org, found.id), *await merged_into(org, found.id)]
    known_merges = [
        each
        for each in merges
        if each and (known_at is None or each.change_set.recorded_at <= known_at)
    ]
    return page(
        request,
        "members/member.html",
        keeps=here.part is None,
        member=found,
        entry=entry,
        now=now,
        search=search,
        on=on or clock.today(),
        known=known,
        is_past=bool(on or known),
        facts=_answers(facts_of(entry), names) if entry else [],
        journal=await journal_of(org, found.id, names, known_at),
        has_left=now is not None and now.status == Status.LEFT,
        merge=next((each for each in known_merges if each.gone_id == found.id), None),
        lacks_share=await lacks_share(org, now),
        merged_here=[each for each in known_merges if each.kept_id == found.id],
    )


async def change_details(request: Request) -> Response:
    """The form of a member's details."""
    found, entry = await _member_now(request)
    data = {**DetailsForm.showing(facts_of(entry)), "effective_on": clock.today()}
    form = ChangeForm(data=data)
    form.offer(await names_of(request.state.org))
    return page(request, "members/change.html", form=form, member=found, entry=entry)


async def record_change(request: Request) -> Response:
    """Check what is different, then record it."""
    org = request.state.org
    found, entry = await _member_now(request)
    names = await names_of(org)
    form = await form_of(request, ChangeForm)
    form.offer(names)
    sent = await request.form()
    if not form.validate() or "again" in sent:
        return page(request, "members/change.html", form=form, member=found, entry=entry)
    facts = form.facts()
    on = form.effective_on.data
    before = await entry_of(org, found.id, on)
    was = facts_of(before or entry)
    changed = {name: value for name, value in facts.items() if was[name] != value}
    if changed and "confirmed" not in sent:
        answers = _answers(changed, names, everything=True)
        answers.append((str(form.effective_on.label.text), words_for("joined_on", on, names)))
        answers.append((gettext("Reason"), form.reason.data or gettext("None given")))
        return await _check(request, gettext("Check what changes"), answers)
    try:
        await change(
            org,
            found,
            changed,
            by=request.state.person,
            effective_on=on,
            reason=form.reason.data or "",
        )
    except Refused as refusal:
        form.refuse(refusal)
        return page(request, "members/change.html", form=form, member=found, entry=entry)
    flash(request, gettext("The change is recorded."))
    return redirect(request, "members:member", id=found.id)


async def leaving(request: Request) -> Response:
    """The form of a leaving."""
    found, entry = await _member_now(request)
    form = LeavingForm(data={"left_on": clock.today()})
    return page(request, "members/leaving.html", form=form, member=found, entry=entry)


async def record_leaving(request: Request) -> Response:
    """Check, then record that the member leaves."""
    found, entry = await _member_now(request)
    form = await form_of(request, LeavingForm)
    sent = await request.form()
    if not form.validate() or "again" in sent:
        return page(request, "members/leaving.html", form=form, member=found, entry=entry)
    if "confirmed" not in sent:
        names = await names_of(request.state.org)
        answers = [
            (gettext("Member"), f"{entry.name} ({entry.member_number})"),
            (gettext("Date left"), words_for("left_on", form.left_on.data, names)),
            (
                gettext("How membership ended"),
                words_for("left_because", form.left_because.data, names) or gettext("Not known"),
            ),
            (gettext("Reason"), form.reason.data or gettext("None given")),
        ]
        follows = await what_follows(request.state.org, found.id, form.left_on.data)
        if follows:
            answers.append((gettext("What becomes of the shares"), "\n".join(follows)))
        return await _check(request, gettext("Check the leaving"), answers)
    try:
        await leave(
            request.state.org,
            found,
            form.left_on.data,
            reason=form.reason.data or "",
            by=request.state.person,
            because=Cause(form.left_because.data) if form.left_because.data else None,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return page(request, "members/leaving.html", form=form, member=found, entry=entry)
    flash(request, gettext("The leaving is recorded. The history stays."))
    return redirect(request, "members:member", id=found.id)


async def coming_back(request: Request) -> Response:
    """The form of a return."""
    found, entry = await _member_now(request)
    form = ReturnForm(data={"on": clock.today()})
    return page(request, "members/return.html", form=form, member=found, entry=entry)


async def record_return(request: Request) -> Response:
    """Record that somebody who left is a member again."""
    found, entry = await _member_now(request)
    form = await form_of(request, ReturnForm)
    if form.validate():
        try:
            await readmit(
                request.state.org,
                found,
                form.on.data,
                reason=form.reason.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The member is in the register again."))
            return redirect(request, "members:member", id=found.id)
    return page(request, "members/return.html", form=form, member=found, entry=entry)


async def correction(request: Request) -> Response:
    """The form that puts a line of the journal right."""
    found, line = await _line(request)
    data = {**DetailsForm.showing({**UNKNOWN, **line.facts}), **_dates(line)}
    form = _correction_form(CorrectionForm(data=data), line, await names_of(request.state.org))
    return page(request, "members/correction.html", form=form, member=found, line=line)


async def record_correction(request: Request) -> Response:
    """Check, then take the wrong line out and put the right one in its place."""
    found, line = await _line(request)
    names = await names_of(request.state.org)
    form = _correction_form(await form_of(request, CorrectionForm), line, names)
    sent = await request.form()
    if not form.validate() or "again" in sent:
        return page(request, "members/correction.html", form=form, member=found, line=line)
    facts = {**line.facts, **form.facts()}
    if "confirmed" not in sent:
        changed = {n: v for n, v in facts.items() if line.facts[n] != v}
        answers = _answers(changed, names, everything=True)
        on = form.effective_on.data
        answers.append((str(form.effective_on.label.text), words_for("joined_on", on, names)))
        answers.append((gettext("Reason"), form.reason.data))
        return await _check(request, gettext("Check the correction"), answers)
    try:
        await correct(
            request.state.org,
            line,
            facts,
            effective_on=form.effective_on.data,
            reason=form.reason.data,
            by=request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return page(request, "members/correction.html", form=form, member=found, line=line)
    flash(request, gettext("The correction is recorded. What was known before can still be seen."))
    return redirect(request, "members:member", id=found.id)


async def lacks_share(org: Organisation, now: RegisterEntry | None) -> bool:
    """Whether a member of today holds no share, though the rules ask each for one."""
    if now is None or now.status not in (Status.MEMBER, Status.SUSPENDED) or now.shares:
        return False
    if org.legal_form not in SOCIETIES or org.legal_form is LegalForm.CREDIT_UNION:
        return False
    try:
        return (await rulebook_on(org, clock.today())).rules.par_value > 0
    except NoRulesYet:
        return False


async def _check(request: Request, title: str, answers: list[tuple[str, str]]) -> Response:
    """The answers once more before they are recorded; they travel in the page itself."""
    sent = [
        (name, value)
        for name, value in (await request.form()).multi_items()
        if isinstance(value, str) and name not in ("csrf", "confirmed", "again")
    ]
    return page(request, "members/check.html", heading=title, answers=answers, sent=sent)


async def _member(request: Request) -> Member:
    return await Member.one(request.state.org, id=request.path_params["id"])


async def _member_now(request: Request) -> tuple[Member, RegisterEntry]:
    found = await _member(request)
    entry = await entry_of(request.state.org, found.id)
    if entry is None:
        raise NotHere
    return found, entry


async def _line(request: Request) -> tuple[Member, RegisterChange]:
    found = await _member(request)
    line = await RegisterChange.one(
        request.state.org, id=request.path_params["line"], member_id=found.id
    )
    return found, line


def _correction_form(form: CorrectionForm, line: RegisterChange, names: Names) -> CorrectionForm:
    form.offer(names)
    form.only(frozenset(line.facts))
    return form


def _answers(
    facts: dict[str, Fact], names: Names, everything: bool = False
) -> list[tuple[str, str]]:
    """Each fact with its name; those of which nothing is known only where asked for."""
    return [
        (str(label), words or gettext("Taken out"))
        for name, label in FACTS.items()
        if name in facts and ((words := words_for(name, facts[name], names)) or everything)
    ]


def _dates(line: RegisterChange) -> dict[str, object]:
    dates: dict[str, object] = {"effective_on": line.effective_on}
    for name in ("joined_on", "left_on"):
        text = line.facts.get(name)
        dates[name] = date.fromisoformat(str(text)) if text else None
    return dates

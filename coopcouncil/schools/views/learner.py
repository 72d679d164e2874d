"""One learner: entered, changed, and who the learner is in the register; nobody's address."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.fits import read_fits
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.members.refusals import ReasonNeeded
from coopcouncil.members.two_times import two_times
from coopcouncil.schools.access import Here, cluster_here
from coopcouncil.schools.actions import identities
from coopcouncil.schools.actions import learners as acts
from coopcouncil.schools.forms import GuardianForm, LearnerForm, MemberNumberForm
from coopcouncil.schools.labels import MAY, RELATIONS
from coopcouncil.schools.models import Guardianship, Learner, LearnerLine
from coopcouncil.schools.reads import (
    Kin,
    ages_of,
    history_of,
    identities_of,
    kin_of,
    line_of,
    lines_of,
    members_of_learners,
    names_of_members,
    standing_ties,
)
from coopcouncil.schools.rules.identities import NotComeYet
from coopcouncil.schools.rules.learners import age_on, allowed, is_associate


async def learner(request: Request) -> Response:
    """One learner: class, age, what they may do, and who has them in their care."""
    return await learner_page(request)


async def new_learner(request: Request) -> Response:
    """The form of a learner."""
    here = await cluster_here(request)
    form = LearnerForm()
    form.offer(here.schools, language_of(request), leaves=False)
    return page(request, "schools/learner_form.html", form=form, line=None)


async def enter_learner(request: Request) -> Response:
    """Put a learner on a school's list."""
    here = await cluster_here(request)
    form = await form_of(request, LearnerForm)
    form.offer(here.schools, language_of(request), leaves=False)
    if form.validate():
        try:
            made = await acts.enter_learner(
                here.trust, _said(form, here), form.holds_from.data, request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The learner is on the school’s list."))
            return redirect(request, "schools:learner", id=made.id)
    return page(request, "schools/learner_form.html", form=form, line=None)


async def changing_learner(request: Request) -> Response:
    """The form of what is different."""
    here, line = await line_here(request)
    form = LearnerForm(data=LearnerForm.showing(line))
    form.offer(here.schools, language_of(request), leaves=True)
    return page(request, "schools/learner_form.html", form=form, line=line)


async def change_learner(request: Request) -> Response:
    """Note what is different of a learner from a day on."""
    here, line = await line_here(request)
    form = await form_of(request, LearnerForm)
    form.offer(here.schools, language_of(request), leaves=True)
    if form.validate():
        try:
            await acts.change_learner(
                here.trust,
                line.learner,
                _said(form, here),
                form.holds_from.data,
                request.state.person,
            )
        except ReasonNeeded as refusal:
            form.refuse(refusal, "because")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The change is noted."))
            return redirect(request, "schools:learner", id=line.learner_id)
    return page(request, "schools/learner_form.html", form=form, line=line)


async def name_member(request: Request) -> Response:
    """Say which member of the register a learner is."""
    here, line = await line_here(request)
    form = await form_of(request, MemberNumberForm, prefix="member-")
    if form.validate():
        member = await member_here(here, form.number.data) if form.number.data else None
        try:
            if form.number.data and member is None:
                raise NotHere
            await identities.name_member(
                here.trust,
                line.learner,
                member,
                request.state.person,
                holds_from=form.holds_from.data,
                because=form.because.data or "",
            )
        except NotHere:
            form.wrong(gettext("Nobody in the register has this member number."), "number")
        except ReasonNeeded as refusal:
            form.refuse(refusal, "because")
        except Refused as refusal:
            form.refuse(refusal, "holds_from" if isinstance(refusal, NotComeYet) else "number")
        else:
            flash(request, gettext("It is noted which member the learner is."))
            return redirect(request, "schools:learner", id=line.learner_id)
    return await learner_page(request, member=form)


async def line_here(request: Request) -> tuple[Here, LearnerLine]:
    """The learner of the address as the school has them; a stranger school's is not there."""
    here = await cluster_here(request)
    number = request.path_params["id"]
    await Learner.one(here.trust, id=number)
    line = await line_of(here.trust, number)
    if line is None or not (here.shows(line.part_id) or await _was_here(here, line)):
        raise NotHere
    return here, line


async def _was_here(here: Here, line: LearnerLine) -> bool:
    """Whether somebody who has left every school was at this one last."""
    if line.part_id is not None:
        return False
    before = (
        await LearnerLine.within(here.trust)
        .filter(learner_id=line.learner_id, part_id__isnull=False)
        .order_by("-holds_from", "-id")
        .first()
    )
    return before is not None and here.shows(before.part_id)


async def learner_page(request: Request, **forms: Any) -> Response:
    """A learner's page on a day, with what was typed into one of its forms."""
    here, line = await line_here(request)
    times, language = await two_times(request, here.trust), language_of(request)
    on, known_at = times.on, times.known_at
    if times.is_past:
        then = await lines_of(here.trust, on, learners=[line.learner_id], known_at=known_at)
        if not then:
            return page(request, "schools/learner_unknown.html", line=line, times=times)
        line = then[0]
    ages = await ages_of(here.trust, on, known_at)
    may = allowed(line.date_of_birth, on, ages)
    kin: list[Kin] = await kin_of(
        here.trust, language, on, learners=[line.learner_id], known_at=known_at
    )
    said = (await identities_of(here.trust, [line.learner_id], known_at)).get(line.learner_id, [])
    is_now = (await members_of_learners(here.trust, [line.learner], on, known_at)).values()
    named = {row.member_id for row in said if row.member_id is not None} | set(is_now)
    names = await names_of_members(named, on, known_at)
    member = next((names[number] for number in is_now if number in names), None)
    return page(
        request,
        "schools/learner.html",
        scope=here,
        times=times,
        line=line,
        school=line.part.called(language) if line.part else "",
        age=age_on(line.date_of_birth, on) if line.date_of_birth else None,
        associate=is_associate(line.date_of_birth, on, ages),
        abilities=[(text, each in may) for each, text in MAY.items()],
        ages=ages,
        kin=kin,
        ended=[] if times.is_past else await _ended(here, line.learner_id, on),
        member=member,
        relations=RELATIONS,
        guardian_form=forms.get("guardian") or GuardianForm(),
        member_form=forms.get("member") or MemberNumberForm(prefix="member-"),
        history=await history_of(here.trust, line.learner_id, known_at),
        identities=[(row, names.get(row.member_id or 0)) for row in reversed(said)],
    )


async def _ended(here: Here, learner_id: int, on: date) -> list[tuple[Guardianship, str]]:
    """Whose ties have ended by the day, with their names: so that what is wrong of them can be
    put right."""
    found = [
        tie
        for tie in await standing_ties(here.trust, learner_id)
        if tie.until is not None and tie.until < on
    ]
    names = await names_of_members([tie.guardian_id for tie in found], on)
    return [(tie, names.get(tie.guardian_id, ("",))[0]) for tie in found]


async def member_here(here: Here, number: str) -> Member | None:
    """The member of a number; at a school, only where they vote or qualify there."""
    member = await Member.within(here.trust).filter(number=number).first()
    if member is None or here.part is None:
        return member
    entry = await entry_of(here.trust, member.id)
    if entry is None:
        return None
    places = {entry.part_id, *(part for _group, part in read_fits(entry.fits))}
    return member if here.part.id in places else None


def _said(form: LearnerForm, here: Here) -> acts.Said:
    part = here.school(int(form.school.data)).id if form.school.data else None
    return acts.Said(
        part_id=part,
        given_name=form.given_name.data or "",
        family_name=form.family_name.data or "",
        date_of_birth=form.date_of_birth.data,
        upn=(form.upn.data or "").upper(),
        admission_number=form.admission_number.data or "",
        year=form.year.data or "",
        class_name=form.class_name.data or "",
        because=form.because.data or "",
    )

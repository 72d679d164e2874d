"""Who has a learner in their care: names, and nothing of where anybody lives."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.members.two_times import two_times
from coopcouncil.schools.access import Here, cluster_here
from coopcouncil.schools.actions import learners as acts
from coopcouncil.schools.actions.learners import EndsBeforeItBegan
from coopcouncil.schools.actions.ties import RightTie, correct_tie
from coopcouncil.schools.forms import EndForm, GuardianForm, TieCorrectionForm
from coopcouncil.schools.labels import RELATIONS
from coopcouncil.schools.models import Guardianship, LearnerLine, Relation
from coopcouncil.schools.reads import kin_of, names_of_members, standing_ties
from coopcouncil.schools.views.learner import learner_page, line_here, member_here


async def tie(request: Request) -> Response:
    """Tie a guardian to a learner."""
    here, line = await line_here(request)
    form = await form_of(request, GuardianForm)
    if not form.validate():
        return await learner_page(request, guardian=form)
    member = await member_here(here, form.number.data)
    if member is None:
        form.wrong(gettext("Nobody in the register has this member number."), "number")
        return await learner_page(request, guardian=form)
    try:
        await acts.tie_guardian(
            here.trust,
            line.learner,
            member,
            Relation(form.relation.data),
            form.since.data,
            request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal, "number")
        return await learner_page(request, guardian=form)
    flash(request, gettext("They belong together now."))
    return redirect(request, "schools:learner", id=line.learner_id)


async def ending_tie(request: Request) -> Response:
    """Ask for the last day."""
    _here, line, held = await _tie(request)
    return page(request, "schools/end_tie.html", form=EndForm(), line=line, tie=held)


async def end_tie(request: Request) -> Response:
    """End a guardian's tie to a learner."""
    here, line, held = await _tie(request)
    form = await form_of(request, EndForm)
    if form.validate():
        try:
            await acts.end_tie(here.trust, held, form.until.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal, "until")
        else:
            flash(request, gettext("The tie ends with that day."))
            return redirect(request, "schools:learner", id=line.learner_id)
    return page(request, "schools/end_tie.html", form=form, line=line, tie=held)


async def withdrawing_tie(request: Request) -> Response:
    """Ask what was right of a tie, one that has ended too, or whether it never was."""
    _here, _line, held = await _tie(request, ended=True)
    form = TieCorrectionForm(
        data={"relation": held.relation.value, "since": held.since, "until": held.until}
    )
    return await _correction_page(request, form)


async def withdraw_tie(request: Request) -> Response:
    """Put right what was noted by mistake."""
    here, line, held = await _tie(request, ended=True)
    form = await form_of(request, TieCorrectionForm)
    if form.validate():
        right = None
        if not form.never.data:
            right = RightTie(Relation(form.relation.data), form.since.data, form.until.data)
        try:
            await correct_tie(here.trust, held, right, form.because.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal, "until" if isinstance(refusal, EndsBeforeItBegan) else "since")
        else:
            flash(request, gettext("This is put right. What was known before can still be seen."))
            return redirect(request, "schools:learner", id=line.learner_id)
    return await _correction_page(request, form)


async def _correction_page(request: Request, form: TieCorrectionForm) -> Response:
    _here, line, held = await _tie(request, ended=True)
    name = (await names_of_members([held.guardian_id], clock.today()))[held.guardian_id][0]
    return page(request, "schools/withdraw_tie.html", form=form, line=line, tie=held, name=name)


async def household(request: Request) -> Response:
    """A guardian's learners on a day; at a school, only where one of them is its own."""
    here = await cluster_here(request)
    language = language_of(request)
    times = await two_times(request, here.trust)
    guardian = await Member.one(here.trust, id=request.path_params["id"])
    kin = await kin_of(
        here.trust, language, times.on, guardians=[guardian.id], known_at=times.known_at
    )
    shown = [one for one in kin if here.shows(one.part_id)]
    # Somebody of whom this school never had a learner is nobody here, on any day.
    if not shown and not (times.is_past and await has_household(here, guardian.id)):
        raise NotHere
    names = await names_of_members([guardian.id], times.on, times.known_at)
    return page(
        request,
        "schools/household.html",
        scope=here,
        times=times,
        id=guardian.id,
        kin=shown,
        name=names.get(guardian.id, ("",))[0],
        number=guardian.number,
        relations=RELATIONS,
    )


async def has_household(here: Here, guardian: int) -> bool:
    """Whether the page of today would be there."""
    today = clock.today()
    kin = await kin_of(here.trust, "en", today, guardians=[guardian])
    return any(here.shows(one.part_id) for one in kin)


async def _tie(request: Request, *, ended: bool = False) -> tuple[Here, LearnerLine, Guardianship]:
    here, line = await line_here(request)
    number = request.path_params["tie"]
    for held in await standing_ties(here.trust, line.learner_id):
        if held.id == number and (ended or held.until is None):
            return here, line, held
    raise NotHere

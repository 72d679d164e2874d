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
from coopcouncil.schools.forms import EndForm, GuardianForm, WithdrawalForm
from coopcouncil.schools.labels import RELATIONS
from coopcouncil.schools.models import Guardianship, LearnerLine, Relation
from coopcouncil.schools.reads import kin_of, names_of_members
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
    """Ask why the tie was never so."""
    return await _withdrawal_page(request, WithdrawalForm())


async def withdraw_tie(request: Request) -> Response:
    """A tie that was noted by mistake."""
    here, line, held = await _tie(request)
    form = await form_of(request, WithdrawalForm)
    if form.validate():
        await acts.withdraw_tie(here.trust, held, form.because.data, request.state.person)
        flash(request, gettext("This is put right. What was known before can still be seen."))
        return redirect(request, "schools:learner", id=line.learner_id)
    return await _withdrawal_page(request, form)


async def _withdrawal_page(request: Request, form: WithdrawalForm) -> Response:
    _here, line, held = await _tie(request)
    return page(request, "schools/withdraw_tie.html", form=form, line=line, tie=held)


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


async def _tie(request: Request) -> tuple[Here, LearnerLine, Guardianship]:
    here, line = await line_here(request)
    held = await Guardianship.one(
        here.trust,
        id=request.path_params["tie"],
        learner_id=line.learner_id,
        until=None,
        withdrawn_at=None,
    )
    return here, line, held

"""A council's courses: services on their way out, and new co-operatives that it helps."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.mutuals import actions
from coopcouncil.mutuals.forms import CourseForm, DueForm, EndForm, StageForm
from coopcouncil.mutuals.labels import ENTERED, STANDINGS
from coopcouncil.mutuals.models import Course, CourseStage
from coopcouncil.mutuals.reads import StageNow, stages_of, stages_of_all
from coopcouncil.mutuals.rules.courses import SETTLED
from coopcouncil.mutuals.stages import KINDS
from coopcouncil.organisations.models import LegalForm, Listing, Organisation


@dataclass(frozen=True)
class CourseNow:
    """A course as it stands."""

    course: Course
    stages: list[StageNow]

    @property
    def next(self) -> StageNow | None:
        """The first stage that is not settled."""
        return next((stage for stage in self.stages if stage.standing not in SETTLED), None)

    @property
    def settled(self) -> int:
        """How many stages are passed or not needed."""
        return sum(stage.standing in SETTLED for stage in self.stages)

    @property
    def late(self) -> int:
        """How many stages are past their day."""
        return sum(stage.is_late for stage in self.stages)


async def courses(request: Request) -> Response:
    """Those under way, then those that ended."""
    council = _council(request)
    found = await Course.within(council).order_by("-begun_on", "-id").select_related("became")
    stages = await stages_of_all(found)
    told = [CourseNow(each, stages[each.id]) for each in found]
    return page(
        request,
        "mutuals/courses.html",
        under_way=[each for each in told if each.course.ended_on is None],
        ended=[each for each in told if each.course.ended_on is not None],
        kinds=KINDS,
        standings=STANDINGS,
    )


async def new_course(request: Request) -> Response:
    """The form of another."""
    _council(request)
    form = CourseForm(data={"begun_on": clock.today()})
    return page(request, "mutuals/new_course.html", form=form)


async def begin_course(request: Request) -> Response:
    """Begin it, with the stages of its kind."""
    council = _council(request)
    form = await form_of(request, CourseForm)
    if form.validate():
        try:
            made = await actions.begin_course(
                council,
                form.kind.data,
                form.title.data,
                form.title_cy.data or "",
                form.contact.data or "",
                form.begun_on.data,
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "begun_on")
        else:
            return redirect(request, "mutuals:course", id=made.id)
    return page(request, "mutuals/new_course.html", form=form)


async def course(request: Request) -> Response:
    """One course, stage by stage."""
    found = await _course(request)
    stages = await stages_of(found)
    return page(
        request,
        "mutuals/course.html",
        course=found,
        kind=KINDS[found.kind],
        stages=stages,
        settled=sum(stage.standing in SETTLED for stage in stages),
        standings=STANDINGS,
    )


async def stage(request: Request) -> Response:
    """What was entered of a stage, and the form for more."""
    row, now = await _stage(request)
    form = StageForm(data={"on": clock.today()})
    return await _stage_page(request, row, now, form, DueForm(data={"due_on": row.due_on}))


async def enter_stage(request: Request) -> Response:
    """Enter what was decided."""
    row, now = await _stage(request)
    form = await form_of(request, StageForm)
    if form.validate():
        try:
            await actions.enter(row, form.decision(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("It is entered."))
            return redirect(request, "mutuals:course", id=row.course_id)
    return await _stage_page(request, row, now, form, DueForm(data={"due_on": row.due_on}))


async def set_stage_due(request: Request) -> Response:
    """Say by when it is due."""
    row, now = await _stage(request)
    form = await form_of(request, DueForm)
    if form.validate():
        await actions.set_due(row, form.due_on.data, request.state.person)
        flash(request, gettext("The day is saved."))
        return redirect(request, "mutuals:course", id=row.course_id)
    return await _stage_page(request, row, now, StageForm(data={"on": clock.today()}), form)


async def ending_course(request: Request) -> Response:
    """How it ended."""
    found = await _course(request)
    form = EndForm(data={"ended_on": clock.today()})
    form.offer(await _listed(request))
    return page(request, "mutuals/course_end.html", form=form, course=found)


async def end_course(request: Request) -> Response:
    """End it."""
    found = await _course(request)
    form = await form_of(request, EndForm)
    form.offer(await _listed(request))
    if form.validate():
        became = await Organisation.get_or_none(id=form.became.data) if form.became.data else None
        try:
            await actions.end_course(
                found, became, form.ended_on.data, form.why.data or "", request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "mutuals:course", id=found.id)
    return page(request, "mutuals/course_end.html", form=form, course=found)


def _council(request: Request) -> Organisation:
    org: Organisation = request.state.org
    if org.legal_form is not LegalForm.COUNCIL:
        raise NotHere
    return org


async def _course(request: Request) -> Course:
    found = await Course.one(_council(request), id=request.path_params["id"])
    await found.fetch_related("became", "begun_by")
    return found


async def _stage(request: Request) -> tuple[CourseStage, StageNow]:
    found = await _course(request)
    row = await CourseStage.one(
        request.state.org, course_id=found.id, id=request.path_params["stage"]
    )
    row.course = found
    now = next(each for each in await stages_of(found) if each.id == row.id)
    return row, now


async def _stage_page(
    request: Request, row: CourseStage, now: StageNow, form: StageForm, due: DueForm
) -> Response:
    return page(
        request,
        "mutuals/stage.html",
        course=row.course,
        stage=now,
        form=form,
        due=due,
        standings=STANDINGS,
        entered=ENTERED,
    )


async def _listed(request: Request) -> list[tuple[int, str]]:
    language = language_of(request)
    found = await Listing.within(request.state.org).select_related("listed")
    return sorted(
        ((each.listed_id, each.listed.called(language)) for each in found), key=lambda pair: pair[1]
    )

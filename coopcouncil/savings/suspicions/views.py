"""Telling, for who works at the desk; reading, for the nominated officer alone."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.forms import (
    Form,
    InputRequired,
    Length,
    Optional,
    RadioField,
    StringField,
    TextAreaField,
    form_of,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.savings.kinds import Step
from coopcouncil.savings.labels import STEPS
from coopcouncil.savings.suspicions.actions import add_step
from coopcouncil.savings.suspicions.actions import tell as tell_officer
from coopcouncil.savings.suspicions.models import Suspicion, SuspicionStep


class TellForm(Form):
    """What somebody saw."""

    about = StringField(
        lazy("Who or what is it about?"),
        [InputRequired(), Length(max=300)],
        description=lazy("A name, a member number, an account: whatever you know."),
    )
    told = TextAreaField(lazy("What did you see?"), [InputRequired(), Length(max=10_000)])


class StepForm(Form):
    """What the nominated officer decided."""

    step: Any = RadioField(
        lazy("What was decided?"),
        choices=[(key.value, text) for key, text in STEPS.items() if key is not Step.TOLD],
        validators=[InputRequired()],
        default=Step.NOTED.value,
    )
    reference = StringField(lazy("Reference"), [Optional(), Length(max=100)])
    why = TextAreaField(lazy("Why?"), [InputRequired(), Length(max=10_000)])


async def tell(request: Request) -> Response:
    """The form; what was told before is not shown."""
    return page(request, "savings/tell.html", form=TellForm())


async def record_told(request: Request) -> Response:
    """It goes to the nominated officer, and nowhere else."""
    form = await form_of(request, TellForm)
    if form.validate():
        await tell_officer(request.state.org, form.about.data, form.told.data, request.state.person)
        flash(request, gettext("The nominated officer has it. Speak of it with nobody else."))
        return redirect(request, "savings:tell")
    return page(request, "savings/tell.html", form=form)


async def suspicions(request: Request) -> Response:
    """Everything that was told, the latest first."""
    found = Suspicion.within(request.state.org).select_related("recorded_by").order_by("-id")
    return page(request, "savings/suspicions.html", rows=await found.limit(500))


async def suspicion(request: Request) -> Response:
    """One of them, with what was done."""
    return await _show(request, StepForm())


async def record_step(request: Request) -> Response:
    """What was decided."""
    found, form = await _found(request), await form_of(request, StepForm)
    if form.validate():
        await add_step(
            request.state.org,
            found,
            Step(form.step.data),
            form.reference.data or "",
            form.why.data,
            request.state.person,
        )
        return redirect(request, "savings:suspicion", id=found.id)
    return await _show(request, form)


async def _found(request: Request) -> Suspicion:
    found = await Suspicion.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("recorded_by")
    return found


async def _show(request: Request, form: StepForm) -> Response:
    found = await _found(request)
    steps = SuspicionStep.within(request.state.org).filter(suspicion_id=found.id)
    return page(
        request,
        "savings/suspicion.html",
        suspicion=found,
        steps=await steps.select_related("recorded_by").order_by("id"),
        names=STEPS,
        form=form,
    )

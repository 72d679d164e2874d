"""A council's own measures: adding, changing, retiring."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.measures.actions import add_measure, change_measure
from coopcouncil.procurement.measures.actions import retire_measure as retire
from coopcouncil.procurement.measures.forms import ChangeForm, MeasureForm, RetireForm, filled
from coopcouncil.procurement.measures.models import Measure
from coopcouncil.procurement.measures.reads import measure_of


async def new_measure(request: Request) -> Response:
    """The form of a measure."""
    return _page(request, MeasureForm(), None)


async def record_measure(request: Request) -> Response:
    """Add it."""
    form = await form_of(request, MeasureForm)
    form.offer(request.state.language)
    if form.validate():
        try:
            made = await add_measure(request.state.org, form.draft(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The measure is added. Tenders may choose it from now on."))
            return redirect(request, "procurement:measure", id=made.id)
    return _page(request, form, None)


async def measure_details(request: Request) -> Response:
    """The measure's own answers, to write its next edition."""
    row = await _row(request)
    return _page(request, ChangeForm(data=filled(row)), row)


async def record_edition(request: Request) -> Response:
    """Write the next edition; the one before stays to be read."""
    row = await _row(request)
    form = await form_of(request, ChangeForm)
    form.offer(request.state.language)
    if form.validate():
        try:
            made = await change_measure(
                request.state.org, row, form.draft(), form.because.data, request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(
                request,
                gettext("This is the new edition. Tenders that chose the one before keep it."),
            )
            return redirect(request, "procurement:measure", id=made.id)
    return _page(request, form, row)


async def retirement(request: Request) -> Response:
    """Once more before it is used no longer."""
    return _retirement(request, await _row(request), RetireForm())


async def retire_measure(request: Request) -> Response:
    """Nobody chooses it any more."""
    row = await _row(request)
    form = await form_of(request, RetireForm)
    if form.validate():
        try:
            await retire(request.state.org, row, form.because.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The measure is retired. Tenders that chose it keep it."))
            return redirect(request, "procurement:measure", id=row.id)
    return _retirement(request, row, form)


async def _row(request: Request) -> Measure:
    return await measure_of(request.state.org, request.path_params["id"], staff=True)


def _page(request: Request, form: MeasureForm, row: Measure | None) -> Response:
    form.offer(request.state.language)
    return page(request, "procurement/measures/edit.html", form=form, row=row)


def _retirement(request: Request, row: Measure, form: RetireForm) -> Response:
    return page(
        request,
        "_pages/form.html",
        heading=gettext("Retire {code}").format(code=row.code),
        back=("procurement:measure", {"id": row.id}),
        intro=[
            row.titled(request.state.language),
            gettext("Nobody can choose it any more. Tenders that chose it keep it as it is."),
        ],
        form=form,
        button=gettext("Retire the measure"),
    )

"""Sets that are somebody else's: bringing one in under its licence, and retiring it."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.measures.actions import (
    apply_import,
    begin_import,
    drop_import,
    name_columns,
)
from coopcouncil.procurement.measures.actions import retire_set as retire
from coopcouncil.procurement.measures.forms import ColumnsForm, ImportForm, RetireForm
from coopcouncil.procurement.measures.kinds import ImportState
from coopcouncil.procurement.measures.labels import WHENCE
from coopcouncil.procurement.measures.models import MeasureImport, MeasureSet
from coopcouncil.procurement.measures.reads import brought_sets, found, measures_of_set
from coopcouncil.procurement.measures.rules.listing import read

SHOWN = 50
SAMPLE = 3


async def measure_sets(request: Request) -> Response:
    """The sets that were brought in, and lists on their way."""
    org = request.state.org
    waiting = MeasureImport.within(org).filter(state=ImportState.UPLOADED)
    return page(
        request,
        "procurement/measures/sets.html",
        sets=await brought_sets(org),
        waiting=await waiting.order_by("-id"),
    )


async def measure_set(request: Request) -> Response:
    """One set with its licence and its measures."""
    one = await MeasureSet.one(request.state.org, id=request.path_params["id"])
    rows = await measures_of_set(request.state.org, one)
    return page(
        request,
        "procurement/measures/set.html",
        one=one,
        found=[found(row) for row in rows],
        whence=WHENCE,
    )


async def set_retirement(request: Request) -> Response:
    """Once more before a set is used no longer."""
    one = await MeasureSet.one(request.state.org, id=request.path_params["id"])
    return _retirement(request, one, RetireForm())


async def retire_set(request: Request) -> Response:
    """Nobody chooses from it any more."""
    one = await MeasureSet.one(request.state.org, id=request.path_params["id"])
    form = await form_of(request, RetireForm)
    if form.validate():
        try:
            await retire(request.state.org, one, form.because.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The set is retired. Tenders that chose from it keep theirs."))
            return redirect(request, "procurement:measure_set", id=one.id)
    return _retirement(request, one, form)


async def new_import(request: Request) -> Response:
    """The form of a set and its licence."""
    return page(request, "procurement/measures/new_import.html", form=ImportForm())


async def upload_measures(request: Request) -> Response:
    """Take the list in to look at; nothing of it is in use yet."""
    form = await form_of(request, ImportForm)
    sent = (await request.form()).get("file")
    if form.validate():
        if not isinstance(sent, UploadFile) or not sent.filename:
            form.wrong(gettext("Choose the file of measures."), "file")
        else:
            try:
                made = await begin_import(
                    request.state.org,
                    form.source(),
                    sent.filename,
                    await sent.read(),
                    request.state.person,
                )
            except Refused as refusal:
                form.refuse(refusal, "file")
            else:
                return redirect(request, "procurement:measure_import", id=made.id)
    return page(request, "procurement/measures/new_import.html", form=form)


async def measure_import(request: Request) -> Response:
    """The list as it would be brought in."""
    one = await _import(request)
    form = ColumnsForm(data={"columns": one.columns})
    return _preview(request, one, form, None)


async def name_measure_columns(request: Request) -> Response:
    """Keep what the columns hold, and show the list anew."""
    one = await _import(request)
    form = await form_of(request, ColumnsForm)
    if one.rows:
        await name_columns(request.state.org, one, form.chosen(len(one.rows[0])))
    return redirect(request, "procurement:measure_import", id=one.id)


async def apply_measure_import(request: Request) -> Response:
    """Bring the set in, whole."""
    one = await _import(request)
    try:
        made = await apply_import(request.state.org, one, request.state.person)
    except Refused as refusal:
        form = ColumnsForm(data={"columns": one.columns})
        form.refuse(refusal)
        return _preview(request, one, form, refusal)
    flash(request, gettext("The set is brought in. Tenders may choose from it from now on."))
    return redirect(request, "procurement:measure_set", id=made.id)


async def drop_measure_import(request: Request) -> Response:
    """Forget the list."""
    await drop_import(request.state.org, await _import(request))
    flash(request, gettext("The list is dropped, and nothing of it is kept."))
    return redirect(request, "procurement:measure_sets")


async def _import(request: Request) -> MeasureImport:
    return await MeasureImport.one(request.state.org, id=request.path_params["id"])


def _preview(
    request: Request, one: MeasureImport, form: ColumnsForm, refusal: Refused | None
) -> Response:
    rows = one.rows
    said, trouble = None, refusal
    if rows:
        form.offer(rows[0])
        try:
            said = read(rows, one.columns)
        except Refused as unread:
            trouble = trouble or unread
    return page(
        request,
        "procurement/measures/import.html",
        one=one,
        form=form,
        sample=rows[1 : SAMPLE + 1],
        said=said,
        shown=said.measures[:SHOWN] if said else (),
        wrong=[each.sentence(gettext) for each in said.wrong[:SHOWN]] if said else [],
        trouble=trouble.sentence(gettext) if trouble else "",
    )


def _retirement(request: Request, one: MeasureSet, form: RetireForm) -> Response:
    return page(
        request,
        "_pages/form.html",
        heading=gettext("Retire a set"),
        back=("procurement:measure_set", {"id": one.id}),
        intro=[
            gettext("{name}, version {version}").format(name=one.name, version=one.version),
            gettext("Nobody can choose from it any more. Tenders that chose from it keep theirs."),
        ],
        form=form,
        button=gettext("Retire the set"),
    )

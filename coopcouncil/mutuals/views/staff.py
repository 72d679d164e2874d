"""Staff: exports from the HR system, and who left the job."""

from datetime import date
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.importing.cells import Trouble
from coopcouncil.members.labels import FACTS, names_of, words_for
from coopcouncil.members.reads import members_by_constituency
from coopcouncil.members.two_times import two_times
from coopcouncil.mutuals.forms import ApplyForm, ExportColumnsForm, ExportForm, UndoForm
from coopcouncil.mutuals.hr import exports, undoing
from coopcouncil.mutuals.hr.differences import KINDS, looks_partial
from coopcouncil.mutuals.hr.people import Flaw, RowTrouble, sentence
from coopcouncil.mutuals.models import Employment, ExportState, HrExport, HrLine
from coopcouncil.mutuals.staff import former_employees, staff_constituency, staff_then
from coopcouncil.organisations.models import rulebook_on

ROWS = 50
WORKING = (ExportState.READING, ExportState.APPLYING)


async def staff(request: Request) -> Response:
    """Who left the job, the exports so far, and the form for another; of another day, who was."""
    times = await two_times(request)
    if not times.is_past:
        return await _staff_page(request, ExportForm())
    org = request.state.org
    return page(
        request,
        "mutuals/staff_then.html",
        times=times,
        constituency=await staff_constituency(org),
        then=await staff_then(org, times.on, times.known_at),
    )


async def upload_export(request: Request) -> Response:
    """Take a file in and go on to its columns."""
    form = await form_of(request, ExportForm)
    sent = (await request.form()).get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        form.wrong(gettext("Choose the file of employees."), "file")
        return await _staff_page(request, form)
    try:
        export = await exports.begin(
            request.state.org, sent.filename, await sent.read(), request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal, "file")
        return await _staff_page(request, form)
    return redirect(request, "mutuals:export", id=export.id)


async def export(request: Request) -> Response:
    """Where an export stands: its columns, its progress, its preview, or what became of it."""
    found = await _export(request)
    if found.state in WORKING:
        return page(request, "mutuals/export_progress.html", block="progress", export=found)
    if request.headers.get("hx-target") == "progress-of-export":
        return redirect(request, "mutuals:export", id=found.id)
    if found.state is ExportState.UPLOADED:
        return await _columns_page(request, found, _columns_form(found))
    if found.state is ExportState.PREVIEWED:
        return await _preview_page(request, found, ApplyForm())
    return page(request, "mutuals/export_done.html", export=found, kinds=KINDS)


async def export_columns(request: Request) -> Response:
    """The columns once more."""
    found = await _export(request)
    if found.state not in (ExportState.UPLOADED, ExportState.PREVIEWED):
        return redirect(request, "mutuals:export", id=found.id)
    return await _columns_page(request, found, _columns_form(found))


async def name_export_columns(request: Request) -> Response:
    """Keep what the columns are; the preview is made."""
    found = await _export(request)
    form = await form_of(request, ExportColumnsForm)
    form.offer(found.headings)
    if form.validate():
        try:
            await exports.name_columns(
                request.state.org,
                found,
                form.chosen(len(found.headings)),
                form.as_of.data,
                form.is_complete.data == "yes",
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "mutuals:export", id=found.id)
    return await _columns_page(request, found, form)


async def apply_export(request: Request) -> Response:
    """Have the export written into jobs and register."""
    found = await _export(request)
    form = await form_of(request, ApplyForm)
    if await _is_doubtful(request, found) and not form.sure.data:
        form.wrong(gettext("Tick this if it is so; otherwise go back to the columns."), "sure")
        return await _preview_page(request, found, form)
    await exports.apply(request.state.org, found, request.state.person)
    return redirect(request, "mutuals:export", id=found.id)


async def drop_export(request: Request) -> Response:
    """Forget the export."""
    await exports.drop(request.state.org, await _export(request))
    flash(request, gettext("The export is dropped. Nothing of it is in the register."))
    return redirect(request, "mutuals:staff")


async def undoing_export(request: Request) -> Response:
    """What undoing would take back, once more before it is done."""
    found = await _export(request)
    return page(request, "mutuals/export_undo.html", export=found, form=UndoForm())


async def undo_export(request: Request) -> Response:
    """Take the whole export back."""
    found = await _export(request)
    form = await form_of(request, UndoForm)
    if form.validate():
        try:
            await undoing.undo(request.state.org, found, form.reason.data, by=request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The export is undone: register and jobs are as before."))
            return redirect(request, "mutuals:export", id=found.id)
    return page(request, "mutuals/export_undo.html", export=found, form=form)


async def _export(request: Request) -> HrExport:
    return await HrExport.one(request.state.org, id=request.path_params["id"])


async def _staff_page(request: Request, form: ExportForm) -> Response:
    org, today = request.state.org, clock.today()
    constituency = await staff_constituency(org)
    found = await HrExport.within(org).exclude(state=ExportState.DROPPED).order_by("-id").limit(50)
    return page(
        request,
        "mutuals/staff.html",
        times=await two_times(request),
        form=form,
        constituency=constituency,
        members=(await members_by_constituency(org)).get(constituency.id, 0),
        employed=await Employment.within(org).filter(ended_on=None).count(),
        former=await former_employees(org),
        today=today,
        rules=(await rulebook_on(org, today)).rules,
        exports=found,
    )


async def _columns_page(request: Request, found: HrExport, form: ExportColumnsForm) -> Response:
    return page(request, "mutuals/export_columns.html", export=found, form=form)


async def _preview_page(request: Request, found: HrExport, form: ApplyForm) -> Response:
    org = request.state.org
    show = request.query_params.get("show", "wrong" if found.counts.get("wrong") else "all")
    show = show if show in KINDS else "all"
    lines = HrLine.within(org).filter(export_id=found.id)
    every = sum(found.counts.get(kind, 0) for kind in KINDS)
    count = every if show == "all" else found.counts.get(show, 0)
    if show != "all":
        lines = lines.filter(kind=show)
    last = max(1, -(-count // ROWS))
    asked = request.query_params.get("page", "1")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 9
    current = min(max(int(asked), 1), last) if is_number else 1
    names = await names_of(org)
    shown = []
    for line in await lines.order_by("place").offset((current - 1) * ROWS).limit(ROWS):
        told: dict[str, Any] = line.shown
        shown.append(
            {
                **told,
                "kind": line.kind,
                "ends_on": _day(told["ends_on"]),
                "grace_ends": _day(told["grace_ends"]),
                "sentences": [
                    sentence(Flaw(_trouble(code), text), gettext) for code, text in told["flaws"]
                ],
                "changes": [
                    (
                        str(FACTS[name]),
                        words_for(name, value, names),
                        words_for(name, told["was"].get(name), names)
                        if name in told["was"]
                        else "",
                    )
                    for name in FACTS  # In the register's order: the table has lost its own.
                    if name in told["facts"]
                    for value in [told["facts"][name]]
                    if value not in (None, "") or told["was"].get(name)
                ],
            }
        )
    return page(
        request,
        "mutuals/export_preview.html",
        export=found,
        form=form,
        lines=shown,
        show=show,
        kinds=KINDS,
        every=every,
        current=current,
        last=last,
        doubtful=await _is_doubtful(request, found),
        rules=(await rulebook_on(org, clock.today())).rules,
    )


async def _is_doubtful(request: Request, found: HrExport) -> bool:
    employed = await Employment.within(request.state.org).filter(ended_on=None).count()
    return looks_partial(found.counts, employed)


def _columns_form(found: HrExport) -> ExportColumnsForm:
    form = ExportColumnsForm(
        data={
            "targets": found.targets,
            "as_of": found.as_of or clock.today(),
            "is_complete": "yes" if found.is_complete else "no",
        }
    )
    form.offer(found.headings)
    return form


def _trouble(code: str) -> Trouble | RowTrouble:
    return RowTrouble(code) if code in set(RowTrouble) else Trouble(code)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

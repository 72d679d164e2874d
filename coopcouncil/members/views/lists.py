"""A list of members from a spreadsheet: upload, name its columns, look, apply."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from tortoise.transactions import in_transaction

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.duplicates.models import Decision, RowLikeness
from coopcouncil.members.duplicates.words import how_sure, told
from coopcouncil.members.importing import batches, sources
from coopcouncil.members.importing import undoing as undoing_lists
from coopcouncil.members.importing.cells import Trouble, sentence
from coopcouncil.members.importing.forms import ColumnsForm, UndoForm, UploadForm, WritingForm
from coopcouncil.members.importing.headings import CALLED
from coopcouncil.members.labels import KINDS as KINDS_OF
from coopcouncil.members.models import BatchState, Constituency, ImportBatch, ImportRow, ListSource
from coopcouncil.organisations.models import Organisation

ROWS = 50
SHOWN = 200
KINDS = ("all", "new", "changed", "wrong")
WORKING = (BatchState.READING, BatchState.APPLYING)
_DECISIONS = frozenset(decision.value for decision in Decision)
_SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t"}


async def lists(request: Request) -> Response:
    """The lists that came so far, and the form for another."""
    return await _lists_page(request, UploadForm())


async def upload(request: Request) -> Response:
    """Take a file in and go on to its columns."""
    form = await form_of(request, UploadForm)
    sent = (await request.form()).get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        form.wrong(gettext("Choose the file of members."), "file")
        return await _lists_page(request, form)
    try:
        batch = await batches.begin(
            request.state.org, sent.filename, await sent.read(), request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal, "file")
        return await _lists_page(request, form)
    return redirect(request, "members:list_of_members", id=batch.id)


async def list_of_members(request: Request) -> Response:
    """Where the list stands: its columns, its progress, its preview or what became of it."""
    batch = await _batch(request)
    if batch.state in WORKING:
        return page(request, "members/list_progress.html", block="progress", batch=batch)
    if request.headers.get("hx-request") == "true" and "page" not in request.query_params:
        return redirect(request, "members:list_of_members", id=batch.id)
    if batch.state == BatchState.UPLOADED:
        return await _columns_page(
            request, batch, await _columns_form(request.state.org, batch), _writing_form(batch)
        )
    if batch.state == BatchState.PREVIEWED:
        return await _preview_page(request, batch)
    return page(request, "members/list_done.html", batch=batch)


async def columns(request: Request) -> Response:
    """The columns once more, for a list that was previewed."""
    batch = await _batch(request)
    if batch.state not in (BatchState.UPLOADED, BatchState.PREVIEWED):
        return redirect(request, "members:list_of_members", id=batch.id)
    return await _columns_page(
        request, batch, await _columns_form(request.state.org, batch), _writing_form(batch)
    )


async def name_columns(request: Request) -> Response:
    """Keep what the columns are; the preview is made."""
    batch = await _batch(request)
    form = await form_of(request, ColumnsForm)
    form.offer(batch.headings)
    if form.validate():
        try:
            await batches.name_columns(
                batch,
                form.chosen(len(batch.headings)),
                form.blanks.data == "clear",
                form.holds_from.data,
                source=form.source.data or "",
                by=request.state.person,
            )
        except batches.ColumnTwice as refusal:
            form.refuse(batches.ColumnTwice(str(CALLED[refusal.name])))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "members:list_of_members", id=batch.id)
    return await _columns_page(request, batch, form, _writing_form(batch))


async def forget_source(request: Request) -> Response:
    """Forget what the columns of lists from there are."""
    source = await ListSource.one(request.state.org, id=request.path_params["id"])
    async with in_transaction():
        await sources.forget(source, request.state.person)
    flash(request, gettext("Forgotten. The columns of such a list are guessed again."))
    return redirect(request, "members:lists")


async def rewrite(request: Request) -> Response:
    """Read the file in another encoding, or parted by another sign."""
    batch = await _batch(request)
    form = await form_of(request, WritingForm)
    if form.validate() and batch.state in (BatchState.UPLOADED, BatchState.PREVIEWED):
        try:
            await batches.rewritten(batch, form.encoding.data, _SIGNS[form.delimiter.data])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "members:columns", id=batch.id)
    return await _columns_page(request, batch, await _columns_form(request.state.org, batch), form)


async def alike(request: Request) -> Response:
    """Rows that look like somebody in the register, or in an earlier row."""
    batch = await _batch(request)
    if batch.state != BatchState.PREVIEWED:
        return redirect(request, "members:list_of_members", id=batch.id)
    rows = RowLikeness.within(request.state.org).filter(batch_id=batch.id)
    count = await rows.count()
    current, last = _place_in(request, count)
    found = await rows.order_by("-confidence", "id").offset((current - 1) * ROWS).limit(ROWS)
    return page(
        request,
        "members/list_alike.html",
        batch=batch,
        rows=[(row, how_sure(row.confidence), *told(row.reasons)) for row in found],
        current=current,
        last=last,
    )


async def decide(request: Request) -> Response:
    """Keep what was decided of those rows; the preview is made again with it."""
    batch = await _batch(request)
    said = {
        int(name.removeprefix("row-")): Decision(value)
        for name, value in (await request.form()).multi_items()
        if name.removeprefix("row-").isdecimal() and len(name) < 22 and value in _DECISIONS
    }
    await batches.decide_rows(batch, said)
    return redirect(request, "members:list_of_members", id=batch.id)


async def apply(request: Request) -> Response:
    """Have the list written into the register."""
    batch = await _batch(request)
    await batches.apply(batch)
    return redirect(request, "members:list_of_members", id=batch.id)


async def drop(request: Request) -> Response:
    """Forget the list."""
    await batches.drop(await _batch(request))
    flash(request, gettext("The list is dropped. Nothing of it is in the register."))
    return redirect(request, "members:lists")


async def undoing(request: Request) -> Response:
    """What undoing would take out, once more before it is done."""
    batch = await _batch(request)
    return await _undo_page(request, batch, UndoForm())


async def undo(request: Request) -> Response:
    """Take the whole list out of the register again."""
    batch = await _batch(request)
    form = await form_of(request, UndoForm)
    if form.validate():
        try:
            await undoing_lists.undo(
                request.state.org, batch, reason=form.reason.data, by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The list is undone. What it wrote can still be seen as known."))
            return redirect(request, "members:list_of_members", id=batch.id)
    return await _undo_page(request, batch, form)


async def _batch(request: Request) -> ImportBatch:
    return await ImportBatch.one(request.state.org, id=request.path_params["id"])


async def _undo_page(request: Request, batch: ImportBatch, form: UndoForm) -> Response:
    since = await undoing_lists.changed_since(request.state.org, batch)
    return page(
        request,
        "members/list_undo.html",
        form=form,
        batch=batch,
        since=[(each, KINDS_OF[each.kind]) for each in since[:SHOWN]],
        more=max(0, len(since) - SHOWN),
    )


async def _lists_page(request: Request, form: UploadForm) -> Response:
    found = await ImportBatch.within(request.state.org).order_by("-id").limit(50)
    kept = [batch for batch in found if batch.state != BatchState.DROPPED]
    return page(
        request,
        "members/lists.html",
        form=form,
        batches=kept,
        sources=await ListSource.within(request.state.org).order_by("name"),
    )


async def _columns_page(
    request: Request, batch: ImportBatch, form: ColumnsForm, writing: WritingForm
) -> Response:
    source = ListSource.within(request.state.org).filter(id=batch.source_id)
    return page(
        request,
        "members/list_columns.html",
        source=await source.first() if batch.source_id else None,
        batch=batch,
        form=form,
        writing=writing,
        has_constituencies=await Constituency.within(request.state.org).exists(),
    )


async def _preview_page(request: Request, batch: ImportBatch) -> Response:
    show = request.query_params.get("show", "wrong" if batch.wrong else "all")
    show = show if show in KINDS else "all"
    rows = ImportRow.within(request.state.org).filter(batch_id=batch.id)
    count = batch.new + batch.changed + batch.wrong
    if show != "all":
        rows, count = rows.filter(kind=show), getattr(batch, show)
    current, last = _place_in(request, count)
    found = await rows.order_by("row").offset((current - 1) * ROWS).limit(ROWS)
    headings = [
        batch.headings[place] or str(CALLED[target])
        for place, target in enumerate(batch.targets)
        if target
    ]
    shown = []
    for row in found:
        cells = [_cell(*cell) for cell in row.cells]
        shown.append(
            {
                "row": row.row,
                "kind": row.kind,
                "cells": [{**c, "heading": h} for c, h in zip(cells, headings, strict=False)],
                "sentences": [cell["note"] for cell in cells[len(headings) :]],
            }
        )
    return page(
        request,
        "members/list_preview.html",
        batch=batch,
        rows=shown,
        show=show,
        current=current,
        last=last,
        kinds=KINDS,
        counts={"all": batch.new + batch.changed + batch.wrong, **_counts(batch)},
        alike=await RowLikeness.within(request.state.org).filter(batch_id=batch.id).count(),
        undecided=await RowLikeness.within(request.state.org)
        .filter(batch_id=batch.id, decision=Decision.WAITING)
        .count(),
    )


def _place_in(request: Request, count: int) -> tuple[int, int]:
    """The page that is asked for, and the last one."""
    last = max(1, -(-count // ROWS))
    asked = request.query_params.get("page", "1")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 9
    return (min(max(int(asked), 1), last) if is_number else 1), last


def _counts(batch: ImportBatch) -> dict[str, int]:
    return {"new": batch.new, "changed": batch.changed, "wrong": batch.wrong}


def _cell(text: str, mark: str, note: str) -> dict[str, str]:
    if mark == "wrong":
        note = sentence(Trouble(note), text, gettext)
    return {"text": text, "mark": mark, "note": note}


async def _columns_form(org: Organisation, batch: ImportBatch) -> ColumnsForm:
    source = await ListSource.within(org).get_or_none(id=batch.source_id)
    form = ColumnsForm(
        data={
            "targets": batch.targets,
            "blanks": "clear" if batch.blanks_clear else "keep",
            "holds_from": batch.holds_from,
            "source": source.name if source else "",
        }
    )
    form.offer(batch.headings)
    return form


def _writing_form(batch: ImportBatch) -> WritingForm:
    sign = next(name for name, sign in _SIGNS.items() if sign == batch.delimiter)
    return WritingForm(data={"encoding": batch.encoding, "delimiter": sign})

"""The list of members, and taking it out."""

from collections.abc import AsyncIterator
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from tortoise.transactions import in_transaction

from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.pages import page
from coopcouncil.members.access import Register, register_here
from coopcouncil.members.exporting import csv_of, texts_of
from coopcouncil.members.forms import ExportForm, SearchForm
from coopcouncil.members.importing.headings import CALLED
from coopcouncil.members.labels import names_of
from coopcouncil.members.listing import Wanted, classes_of, export_query, listed
from coopcouncil.members.models import Member
from coopcouncil.members.ods import spreadsheet
from coopcouncil.members.written import EXPORTED, MORE_EXPORTED
from coopcouncil.organisations.models import Organisation

_COLUMNS = (*EXPORTED, *MORE_EXPORTED)


async def register(request: Request) -> Response:
    """The register, a page at a time."""
    here = await register_here(request)
    org = here.org
    names = await names_of(org)
    form = await form_of(request, SearchForm)
    form.offer(names, await classes_of(org))
    form.validate()
    wanted = _wanted(request, form, here)
    found = await listed(org, wanted)
    return page(
        request,
        "members/register.html",
        block="found",
        search=form,
        wanted=wanted,
        found=found,
        names=names,
        is_past=wanted.on != clock.today() or wanted.known_at is not None,
        keeps=here.part is None,
        is_new=here.part is None and not found.entries and not await Member.within(org).exists(),
        is_filtered=_filters(form) > 0,
        filters=_filters(form),
    )


async def export(request: Request) -> Response:
    """What will be taken out, and the question what for."""
    return await _export_page(request, ExportForm())


async def export_file(request: Request) -> Response:
    """The list as a file; that it was taken, and what for, is recorded."""
    here = await register_here(request)
    org = here.org
    form = await form_of(request, ExportForm)
    if not form.validate():
        return await _export_page(request, form)
    wanted = _wanted(request, await _search(request, org), here)
    query, values = export_query(org, wanted)
    async with in_transaction():
        await audit.record(
            org.id,
            request.state.person.id,
            "exported members",
            f"organisation:{request.state.org.id}",
            purpose=form.purpose.data,
            filters=sorted(name for name in request.query_params if request.query_params[name]),
        )
    times = wanted.on.isoformat()
    if wanted.known_at is not None:
        times += f"-as-known-{wanted.known_at.astimezone(clock.LONDON).date().isoformat()}"
    name = f"{request.state.org.slug}-{times}.{form.form.data}"
    content: AsyncIterator[str | bytes]
    if form.form.data == "csv":
        content, kind = csv_of(org, _COLUMNS, query, values), "text/csv; charset=utf-8"
    else:
        headings = [str(CALLED[column]) for column in _COLUMNS]
        content = spreadsheet(headings, texts_of(org, _COLUMNS, query, values))
        kind = "application/vnd.oasis.opendocument.spreadsheet"
    return StreamingResponse(
        content,
        media_type=kind,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )


async def _export_page(request: Request, form: ExportForm) -> Response:
    here = await register_here(request)
    wanted = _wanted(request, await _search(request, here.org), here)
    found = await listed(here.org, wanted)
    return page(
        request,
        "members/export.html",
        form=form,
        found=found,
        wanted=wanted,
        is_past=wanted.on != clock.today() or wanted.known_at is not None,
        query=request.url.query,
    )


async def _search(request: Request, org: Organisation) -> SearchForm:
    form = SearchForm(request.query_params)
    form.offer(await names_of(org), await classes_of(org))
    form.validate()
    return form


def _wanted(request: Request, form: SearchForm, here: Register) -> Wanted:
    known = form.known.data
    asked = request.query_params
    return Wanted(
        on=form.on.data or clock.today(),
        known_at=clock.end_of(known) - timedelta(microseconds=1) if known else None,
        text=form.q.data or "",
        status=form.status.data or "members",
        constituency=form.constituency.data or "",
        part=str(here.part.id) if here.part else form.part.data or "",
        member_class=form.member_class.data or "",
        language=form.language.data or "",
        format=form.format.data or "",
        email=form.email.data or "",
        sort=asked.get("sort", "name"),
        after=_whole(asked.get("after")),
        before=_whole(asked.get("before")),
    )


def _filters(form: SearchForm) -> int:
    """How many filters are set, beside the search and the usual status."""
    plain = (form.constituency, form.part, form.member_class, form.language, form.format)
    chosen = [*plain, form.email, form.on, form.known]
    return sum(bool(f.data) for f in chosen) + (form.status.data not in ("members", None, ""))


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None

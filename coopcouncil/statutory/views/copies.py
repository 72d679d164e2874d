"""The register in one click: as PDF or as lists, of any day, as known on any day."""

from collections.abc import AsyncIterator
from datetime import date

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from coopcouncil.kernel import clock
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import language_of
from coopcouncil.kernel.pages import page
from coopcouncil.organisations.kinds import COMPANIES
from coopcouncil.organisations.models import Organisation
from coopcouncil.statutory import printing
from coopcouncil.statutory.actions import log_copy
from coopcouncil.statutory.contents import Wanted, how_many
from coopcouncil.statutory.forms import CopyForm
from coopcouncil.statutory.models import Inspection
from coopcouncil.statutory.reads import copies_of, inspections_of, known_by
from coopcouncil.statutory.rules.inspection import extent_for


async def registers(request: Request) -> Response:
    """What the law asks of this organisation's registers, and the form of a copy."""
    form = CopyForm(data={"form": "pdf", "extent": "duplicate"})
    form.offer(request.state.org.legal_form)
    return await _page(request, form)


async def copy_register(request: Request) -> Response:
    """The copy: recorded, then sent as it is made."""
    org = request.state.org
    form = await form_of(request, CopyForm)
    form.offer(org.legal_form)
    sent = await request.form()
    if not form.validate() or "again" in sent:
        return await _page(request, form)
    wanted = Wanted(
        form.on.data or clock.today(),
        await known_by(org, form.known.data),
        redacted=bool(form.extent) and form.extent.data == "duplicate",
        with_former=form.with_former.data,
    )
    count = await _count(org, wanted)
    if form.form.data == "pdf" and count > printing.VOLUME and "confirmed" not in sent:
        return page(
            request,
            "statutory/large_copy.html",
            count=count,
            volumes=-(-count // printing.VOLUME),
            minutes=printing.minutes_for(count),
            each=printing.VOLUME,
            sent=[
                (name, value)
                for name, value in sent.multi_items()
                if isinstance(value, str) and name not in ("csrf", "confirmed", "again")
            ],
        )
    await log_copy(org, wanted, form.form.data, form.purpose.data, count, by=request.state.person)
    return await _sent(request, wanted, form.form.data, count)


async def copy_for_inspection(request: Request) -> Response:
    """The copy that somebody who asked may be shown, no more; recorded with their request."""
    org = request.state.org
    asked = await Inspection.one(org, id=request.path_params["id"])
    extent = extent_for(org.legal_form, asked.capacity)
    kind = "csv" if (await request.form()).get("form") == "csv" else "pdf"
    wanted = Wanted(
        clock.today(),
        await known_by(org, None),
        redacted=extent.redacted,
        with_former=org.legal_form in COMPANIES,
        for_public=True,
    )
    count = await _count(org, wanted)
    await log_copy(
        org, wanted, kind, asked.purpose[:200], count, by=request.state.person, inspection=asked
    )
    own = asked.member_id if extent.own_account else None
    return await _sent(request, wanted, kind, count, own)


async def _sent(
    request: Request, wanted: Wanted, kind: str, count: int, member: int | None = None
) -> Response:
    org = request.state.org
    name = f"{org.slug}-register-{wanted.on.isoformat()}"
    if kind == "csv":
        return _zip(f"{name}.zip", printing.zip_of_lists(printing.lists(org, wanted)))
    files = printing.volumes(org, wanted, language_of(request), clock.now(), member)
    if count > printing.VOLUME:
        return _zip(f"{name}.zip", printing.zip_of_volumes(files))
    made = [file async for file in files]
    if len(made) > 1:  # Those who have left are a volume of their own.
        return _zip(f"{name}.zip", printing.zip_of_volumes(_each(made)))
    return Response(made[0][1], media_type="application/pdf", headers=_headers(f"{name}.pdf"))


async def _each(files: list[tuple[str, bytes]]) -> AsyncIterator[tuple[str, bytes]]:
    for file in files:
        yield file


def _zip(name: str, content: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(
        content,
        media_type="application/zip",
        headers=_headers(name),
    )


def _headers(name: str) -> dict[str, str]:
    return {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
    }


async def _count(org: Organisation, wanted: Wanted) -> int:
    count = await how_many(org, wanted)
    return count + (await how_many(org, wanted, former=True) if wanted.with_former else 0)


async def _page(request: Request, form: CopyForm) -> Response:
    org = request.state.org
    today = clock.today()
    asked = await inspections_of(org)
    return page(
        request,
        "statutory/registers.html",
        form=form,
        is_company=org.legal_form in COMPANIES,
        copies=await copies_of(org),
        open_requests=[each for each in asked if not each.is_settled],
        late=any(each.is_late(today) for each in asked),
        count=await how_many(org, Wanted(_day(form, today), await known_by(org, None))),
    )


def _day(form: CopyForm, today: date) -> date:
    return form.on.data or today

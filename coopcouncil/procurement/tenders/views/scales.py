"""Scales, and the wording of each band."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.actions.scales import (
    add_scale,
    change_scale,
    remove_scale,
    shown_scale,
)
from coopcouncil.procurement.tenders.forms.method import ScaleForm
from coopcouncil.procurement.tenders.models import Scale, Tender
from coopcouncil.procurement.tenders.reads import is_bilingual, scales_of
from coopcouncil.procurement.tenders.rules.refusals import ChangedMeanwhile, may_prepare
from coopcouncil.procurement.tenders.rules.seen import seen
from coopcouncil.procurement.tenders.rules.starting import STARTING

EMPTY_BANDS = 2


async def scales(request: Request) -> Response:
    """All of them, with their bands."""
    found = await taking_part(request)
    return page(
        request,
        "procurement/tenders/scales.html",
        tender=found,
        scales=await scales_of(found),
        starting=list(STARTING),
        can_change=found.stage is Stage.PREPARING,
    )


async def new_scale(request: Request) -> Response:
    """The form of a new one, from one of ours where `start` names it."""
    found = await taking_part(request)
    name = request.query_params.get("start", "")
    bands: list[dict[str, Any]] = [
        {
            "points": band.points,
            "title": band.title,
            "title_cy": band.title_cy,
            "wording": band.wording,
            "wording_cy": band.wording_cy,
        }
        for band in STARTING.get(name, ())
    ]
    empty: list[dict[str, Any]] = [{} for _ in range(EMPTY_BANDS if bands else 5)]
    form = ScaleForm(data={"name": name if bands else "", "bands": bands + empty})
    return await _page(request, found, form)


async def record_scale(request: Request) -> Response:
    """Add it."""
    found = await taking_part(request)
    form = await form_of(request, ScaleForm)
    if not form.validate():
        return await _page(request, found, form)
    try:
        await add_scale(request.state.org, found, form.draft(), request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _page(request, found, form, status=refusal.status)
    flash(request, gettext("The scale is saved."))
    return redirect(request, "procurement:scales", id=found.id)


async def scale(request: Request) -> Response:
    """One of them."""
    found = await taking_part(request)
    row = await _scale(request, found)
    return await _page(request, found, await _filled(found, row), row)


async def record_scale_change(request: Request) -> Response:
    """Its name and its bands otherwise."""
    found = await taking_part(request)
    row = await _scale(request, found)
    form = await form_of(request, ScaleForm)
    if not form.validate():
        return await _page(request, found, form, row)
    try:
        await change_scale(
            request.state.org, row, form.draft(), request.state.person, form.seen.data
        )
    except Refused as refusal:
        form.refuse(refusal)
        now = None
        if isinstance(refusal, ChangedMeanwhile):
            now = await _filled(found, await _scale(request, found))
            form.seen.data = now.seen.data
        return await _page(request, found, form, row, now, refusal.status)
    flash(request, gettext("The scale is saved."))
    return redirect(request, "procurement:scales", id=found.id)


async def record_scale_removal(request: Request) -> Response:
    """Take it out."""
    found = await taking_part(request)
    await remove_scale(request.state.org, await _scale(request, found), request.state.person)
    flash(request, gettext("The scale is removed."))
    return redirect(request, "procurement:scales", id=found.id)


async def _scale(request: Request, tender: Tender) -> Scale:
    return await Scale.one(request.state.org, id=request.path_params["scale"], tender_id=tender.id)


async def _filled(tender: Tender, row: Scale) -> ScaleForm:
    graded = next(one for one in await scales_of(tender) if one.scale.id == row.id)
    names = ("points", "title", "title_cy", "wording", "wording_cy")
    bands = [{name: getattr(band, name) for name in names} for band in graded.bands]
    return ScaleForm(
        data={
            "name": graded.scale.name,
            "bands": bands + [{} for _ in range(EMPTY_BANDS)],
            "seen": seen(shown_scale(graded.scale, graded.bands)),
        }
    )


async def _page(
    request: Request,
    tender: Tender,
    form: ScaleForm,
    row: Scale | None = None,
    now: ScaleForm | None = None,
    status: int | None = None,
) -> Response:
    may_prepare(tender.stage)
    return page(
        request,
        "procurement/tenders/scale.html",
        status=status,
        tender=tender,
        form=form,
        scale=row,
        stands=[band.form for band in now.bands if not band.form.is_empty] if now else (),
        bilingual=await is_bilingual(request.state.org),
    )

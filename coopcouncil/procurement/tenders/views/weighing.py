"""All the weights at once, and a method that is copied whole."""

from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.tenders.actions.copying import copy_from
from coopcouncil.procurement.tenders.actions.criteria import shown_weights, weigh
from coopcouncil.procurement.tenders.forms.method import CopyForm, weights_form
from coopcouncil.procurement.tenders.models import Criterion, Tender
from coopcouncil.procurement.tenders.reads import criteria_of, lots_of, rows_of
from coopcouncil.procurement.tenders.rules.refusals import ChangedMeanwhile, may_prepare
from coopcouncil.procurement.tenders.rules.seen import seen
from coopcouncil.procurement.tenders.rules.weights import Weighed, sums
from coopcouncil.procurement.tenders.tree import walked
from coopcouncil.procurement.tenders.views.shared import form_page


async def weights(request: Request) -> Response:
    """All the weights in one form."""
    found = await taking_part(request)
    rows = await rows_of(found)
    form = weights_form(rows)(data={"seen": seen(shown_weights(rows))})
    return await _weights(request, found, form, rows)


async def record_weights(request: Request) -> Response:
    """Save them, or add them up alone."""
    found = await taking_part(request)
    rows = await rows_of(found)
    form = await form_of(request, weights_form(rows))
    only_sums = (await request.form()).get("only") == "sums"
    if not form.validate() or only_sums:
        return await _weights(request, found, form, rows)
    given = {row.id: form[name].data for row in rows if (name := f"w{row.id}") in form}
    try:
        await weigh(request.state.org, found, given, request.state.person, form["seen"].data)
    except Refused as refusal:
        form.refuse(refusal)
        stands = []
        if isinstance(refusal, ChangedMeanwhile):
            rows = await rows_of(found)
            form["seen"].data = seen(shown_weights(rows))
            stands = [row for row in rows if given.get(row.id) != row.weight]
        return await _weights(request, found, form, rows, stands, refusal.status)
    flash(request, gettext("The weights are saved."))
    return redirect(request, "procurement:criteria", id=found.id)


async def copy_method(request: Request) -> Response:
    """From which earlier tender?"""
    found = await taking_part(request)
    return await _copy(request, found, CopyForm())


async def record_copy(request: Request) -> Response:
    """Take its scales and criteria over."""
    found = await taking_part(request)
    form = await form_of(request, CopyForm)
    form.of.choices = await _earlier(request, found)
    if not form.validate():
        return await _copy(request, found, form)
    earlier = await Tender.one(request.state.org, id=form.of.data)
    try:
        await copy_from(request.state.org, found, earlier, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _copy(request, found, form, refusal.status)
    flash(request, gettext("The method is copied. Look through it before you publish."))
    return redirect(request, "procurement:criteria", id=found.id)


def sums_shown(
    rows: list[Criterion], weights: dict[int, Decimal], lots: list[int]
) -> list[dict[str, Any]]:
    """What the weights make, as the pages say it."""
    found = sums(
        [
            Weighed(row.id, row.parent_id, row.lot_id, row.kind, weights.get(row.id, Decimal()))
            for row in rows
        ],
        lots,
    )
    return [
        {"parent": s.parent, "lot": s.lot, "total": s.total, "whole": s.is_whole, "left": s.missing}
        for s in found
    ]


async def _weights(
    request: Request,
    tender: Tender,
    form: Form,
    rows: list[Criterion],
    stands: list[Criterion] | None = None,
    status: int | None = None,
) -> Response:
    may_prepare(tender.stage)
    lots = await lots_of(tender)
    typed = {row.id: form[name].data or Decimal() for row in rows if (name := f"w{row.id}") in form}
    return page(
        request,
        "procurement/tenders/weights.html",
        status=status,
        block="sums",
        tender=tender,
        form=form,
        nodes=[n for n in walked(await criteria_of(tender)) if f"w{n.criterion.id}" in form],
        sums=sums_shown(rows, typed, [lot.id for lot in lots]),
        codes={row.id: f"{row.code} {row.titled(language_of(request))}" for row in rows},
        lots={lot.id: lot.number for lot in lots},
        stands=stands or (),
    )


async def _earlier(request: Request, tender: Tender) -> list[tuple[int, str]]:
    rows = (
        await Tender.within(request.state.org)
        .filter(revises_id=None)
        .exclude(id=tender.id)
        .order_by("-created_at")
        .limit(200)
    )
    language = language_of(request)
    return [(row.id, f"{row.reference}: {row.titled(language)}") for row in rows]


async def _copy(
    request: Request, tender: Tender, form: CopyForm, status: int | None = None
) -> Response:
    may_prepare(tender.stage)
    form.of.choices = await _earlier(request, tender)
    return form_page(
        request,
        tender,
        form,
        gettext("Copy the method of another tender"),
        gettext("Copy it"),
        ("procurement:criteria", {"id": tender.id}),
        gettext("Criteria and weights"),
        intro=(
            gettext(
                "Its scales, criteria and weights are copied. What you change here changes "
                "nothing there."
            ),
        ),
        status=status,
    )

"""Criteria: the tree, one of them, and all the weights at once."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import address, flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.kinds import CriterionKind, Stage
from coopcouncil.procurement.labels import FORMULAS, KINDS, TIES
from coopcouncil.procurement.tenders.actions.criteria import (
    add_criterion,
    change_criterion,
    move_criterion,
    remove_criterion,
    shown_criterion,
)
from coopcouncil.procurement.tenders.forms.method import CriterionForm
from coopcouncil.procurement.tenders.models import Criterion, Tender
from coopcouncil.procurement.tenders.reads import (
    criteria_of,
    lots_of,
    measures_of,
    rows_of,
    scales_of,
)
from coopcouncil.procurement.tenders.rules.refusals import may_prepare
from coopcouncil.procurement.tenders.rules.seen import seen
from coopcouncil.procurement.tenders.tree import walked
from coopcouncil.procurement.tenders.views.shared import form_page, refused
from coopcouncil.procurement.tenders.views.weighing import sums_shown


async def criteria(request: Request) -> Response:
    """The tree, with each weight and its share of the whole."""
    found = await taking_part(request)
    rows = await rows_of(found)
    lots = await lots_of(found)
    return page(
        request,
        "procurement/tenders/criteria.html",
        tender=found,
        nodes=walked(await criteria_of(found)),
        sums=sums_shown(rows, {row.id: row.weight for row in rows}, [lot.id for lot in lots]),
        codes={row.id: f"{row.code} {row.titled(language_of(request))}" for row in rows},
        lots={lot.id: lot.number for lot in lots},
        language=language_of(request),
        kinds=KINDS,
        formulas=FORMULAS,
        tie=TIES[found.tie],
        can_change=found.stage is Stage.PREPARING,
        has_scale=bool(await scales_of(found)),
    )


async def new_criterion(request: Request) -> Response:
    """The form of a new one, under the group that the address names."""
    found = await taking_part(request)
    under = request.query_params.get("under", "")
    parent = int(under) if under.isascii() and under.isdigit() and len(under) < 19 else None
    form = CriterionForm(data={"parent": parent, "kind": CriterionKind.SCALE.value})
    return await _page(request, found, form)


async def record_criterion(request: Request) -> Response:
    """Add it."""
    found = await taking_part(request)
    form = await form_of(request, CriterionForm)
    await _offer(found, form)
    if not form.validate():
        return await _page(request, found, form)
    try:
        await add_criterion(request.state.org, found, form.draft(), request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _page(request, found, form, status=refusal.status)
    flash(request, gettext("The criterion is saved."))
    return redirect(request, "procurement:criteria", id=found.id)


async def criterion(request: Request) -> Response:
    """One of them."""
    found = await taking_part(request)
    row = await _criterion(request, found)
    return await _page(request, found, _filled(row), row)


async def record_criterion_change(request: Request) -> Response:
    """Say it otherwise."""
    found = await taking_part(request)
    row = await _criterion(request, found)
    form = await form_of(request, CriterionForm)
    await _offer(found, form)
    if not form.validate():
        return await _page(request, found, form, row)
    org = request.state.org
    try:
        await change_criterion(org, row, form.draft(), request.state.person, form.seen.data)
    except Refused as refusal:

        async def stands() -> tuple[str, Form]:
            now = _filled(await Criterion.one(org, id=row.id))
            await _offer(found, now)
            return str(now.seen.data), now

        said = await refused(form, refusal, stands)
        return await _page(request, found, form, row, said, refusal.status)
    flash(request, gettext("The criterion is saved."))
    return redirect(request, "procurement:criteria", id=found.id)


async def record_criterion_removal(request: Request) -> Response:
    """Take it out."""
    found = await taking_part(request)
    row = await _criterion(request, found)
    await remove_criterion(request.state.org, row, request.state.person)
    flash(request, gettext("The criterion is removed."))
    return redirect(request, "procurement:criteria", id=found.id)


async def record_criterion_up(request: Request) -> Response:
    """One place up."""
    return await _moved(request, up=True)


async def record_criterion_down(request: Request) -> Response:
    """One place down."""
    return await _moved(request, up=False)


async def _moved(request: Request, up: bool) -> Response:
    found = await taking_part(request)
    row = await _criterion(request, found)
    await move_criterion(request.state.org, row, up, request.state.person)
    return redirect(request, "procurement:criteria", id=found.id)


async def _criterion(request: Request, tender: Tender) -> Criterion:
    return await Criterion.one(
        request.state.org, id=request.path_params["criterion"], tender_id=tender.id
    )


def _filled(row: Criterion) -> CriterionForm:
    names = (
        "code title title_cy weight is_social question question_cy target threshold words_limit "
        "files_allowed"
    ).split()
    said: dict[str, Any] = {name: getattr(row, name) for name in names}
    return CriterionForm(
        data=said
        | {
            "kind": row.kind.value,
            "parent": row.parent_id,
            "lot": row.lot_id,
            "scale": row.scale_id,
            "measure": row.measure_id,
            "formula": row.formula.value if row.formula else "",
            "seen": seen(shown_criterion(row)),
        }
    )


async def _offer(tender: Tender, form: CriterionForm) -> None:
    rows = await rows_of(tender)
    groups = [row for row in rows if row.kind is CriterionKind.GROUP]
    form.offer(
        [(row.id, f"{row.code} {row.title}") for row in groups],
        [(lot.id, f"{lot.number} {lot.title}") for lot in await lots_of(tender)],
        [(one.scale.id, one.scale.name) for one in await scales_of(tender)],
        [(one.id, f"{one.code} {one.title}") for one in await measures_of(tender)],
    )


async def _page(
    request: Request,
    tender: Tender,
    form: CriterionForm,
    row: Criterion | None = None,
    stands: list[tuple[str, str]] | None = None,
    status: int | None = None,
) -> Response:
    may_prepare(tender.stage)
    if form.parent.choices is None:
        await _offer(tender, form)
    removal, heading = "", gettext("Add a criterion")
    if row is not None:
        route = "procurement:record_criterion_removal"
        removal = address(request, route, id=tender.id, criterion=row.id)
        heading = gettext("Criterion {code}").format(code=row.code)
    return form_page(
        request,
        tender,
        form,
        heading,
        gettext("Save the criterion"),
        ("procurement:criteria", {"id": tender.id}),
        gettext("Criteria and weights"),
        stands=stands or (),
        removal=removal,
        removal_text=gettext("Remove this criterion"),
        status=status,
    )

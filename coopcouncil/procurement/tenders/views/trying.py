"""What if: invented bids, and how the weights bite."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import MOST_FIELDS, Form, HiddenField, Length, StringField, form_of
from coopcouncil.kernel.forms import Optional as MayBeEmpty
from coopcouncil.kernel.i18n import gettext, language_of, lazy
from coopcouncil.kernel.pages import address as address_of
from coopcouncil.kernel.pages import flash, page, redirect, redirect_to
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.drawings import side_by_side, swinging
from coopcouncil.procurement.tenders.actions.scenarios import keep_scenario, remove_scenario
from coopcouncil.procurement.tenders.models import Lot, Scenario, Tender
from coopcouncil.procurement.tenders.reads import lots_of
from coopcouncil.procurement.tenders.rules.document import method_of_document
from coopcouncil.procurement.tenders.trying import (
    Invented,
    Tried,
    kept,
    keys,
    of_kept,
    tried,
    typed,
)
from coopcouncil.procurement.tenders.writing import document_of
from coopcouncil.scoring import Kind, Method, bites


class KeepForm(Form):
    """The name under which the bids are kept, where they are."""

    name = StringField(lazy("Keep these under a name"), [MayBeEmpty(), Length(max=100)])
    lot = HiddenField()


async def what_if(request: Request) -> Response:
    """Six rows of boxes, or those of a scenario."""
    found = await taking_part(request)
    lot = await _lot(request, found, request.query_params.get("lot", ""))
    method, titles = await _method(request, found, lot)
    wanted = request.query_params.get("scenario", "")
    bids: Sequence[Invented] = ()
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        row = await Scenario.one(
            request.state.org, id=int(wanted), tender_id=found.id, lot_id=lot.id
        )
        bids = of_kept(row.bids)
    return await _page(request, found, lot, method, titles, bids, KeepForm())


async def record_what_if(request: Request) -> Response:
    """Add them up; keep them too, where a name was given."""
    found = await taking_part(request)
    form = await form_of(request, KeepForm)
    values = await request.form(max_fields=MOST_FIELDS)
    lot = await _lot(request, found, str(values.get("lot") or ""))
    method, titles = await _method(request, found, lot)
    bids = typed({name: v for name, v in values.items() if isinstance(v, str)}, method)
    if not form.validate():
        return await _page(request, found, lot, method, titles, bids, form)
    if form.name.data and bids:
        try:
            row = await keep_scenario(
                request.state.org, found, lot, form.name.data, kept(bids), request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
            return await _page(request, found, lot, method, titles, bids, form, refusal.status)
        flash(request, gettext("The scenario is kept."))
        at = address_of(request, "procurement:what_if", id=found.id)
        return redirect_to(request, f"{at}?lot={lot.number}&scenario={row.id}")
    return await _page(request, found, lot, method, titles, bids, form)


async def record_scenario_removal(request: Request) -> Response:
    """Forget one."""
    found = await taking_part(request)
    row = await Scenario.one(
        request.state.org, id=request.path_params["scenario"], tender_id=found.id
    )
    await remove_scenario(request.state.org, row, request.state.person)
    flash(request, gettext("The scenario is removed."))
    return redirect(request, "procurement:what_if", id=found.id)


async def _lot(request: Request, tender: Tender, text: str) -> Lot:
    lots = await lots_of(tender)
    if not text:
        return lots[0]
    for lot in lots:
        if str(lot.number) == text:
            return lot
    raise NotHere


async def _method(request: Request, tender: Tender, lot: Lot) -> tuple[Method, dict[str, str]]:
    document = await document_of(request.state.org, tender)
    language = language_of(request)
    titles = {
        row["code"]: row["title"].get(language) or row["title"]["en"]
        for row in document["criteria"]
    }
    return method_of_document(document, lot.number), titles


async def _page(
    request: Request,
    tender: Tender,
    lot: Lot,
    method: Method,
    titles: dict[str, str],
    bids: Sequence[Invented],
    form: KeepForm,
    status: int | None = None,
) -> Response:
    outcome = tried(method, bids) if bids else Tried(None, frozenset())
    given = {bid.key: bid for bid in bids}
    names = {
        key: (given[key].name if key in given else "") or gettext("Bid {letter}").format(letter=key)
        for key in keys()
    }
    drawn: dict[str, Any] = {"sides": None, "swings": ()}
    if outcome.run is not None:
        drawn = {
            "sides": side_by_side(outcome.run, names, titles),
            "swings": swinging(outcome.run, names, titles),
        }
    if status is None and (outcome.unreadable or outcome.faulty):
        status = 422
    return page(
        request,
        "procurement/tenders/what_if.html",
        status=status,
        tender=tender,
        called=tender.titled(language_of(request)),
        lot=lot,
        lots=await lots_of(tender),
        leaves=[one for one in method.leaves() if one.kind is not Kind.CONDITION],
        titles=titles,
        keys=keys(),
        names=names,
        given=given,
        unreadable=outcome.unreadable,
        faulty=outcome.faulty,
        run=outcome.run,
        bites={one.code: one for one in bites(method)},
        form=form,
        scenarios=await Scenario.within(request.state.org)
        .filter(tender_id=tender.id, lot_id=lot.id)
        .order_by("name"),
        **drawn,
    )

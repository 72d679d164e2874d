"""A bidder's own: bids, the organisations acted for, and how to begin."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.bids.actions import add_supplier, begin_bid
from coopcouncil.procurement.bids.actions.shared import may_bid
from coopcouncil.procurement.bids.actions.suppliers import (
    add_colleague,
    change_supplier,
    end_acting,
)
from coopcouncil.procurement.bids.forms import ChoiceForm, ColleagueForm, SupplierForm
from coopcouncil.procurement.bids.labels import STATES
from coopcouncil.procurement.bids.models import Bid, Supplier
from coopcouncil.procurement.bids.reads import bidder_of, people_of_supplier
from coopcouncil.procurement.bids.rules.deadline import BidsAreClosed
from coopcouncil.procurement.bids.views.shared import own_supplier, time_left
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.models import Tender


async def mine(request: Request) -> Response:
    """The reader's bids with their deadlines, and the organisations acted for."""
    org = request.state.org
    suppliers = await bidder_of(request.state.person, org)
    bids = (
        await Bid.within(org)
        .filter(supplier_id__in=[one.id for one in suppliers])
        .select_related("tender", "supplier")
        .order_by("-tender__closes_at", "id")
    )
    return page(
        request,
        "procurement/bids/mine.html",
        suppliers=suppliers,
        rows=[(bid, time_left(bid.tender)) for bid in bids],
        states=STATES,
    )


async def begin(request: Request) -> Response:
    """Press "Bid" on a tender: for which organisation?"""
    tender = await _tender(request)
    suppliers = await bidder_of(request.state.person, request.state.org)
    if not suppliers:
        return _new(request, tender, SupplierForm())
    form = ChoiceForm()
    form.offer(suppliers)
    return _choice(request, tender, form)


async def record_begin(request: Request) -> Response:
    """Begin the bid of the organisation that was chosen, or name a new one."""
    tender = await _tender(request)
    suppliers = await bidder_of(request.state.person, request.state.org)
    form = await form_of(request, ChoiceForm)
    form.offer(suppliers)
    if not form.validate():
        return _choice(request, tender, form)
    if form.supplier.data == "new":
        return redirect(request, "procurement:new_supplier", reference=tender.reference)
    chosen = next(one for one in suppliers if str(one.id) == form.supplier.data)
    return await _begun(request, tender, chosen)


async def new_supplier(request: Request) -> Response:
    """Name an organisation that is new here."""
    return _new(request, await _tender(request), SupplierForm())


async def record_supplier(request: Request) -> Response:
    """It is named; its bid begins."""
    tender = await _tender(request)
    form = await form_of(request, SupplierForm)
    if form.validate():
        person = request.state.person
        try:
            made = await add_supplier(request.state.org, form.draft(), person, person)
        except Refused as refusal:
            form.refuse(refusal, at="number")
        else:
            return await _begun(request, tender, made)
    return _new(request, tender, form)


async def supplier(request: Request) -> Response:
    """An organisation that the reader acts for: what it says of itself, and who acts for it."""
    return await _supplier(request, await own_supplier(request), ColleagueForm())


async def change(request: Request) -> Response:
    """The form of what it says of itself."""
    found = await own_supplier(request)
    return _change(request, found, SupplierForm.of(found))


async def record_change(request: Request) -> Response:
    """It says so now."""
    found = await own_supplier(request)
    form = await form_of(request, SupplierForm)
    if form.validate():
        try:
            await change_supplier(request.state.org, found, form.draft(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal, at="number")
        else:
            flash(request, gettext("What you changed is saved."))
            return redirect(request, "procurement:supplier", id=found.id)
    return _change(request, found, form)


async def record_colleague(request: Request) -> Response:
    """Somebody else acts for it too."""
    found = await own_supplier(request)
    form = await form_of(request, ColleagueForm)
    if form.validate():
        try:
            await add_colleague(request.state.org, found, form.email.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal, at="email")
        else:
            flash(request, gettext("Your colleague can act now. A message tells them."))
            return redirect(request, "procurement:supplier", id=found.id)
    return await _supplier(request, found, form)


async def record_end_acting(request: Request) -> Response:
    """Somebody no longer acts for it."""
    found = await own_supplier(request)
    person_id = request.path_params["person"]
    await end_acting(request.state.org, found, person_id, request.state.person)
    if person_id == request.state.person.id:
        return redirect(request, "procurement:my_bids")
    return redirect(request, "procurement:supplier", id=found.id)


async def _tender(request: Request) -> Tender:
    """A published tender; what is only being prepared is not here, and who judges bids not."""
    found = await Tender.one(request.state.org, reference=request.path_params["reference"])
    if found.stage in (Stage.PREPARING, Stage.ENDED) or found.revises_id is not None:
        raise NotHere
    if found.stage is not Stage.PUBLISHED:
        raise BidsAreClosed
    await may_bid(request.state.org, found, request.state.person)
    return found


async def _begun(request: Request, tender: Tender, chosen: Supplier) -> Response:
    bid = await begin_bid(request.state.org, tender, chosen, request.state.person)
    return redirect(request, "procurement:bid", id=bid.id)


def _choice(request: Request, tender: Tender, form: ChoiceForm) -> Response:
    return page(
        request, "procurement/bids/begin.html", tender=tender, form=form, left=time_left(tender)
    )


def _new(request: Request, tender: Tender, form: SupplierForm) -> Response:
    return page(
        request,
        "procurement/bids/new_supplier.html",
        tender=tender,
        form=form,
        left=time_left(tender),
    )


def _change(request: Request, found: Supplier, form: SupplierForm) -> Response:
    return page(
        request,
        "_pages/form.html",
        heading=gettext("Change what your organisation says of itself"),
        back=("procurement:supplier", {"id": found.id}),
        intro=(),
        form=form,
        button=gettext("Save"),
    )


async def _supplier(request: Request, found: Supplier, form: ColleagueForm) -> Response:
    return page(
        request,
        "procurement/bids/supplier.html",
        supplier=found,
        said=SupplierForm.of(found),
        people=await people_of_supplier(request.state.org, found),
        form=form,
    )

"""Lots, and for whom each is."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import address, flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.labels import RESERVATIONS
from coopcouncil.procurement.tenders.actions.lots import add_lot, change_lot, remove_lot, shown_lot
from coopcouncil.procurement.tenders.forms.method import LotForm
from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.procurement.tenders.reads import lots_of
from coopcouncil.procurement.tenders.rules.refusals import may_prepare
from coopcouncil.procurement.tenders.rules.seen import seen
from coopcouncil.procurement.tenders.views.shared import form_page, refused


async def lots(request: Request) -> Response:
    """All of them."""
    found = await taking_part(request)
    return page(
        request,
        "procurement/tenders/lots.html",
        tender=found,
        lots=[(lot, lot.titled(language_of(request))) for lot in await lots_of(found)],
        reservations=RESERVATIONS,
        can_change=found.stage is Stage.PREPARING,
    )


async def new_lot(request: Request) -> Response:
    """The form of one more."""
    return _page(request, await taking_part(request), LotForm())


async def record_lot(request: Request) -> Response:
    """Add it."""
    found = await taking_part(request)
    form = await form_of(request, LotForm)
    if not form.validate():
        return _page(request, found, form)
    await add_lot(request.state.org, found, form.draft(), request.state.person)
    return redirect(request, "procurement:lots", id=found.id)


async def lot(request: Request) -> Response:
    """One of them."""
    found = await taking_part(request)
    row = await _lot(request, found)
    return _page(request, found, _filled(row), row)


async def record_lot_change(request: Request) -> Response:
    """Say it otherwise."""
    found = await taking_part(request)
    row = await _lot(request, found)
    form = await form_of(request, LotForm)
    if not form.validate():
        return _page(request, found, form, row)
    org = request.state.org
    try:
        await change_lot(org, row, form.draft(), request.state.person, form.seen.data)
    except Refused as refusal:

        async def stands() -> tuple[str, LotForm]:
            now = _filled(await Lot.one(org, id=row.id))
            return str(now.seen.data), now

        said = await refused(form, refusal, stands)
        return _page(request, found, form, row, said, refusal.status)
    flash(request, gettext("Saved."))
    return redirect(request, "procurement:lots", id=found.id)


async def record_lot_removal(request: Request) -> Response:
    """Take it out."""
    found = await taking_part(request)
    await remove_lot(request.state.org, await _lot(request, found), request.state.person)
    flash(request, gettext("The lot is removed."))
    return redirect(request, "procurement:lots", id=found.id)


async def _lot(request: Request, tender: Tender) -> Lot:
    return await Lot.one(request.state.org, id=request.path_params["lot"], tender_id=tender.id)


def _filled(lot: Lot) -> LotForm:
    return LotForm(
        data={
            "title": lot.title,
            "title_cy": lot.title_cy,
            "value": Money(lot.value),
            "reservation": lot.reservation.value,
            "reserved_because": lot.reserved_because,
            "seen": seen(shown_lot(lot)),
        }
    )


def _page(
    request: Request,
    tender: Tender,
    form: LotForm,
    row: Lot | None = None,
    stands: list[tuple[str, str]] | None = None,
    status: int | None = None,
) -> Response:
    may_prepare(tender.stage)
    removal = ""
    if row is not None:
        removal = address(request, "procurement:record_lot_removal", id=tender.id, lot=row.id)
    heading = gettext("Lot {number}").format(number=row.number) if row else gettext("Add a lot")
    return form_page(
        request,
        tender,
        form,
        heading,
        gettext("Save the lot"),
        ("procurement:lots", {"id": tender.id}),
        gettext("Lots"),
        stands=stands or (),
        removal=removal,
        removal_text=gettext("Remove this lot"),
        status=status,
    )

"""What the pages of the outcome share."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.forms import Form
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import page
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.bids.reads import emails_of_supplier
from coopcouncil.procurement.bids.telling import address
from coopcouncil.procurement.evaluation.reads import all_lots_agreed
from coopcouncil.procurement.kinds import Part, Stage
from coopcouncil.procurement.labels import FORMULAS
from coopcouncil.procurement.outcome.labels import FAILED
from coopcouncil.procurement.tenders.models import Lot, Tender

AGREED = (Stage.AGREED, Stage.SUMMARISED, Stage.AWARDED, Stage.CONTRACTED)


async def agreed_tender(request: Request) -> Tender:
    """The tender of the address for the lead and its moderators, once every score is agreed: the
    sum shows prices and names."""
    tender = await taking_part(request, Part.MODERATOR)
    if tender.stage not in AGREED and not await all_lots_agreed(tender):
        raise NotHere
    return tender


async def lot_at(request: Request, tender: Tender) -> Lot:
    """The lot of the address, by its number."""
    return await Lot.one(request.state.org, tender_id=tender.id, number=request.path_params["lot"])


async def beside_summary(request: Request, tender: Tender, supplier_id: int) -> dict[str, Any]:
    """What a summary is shown with: to which addresses it goes, and where the whole method is."""
    return {
        "failed": FAILED,
        "formulas": FORMULAS,
        "emails": await emails_of_supplier(request.state.org, supplier_id),
        "method_at": address(request.state.org, f"/tenders/{tender.reference}/method"),
    }


def titled(request: Request, lots: Sequence[Lot], lot: Lot) -> str:
    """The lot's title; nothing where it is the only one."""
    if len(lots) < 2:
        return ""
    text = gettext("Lot {number}: {title}")
    return text.format(number=lot.number, title=lot.titled(language_of(request)))


def names(offers: Sequence[Offer]) -> dict[str, str]:
    """The bidders by the keys of a run, with the letter by which they were judged."""
    text = gettext("{name} (bid {label})")
    return {
        str(one.id): text.format(name=one.bid.supplier.name, label=one.bid.label) for one in offers
    }


def form_page(
    request: Request,
    form: Form,
    heading: str,
    button: str,
    back: tuple[str, Mapping[str, Any]],
    intro: Sequence[str] = (),
    status: int | None = None,
) -> Response:
    """One form, with a way back."""
    return page(
        request,
        "_pages/form.html",
        status=status,
        form=form,
        heading=heading,
        button=button,
        back=back,
        intro=intro,
    )

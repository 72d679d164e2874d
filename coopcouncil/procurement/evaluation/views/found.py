"""What the pages of assessing begin with: the tender, who reads, the lot, the bid."""

from dataclasses import dataclass
from decimal import Decimal

from starlette.requests import Request

from coopcouncil.kernel import i18n
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import gettext
from coopcouncil.procurement.access import leads, taking_part
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.evaluation.reads import Ground, ground_of, reader_in
from coopcouncil.procurement.evaluation.rules.seeing import Reader, sees_names
from coopcouncil.procurement.kinds import CriterionKind, Part
from coopcouncil.procurement.tenders.models import Band, Criterion, Lot, Tender
from coopcouncil.procurement.tenders.reads import lots_of, scales_of


@dataclass(frozen=True)
class Place:
    """A tender, and the reader before it."""

    tender: Tender
    reader: Reader
    lots: tuple[Lot, ...]

    def called(self, offer: Offer) -> str:
        """The bid by its label, or by its bidder where names are not hidden from the reader."""
        if sees_names(self.reader, self.tender.names_hidden):
            return str(offer.bid.supplier.name)
        return gettext("Bid {label}").format(label=offer.bid.label)

    def lot_title(self, lot: Lot) -> str:
        """The lot's title; nothing where it is the only one."""
        if len(self.lots) < 2:
            return ""
        text = gettext("Lot {number}: {title}")
        return text.format(number=lot.number, title=lot.titled(i18n.language.get()))


@dataclass(frozen=True)
class Step:
    """A band as it is chosen."""

    value: str
    points: Decimal
    title: str
    wording: str


async def place_of(request: Request, *parts: Part, lead: bool = True) -> Place:
    """The tender of the address for those with one of the parts, and the lead."""
    tender = await taking_part(request, *parts, lead=lead)
    reader = await reader_in(tender, request.state.person, leads(request))
    return Place(tender, reader, tuple(await lots_of(tender)))


async def ground_at(request: Request, place: Place) -> Ground:
    """The lot of the address, by its number."""
    number = request.path_params["lot"]
    lot = next((one for one in place.lots if one.number == number), None)
    if lot is None:
        raise NotHere
    return await ground_of(place.tender, lot)


async def ground_with(request: Request, place: Place) -> tuple[Ground, Offer, Criterion]:
    """The bid and criterion of the address, and the lot in which they meet."""
    for lot in place.lots:
        ground = await ground_of(place.tender, lot)
        offer = ground.offer(request.path_params["offer"])
        criterion = ground.criterion(request.path_params["criterion"])
        if offer is not None and criterion is not None:
            return ground, offer, criterion
    raise NotHere


def plain(points: Decimal | None) -> str:
    """Points without needless noughts: what a choice sends, and what a table shows.

    >>> plain(Decimal("3.00")), plain(Decimal("2.50")), plain(Decimal("10.00"))
    ('3', '2.5', '10')
    """
    if points is None:
        return ""
    text = format(points, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


async def steps_of(tender: Tender, criterion: Criterion) -> list[Step]:
    """The scale of a criterion with its wordings, best first; of a condition met and not met."""
    if criterion.kind is CriterionKind.CONDITION:
        return [
            Step("1", Decimal(1), gettext("Met"), ""),
            Step("0", Decimal(0), gettext("Not met"), gettext("The bid fails.")),
        ]
    scales = await scales_of(tender)
    bands = next((one.bands for one in scales if one.scale.id == criterion.scale_id), ())
    return [_step(band) for band in reversed(bands)]


def _step(band: Band) -> Step:
    is_welsh = i18n.language.get() == "cy"
    title = (band.title_cy if is_welsh else "") or band.title
    wording = (band.wording_cy if is_welsh else "") or band.wording
    return Step(plain(band.points), band.points, f"{plain(band.points)} – {title}", wording)


def question_of(criterion: Criterion) -> str:
    """What was asked, in the reader's language."""
    is_welsh = i18n.language.get() == "cy"
    return str((criterion.question_cy if is_welsh else "") or criterion.question)

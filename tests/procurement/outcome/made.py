"""A tender that three bidders answered, two evaluators scored and a moderator agreed.

    place = await assessed()
    place.org, place.tender, place.lot, place.lead, place.offers   # offers by label
    place.by_name["Valley Carers Ltd"]

Agreed points of the scales are 4, 3 and 2 in the order in which the bidders came; prices 100,000,
110,000 and 120,000: the first wins, unless a test says otherwise.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Bid
from coopcouncil.procurement.bids.reads import OpenedOffer, offers_of
from coopcouncil.procurement.evaluation.actions.declaring import declare
from coopcouncil.procurement.evaluation.actions.excluding import check
from coopcouncil.procurement.evaluation.actions.moderating import agree_score, lock_lot
from coopcouncil.procurement.evaluation.actions.scoring import finish, save_score
from coopcouncil.procurement.evaluation.kinds import ExclusionStep, Finding
from coopcouncil.procurement.evaluation.reads import bidders_of
from coopcouncil.procurement.kinds import CriterionKind, Part
from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.procurement.tenders.reads import leaves_of, lots_of
from tests.procurement.make import council, lead_of, published, with_part
from tests.procurement.make_bids import opened

REASON = "The bid says plainly who does what, when and with how many people."


@dataclass
class Place:
    """What stands after the scores are agreed."""

    org: Organisation
    lead: Person
    tender: Tender
    lots: list[Lot]
    offers: list[OpenedOffer] = field(default_factory=list)

    @property
    def lot(self) -> Lot:
        return self.lots[0]

    @property
    def by_name(self) -> dict[str, OpenedOffer]:
        return {one.supplier.name: one for one in self.offers}


async def looked(place: Place, step: ExclusionStep) -> None:
    """Exclusion and debarment of every bid, with nothing found."""
    for bid in await Bid.within(place.org).filter(tender_id=place.tender.id, state="opened"):
        await check(
            place.org,
            bid,
            step,
            Finding.NOTHING,
            [],
            clock.now(),
            "",
            place.lead,
            excludes=False,
        )


async def assessed(points: dict[str, int] | None = None, lots: int = 1, **given: object) -> Place:
    """Down to the lock of every lot; `points` by the bidder's name, of every scale."""
    org = await council()
    lead = await lead_of(org)
    tender = await published(org, lead, lots=lots, **given)  # type: ignore[arg-type]
    parts = [await with_part(org, tender, Part.EVALUATOR, f"Evaluator {n}") for n in (1, 2)]
    moderator = await with_part(org, tender, Part.MODERATOR, "Moderator")
    await opened(org, tender)
    tender = await Tender.one(org, id=tender.id)
    place = Place(org, lead, tender, await lots_of(tender))
    for person in (lead, moderator.person, *(one.person for one in parts)):
        for supplier in await bidders_of(tender):
            await declare(org, tender, supplier.id, False, "", person)
    await looked(place, ExclusionStep.BEFORE_ASSESSMENT)
    for lot in place.lots:
        await _score(place, lot, [one.person for one in parts], moderator.person, points or {})
    place.tender = await Tender.one(org, id=tender.id)
    place.offers = await offers_of(org, place.lot)
    return place


async def _score(
    place: Place, lot: Lot, people: list[Person], moderator: Person, points: dict[str, int]
) -> None:
    offers = await offers_of(place.org, lot)
    names = sorted({one.supplier.name for one in offers})
    usual = {"Pennine Care Co-operative": 4, "Valley Carers Ltd": 3, "Homelight Services": 2}
    worth = {name: Decimal(points.get(name, usual.get(name, 3))) for name in names}
    leaves = [one.criterion for one in await leaves_of(place.tender, lot)]
    scales = [one for one in leaves if one.kind is CriterionKind.SCALE]
    for person in people:
        for offer in offers:
            for criterion in scales:
                given = worth[offer.supplier.name]
                await save_score(place.org, offer.offer, criterion, given, REASON, person)
        await finish(place.org, place.tender, lot, person)
    for offer in offers:
        for criterion in leaves:
            if criterion.kind in (CriterionKind.SCALE, CriterionKind.CONDITION):
                given = Decimal(1)
                if criterion.kind is CriterionKind.SCALE:
                    given = worth[offer.supplier.name]
                await agree_score(
                    place.org, offer.offer, criterion, given, REASON, moderator, version=0
                )
    await lock_lot(place.org, place.tender, lot, place.lead)

"""What is asked of assessing: who has declared what, what is scored, what is agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.procurement.access import part_in
from coopcouncil.procurement.bids.models import Bid, Invited, Offer, Supplier
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.evaluation.models import (
    Agreed,
    ExclusionCheck,
    InterestDeclared,
    LotAgreed,
)
from coopcouncil.procurement.evaluation.rules.declaring import Answer, standing_of
from coopcouncil.procurement.evaluation.rules.excluding import Checked, unchecked, what_blocks
from coopcouncil.procurement.evaluation.rules.seeing import (
    Reader,
    Standing,
    bidders_are_shown,
    may_go_in,
)
from coopcouncil.procurement.kinds import BidState, CriterionKind
from coopcouncil.procurement.once import once
from coopcouncil.procurement.tenders.models import Criterion, Lot, Tender
from coopcouncil.procurement.tenders.reads import leaves_of, lots_of, scales_of

__all__ = [
    "Ground",
    "agreed_points",
    "all_agreed",
    "all_lots_agreed",
    "answers_in",
    "bidders_of",
    "bids_in",
    "checks_of",
    "conditions_met",
    "ground_of",
    "is_checked",
    "may_award",
    "plain",
    "reader_in",
    "refuse_kept_out",
    "said_in",
    "standing_in",
]

# In the tender for good: what is late and not let in, withdrawn or a draft is nobody's to judge.
IN = (BidState.SUBMITTED, BidState.OPENED, BidState.EXCLUDED)
MET = (Decimal(0), Decimal(1))
"""The scale of a condition: not met, met."""


@dataclass(frozen=True)
class Ground:
    """What there is to score and agree in one lot."""

    tender: Tender
    lot: Lot
    offers: tuple[Offer, ...]
    """By label, those that were excluded too; each with its bid and supplier."""
    scaled: tuple[Criterion, ...]
    conditions: tuple[Criterion, ...]
    bands: dict[int, tuple[Decimal, ...]]
    """The points of each criterion's scale, by the criterion's id."""

    @property
    def standing(self) -> tuple[Offer, ...]:
        """The offers that are not excluded."""
        return tuple(one for one in self.offers if one.excluded_at is None)

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Each offer that stands with each criterion that wants an agreed score."""
        leaves = (*self.scaled, *self.conditions)
        return tuple((offer.id, leaf.id) for leaf in leaves for offer in self.standing)

    def offer(self, offer_id: int) -> Offer | None:
        """The offer, if it is in this lot."""
        return next((one for one in self.offers if one.id == offer_id), None)

    def criterion(self, criterion_id: int) -> Criterion | None:
        """The criterion, if it is scored or decided on in this lot."""
        leaves = (*self.scaled, *self.conditions)
        return next((one for one in leaves if one.id == criterion_id), None)


@once
async def bidders_of(tender: Tender) -> list[Supplier]:
    """For whom an interest is declared: after the deadline those who bid, before it those who were
    asked to."""
    closed = tender.closes_at is not None and clock.now() > tender.closes_at
    if bidders_are_shown(tender.stage, closed):
        bids = Bid.everywhere().filter(tender_id=tender.id, state__in=IN)
        ids: list[int] = await bids.values_list("supplier_id", flat=True)  # type: ignore[assignment]
    else:
        asked = Invited.everywhere().filter(tender_id=tender.id)
        ids = await asked.values_list("supplier_id", flat=True)  # type: ignore[assignment]
    return await Supplier.everywhere().filter(id__in=ids).order_by("name", "id")


async def answers_in(tender: Tender, person: Person | None = None) -> list[InterestDeclared]:
    """What was declared, the first first; of one person, or of everybody."""
    rows = InterestDeclared.everywhere().filter(tender_id=tender.id)
    if person is not None:
        rows = rows.filter(person_id=person.id)
    return await rows.order_by("id").select_related("supplier", "person", "decided_by")


@once
async def said_in(tender: Tender, person: Person | None = None) -> dict[int, list[Answer]]:
    """What was declared as facts, by whose it is, the first first; of one person, or of all."""
    rows = InterestDeclared.everywhere().filter(tender_id=tender.id).exclude(supplier_id=None)
    if person is not None:
        rows = rows.filter(person_id=person.id)
    found: dict[int, list[Answer]] = {}
    facts = rows.order_by("id").values_list("person_id", "supplier_id", "has_interest", "decision")
    for whose, supplier, has_interest, decision in await facts:
        found.setdefault(int(whose), []).append(Answer(supplier, has_interest, decision))
    return found


async def standing_in(tender: Tender, person: Person) -> Standing:
    """How the person stands to the bidders."""
    suppliers = [one.id for one in await bidders_of(tender)]
    return standing_of(suppliers, (await said_in(tender, person)).get(person.id, []))


def plain(rows: Sequence[InterestDeclared]) -> list[Answer]:
    """Declarations as facts."""
    return [
        Answer(one.supplier_id, one.has_interest, one.decision)
        for one in rows
        if one.supplier_id is not None
    ]


async def refuse_kept_out(tender: Tender, person: Person) -> None:
    """Refuse whoever an interest of their own keeps out of the tender."""
    may_go_in(standing_of((), (await said_in(tender, person)).get(person.id, [])))


async def reader_in(tender: Tender, person: Person, is_lead: bool) -> Reader:
    """The person before a page of the tender."""
    parts = await part_in(tender, person)
    return Reader(parts, is_lead, await standing_in(tender, person))


@once
async def ground_of(tender: Tender, lot: Lot) -> Ground:
    """What there is to score and agree in the lot."""
    leaves = [node.criterion for node in await leaves_of(tender, lot)]
    scales = {
        one.scale.id: tuple(band.points for band in one.bands) for one in await scales_of(tender)
    }
    offers = (
        await Offer.everywhere()
        .filter(lot_id=lot.id)
        .select_related("bid__supplier")
        .order_by("id")
    )
    scaled = tuple(one for one in leaves if one.kind is CriterionKind.SCALE)
    conditions = tuple(one for one in leaves if one.kind is CriterionKind.CONDITION)
    return Ground(
        tender,
        lot,
        tuple(sorted(offers, key=lambda one: (len(one.bid.label), one.bid.label, one.id))),
        scaled,
        conditions,
        {
            **{one.id: scales.get(one.scale_id or 0, ()) for one in scaled},
            **{one.id: MET for one in conditions},
        },
    )


async def bids_in(tender: Tender) -> list[Bid]:
    """The bids that were opened, excluded ones too, by their label."""
    states = (BidState.OPENED, BidState.EXCLUDED)
    bids = Bid.everywhere().filter(tender_id=tender.id, state__in=states)
    found = await bids.select_related("supplier")
    return sorted(found, key=lambda one: (len(one.label), one.label, one.id))


async def checks_of(tender: Tender) -> list[ExclusionCheck]:
    """Every look at exclusion and debarment, the first first."""
    rows = ExclusionCheck.everywhere().filter(bid__tender_id=tender.id)
    return await rows.order_by("id").select_related("checked_by")


async def is_checked(tender: Tender, step: ExclusionStep) -> bool:
    """Whether every bid was looked at in this step."""
    bids = [one.id for one in await bids_in(tender)]
    return not unchecked(bids, await _checked(tender), step)


async def may_award(tender: Tender) -> None:
    """Refuse the award while a bid that stands was not looked at a second time."""
    bids = [one.id for one in await bids_in(tender) if one.state is BidState.OPENED]
    what_blocks(bids, await _checked(tender))


async def _checked(tender: Tender) -> list[Checked]:
    return [Checked(one.bid_id, one.step, one.finding) for one in await checks_of(tender)]


async def all_agreed(tender: Tender, lot: Lot) -> bool:
    """Whether every score of the lot is agreed, and locked by the lead."""
    return await LotAgreed.everywhere().filter(lot_id=lot.id, reopened_at=None).exists()


async def all_lots_agreed(tender: Tender) -> bool:
    """Whether that is so for every lot: only then are prices shown to those who judge."""
    return all([await all_agreed(tender, lot) for lot in await lots_of(tender)])


async def agreed_points(lot: Lot) -> dict[int, dict[str, Decimal]]:
    """The agreed points of each offer, by its id and the criterion's code: scales alone."""
    return {
        offer: {code: points for code, (kind, points) in of.items() if kind is CriterionKind.SCALE}
        for offer, of in (await _agreed(lot)).items()
    }


async def conditions_met(lot: Lot) -> dict[int, dict[str, bool]]:
    """Whether each offer meets each condition, by the offer's id and the criterion's code."""
    return {
        offer: {
            code: points == MET[1]
            for code, (kind, points) in of.items()
            if kind is CriterionKind.CONDITION
        }
        for offer, of in (await _agreed(lot)).items()
    }


async def _agreed(lot: Lot) -> dict[int, dict[str, tuple[CriterionKind, Decimal]]]:
    offers = await Offer.everywhere().filter(lot_id=lot.id).values_list("id", flat=True)
    rows = await Agreed.everywhere().filter(offer__lot_id=lot.id).select_related("criterion")
    found: dict[int, dict[str, tuple[CriterionKind, Decimal]]] = {int(o): {} for o in offers}  # type: ignore[call-overload]
    for one in rows:
        if one.points is not None:
            found[one.offer_id][one.criterion.code] = (one.criterion.kind, one.points)
    return found

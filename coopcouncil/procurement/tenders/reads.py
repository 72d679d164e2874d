"""What is asked of tenders: lots, criteria, editions, people, and what is missing."""

from dataclasses import dataclass

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rules import NoRulesYet
from coopcouncil.procurement.kinds import CriterionKind, Part
from coopcouncil.procurement.once import once
from coopcouncil.procurement.tenders.models import (
    Assigned,
    Band,
    Criterion,
    Edition,
    Lot,
    Scale,
    TakesPart,
    Tender,
    TenderMeasure,
)
from coopcouncil.procurement.tenders.rules.refusals import NotPublished
from coopcouncil.procurement.tenders.tree import Node, planted, walked


@dataclass(frozen=True)
class Graded:
    """A scale with its bands, from nothing to the whole."""

    scale: Scale
    bands: tuple[Band, ...]

    @property
    def most(self) -> Band | None:
        """The highest band."""
        return self.bands[-1] if self.bands else None


@dataclass(frozen=True)
class Taking:
    """Somebody's part, and the criteria that they score."""

    row: TakesPart
    criteria: tuple[int, ...]

    @property
    def person(self) -> Person:
        """Who."""
        return self.row.person


@once
async def lots_of(tender: Tender) -> list[Lot]:
    """The lots by number; at least one."""
    return await Lot.everywhere().filter(tender_id=tender.id).order_by("number")


async def rows_of(tender: Tender, lot: Lot | None = None) -> list[Criterion]:
    """The criteria in order; with a lot, those for it and those for every lot."""
    rows = await _every_row(tender)
    return [row for row in rows if lot is None or row.lot_id in (None, lot.id)]


@once
async def _every_row(tender: Tender) -> list[Criterion]:
    return (
        await Criterion.everywhere()
        .filter(tender_id=tender.id)
        .order_by("place", "id")
        .select_related("measure", "scale", "lot")
    )


async def criteria_of(tender: Tender, lot: Lot | None = None) -> tuple[Node, ...]:
    """The tree of criteria; with a lot, of that lot."""
    return planted(await rows_of(tender, lot))


async def leaves_of(tender: Tender, lot: Lot | None = None) -> tuple[Node, ...]:
    """What bidders answer and what is scored, in order: conditions too, groups not."""
    nodes = walked(await criteria_of(tender, lot))
    return tuple(one for one in nodes if one.criterion.kind is not CriterionKind.GROUP)


@once
async def scales_of(tender: Tender) -> list[Graded]:
    """The scales by name, with their bands."""
    scales = await Scale.everywhere().filter(tender_id=tender.id).order_by("id")
    bands = (
        await Band.everywhere().filter(scale_id__in=[one.id for one in scales]).order_by("points")
    )
    return [
        Graded(scale, tuple(band for band in bands if band.scale_id == scale.id))
        for scale in scales
    ]


async def measures_of(tender: Tender) -> list[TenderMeasure]:
    """The measures that are frozen for the tender."""
    return await TenderMeasure.everywhere().filter(tender_id=tender.id).order_by("source", "code")


async def editions_of(tender: Tender) -> list[Edition]:
    """As published, the first first."""
    return (
        await Edition.everywhere()
        .filter(tender_id=tender.id)
        .order_by("number")
        .select_related("published_by")
    )


async def edition_in_force(tender: Tender) -> Edition:
    """The last that was published; `NotPublished` before the first."""
    found = await Edition.everywhere().filter(tender_id=tender.id).order_by("-number").first()
    if found is None:
        raise NotPublished
    return found


async def people_of(tender: Tender, *parts: Part, ended: bool = False) -> list[Taking]:
    """Who takes part now (or ever, with `ended`), by name; of the parts named alone."""
    return [
        one
        for one in await _everybody_in(tender)
        if (ended or one.row.ended_at is None) and (not parts or one.row.part in parts)
    ]


@once
async def _everybody_in(tender: Tender) -> list[Taking]:
    rows = (
        await TakesPart.everywhere()
        .filter(tender_id=tender.id)
        .select_related("person", "given_by")
        .order_by("person__name", "id")
    )
    assigned = await Assigned.everywhere().filter(takes_part_id__in=[row.id for row in rows])
    return [
        Taking(row, tuple(one.criterion_id for one in assigned if one.takes_part_id == row.id))
        for row in rows
    ]


async def change_of(tender: Tender) -> Tender | None:
    """The change of a published tender that is being prepared."""
    return await Tender.everywhere().get_or_none(revises_id=tender.id)


async def is_bilingual(org: Organisation) -> bool:
    """Whether everything that is published must be in both languages."""
    try:
        return (await rulebook_on(org, clock.today())).rules.bilingual
    except NoRulesYet:
        return False

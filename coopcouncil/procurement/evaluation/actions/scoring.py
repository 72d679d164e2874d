"""An evaluator's own scores: saved as they are written, locked when they are whole."""

from datetime import datetime
from decimal import Decimal

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.evaluation.actions.shared import record, scoring
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.evaluation.models import (
    Finished,
    Score,
    ScoreEntry,
    ScoringOrder,
)
from coopcouncil.procurement.evaluation.reads import (
    Ground,
    ground_of,
    is_checked,
    reader_in,
)
from coopcouncil.procurement.evaluation.reads_scores import Seat, own_seat, scores_of, still_left
from coopcouncil.procurement.evaluation.rules.scoring import (
    Changed,
    NotAssigned,
    may_finish,
    may_score,
)
from coopcouncil.procurement.evaluation.rules.seeing import may_see_bids
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.tenders.models import Criterion, Lot, TakesPart, Tender


async def save_score(
    org: Organisation,
    offer: Offer,
    criterion: Criterion,
    points: Decimal | None,
    reason: str,
    by: Person,
    seen: datetime | None = None,
) -> Score:
    """Keep what an evaluator has written for a bid on a criterion; what was there before stays in
    `ScoreEntry`. `seen` is when what they had before them was saved: `Changed` if something else
    was saved since, in another tab."""
    async with in_transaction():
        tender, lot = await _where(org, offer)
        ground = await ground_of(tender, lot)
        seat = await _seat(ground, by)
        await scoring(seat.part)
        # Once more under the lock: the part may have ended, the lot been finished meanwhile.
        tender = await Tender.one(org, id=tender.id)
        seat = await _seat(ground, by)
        may_see_bids(await reader_in(tender, by, is_lead=False), tender.stage)
        may_score(
            tender.stage,
            is_assigned=criterion.id in seat.criteria,
            is_finished=seat.finished_at is not None,
            is_checked=await is_checked(tender, ExclusionStep.BEFORE_ASSESSMENT),
            is_excluded=(await Offer.one(org, id=offer.id)).excluded_at is not None,
            points=points,
            bands=ground.bands.get(criterion.id, ()),
        )
        found = await Score.within(org).get_or_none(
            offer_id=offer.id, criterion_id=criterion.id, takes_part_id=seat.part
        )
        if found is None:
            return await Score.create(
                organisation=org,
                offer=offer,
                criterion=criterion,
                takes_part_id=seat.part,
                points=points,
                reason=reason,
                saved_at=clock.now(),
            )
        if (found.points, found.reason) == (points, reason):
            return found
        if found.saved_at != seen:
            raise Changed
        await ScoreEntry.create(
            organisation=org,
            score=found,
            points=found.points,
            reason=found.reason,
            saved_at=found.saved_at,
        )
        found.points, found.reason, found.saved_at = points, reason, clock.now()
        await found.save(update_fields=["points", "reason", "saved_at"])
        return found


async def finish(org: Organisation, tender: Tender, lot: Lot, by: Person) -> Finished:
    """Lock one's scores of a lot, each whole and with its reason. Nobody unlocks them."""
    async with in_transaction():
        ground = await ground_of(tender, lot)
        seat = await _seat(ground, by)
        await scoring(seat.part)
        tender = await Tender.one(org, id=tender.id)
        ground = await ground_of(tender, lot)
        seat = await _seat(ground, by)
        may_see_bids(await reader_in(tender, by, is_lead=False), tender.stage)
        may_finish(
            tender.stage,
            seat.finished_at is not None,
            await is_checked(tender, ExclusionStep.BEFORE_ASSESSMENT),
            still_left(ground, seat, await scores_of(ground, seat.part)),
        )
        made = await Finished.create(
            organisation=org, takes_part_id=seat.part, lot=lot, finished_at=clock.now()
        )
        await record(org, by, "finished scoring", tender, lot=lot.number)
        return made


async def choose_order(org: Organisation, tender: Tender, by: Person, by_bid: bool) -> None:
    """Keep in which order an evaluator goes through the bids."""
    async with in_transaction():
        parts = TakesPart.within(org).filter(
            tender_id=tender.id, person_id=by.id, part=Part.EVALUATOR, ended_at=None
        )
        for part in await parts:
            await scoring(part.id)
            found = await ScoringOrder.within(org).get_or_none(takes_part_id=part.id)
            if found is None:
                await ScoringOrder.create(organisation=org, takes_part=part, by_bid=by_bid)
            elif found.by_bid != by_bid:
                found.by_bid = by_bid
                await found.save(update_fields=["by_bid"])


async def _where(org: Organisation, offer: Offer) -> tuple[Tender, Lot]:
    lot = await Lot.one(org, id=offer.lot_id)
    return await Tender.one(org, id=lot.tender_id), lot


async def _seat(ground: Ground, by: Person) -> Seat:
    found = await own_seat(ground, by)
    if found is None:
        raise NotAssigned if ground.offers else NotHere
    return found

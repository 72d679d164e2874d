"""Agreeing on one score, deciding on a condition, locking a lot."""

from decimal import Decimal

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.evaluation.actions.shared import moderating, record
from coopcouncil.procurement.evaluation.models import Agreed, AgreedEntry, LotAgreed
from coopcouncil.procurement.evaluation.reads import (
    Ground,
    all_agreed,
    all_lots_agreed,
    ground_of,
    reader_in,
)
from coopcouncil.procurement.evaluation.reads_scores import (
    everyone_finished,
    left_to_agree,
    live_lock,
    seats_of,
    sheet_of,
)
from coopcouncil.procurement.evaluation.rules.moderating import may_agree, may_lock
from coopcouncil.procurement.evaluation.rules.seeing import may_see_every_score
from coopcouncil.procurement.kinds import CriterionKind, Stage
from coopcouncil.procurement.tenders.actions.shared import locked
from coopcouncil.procurement.tenders.models import Criterion, Lot, Tender


async def agree_score(
    org: Organisation,
    offer: Offer,
    criterion: Criterion,
    points: Decimal,
    reason: str,
    by: Person,
    *,
    version: int,
    is_lead: bool = False,
) -> Agreed:
    """Write down the score that was agreed, and why; of a condition, 1 for met and 0 for not.

    `version` is that of the agreed score which the moderator had before them, 0 for none: where
    another wrote meanwhile, nothing is written (`MovedOn`).
    """
    async with in_transaction():
        lot = await Lot.one(org, id=offer.lot_id)
        await moderating(lot)
        tender = await Tender.one(org, id=lot.tender_id)
        ground = await ground_of(tender, lot)
        seats = await seats_of(ground)
        sheet = await sheet_of(ground, seats, (offer.id, criterion.id))
        current = ground.offer(offer.id)
        if sheet is None or current is None:
            raise NotHere
        if tender.stage is Stage.OPENED:
            await _may_moderate(ground, by, is_lead, criterion)
        may_agree(
            tender.stage,
            is_locked=await all_agreed(tender, lot),
            is_excluded=current.excluded_at is not None,
            version=sheet.agreed.version if sheet.agreed else 0,
            seen=version,
            points=points,
            bands=ground.bands[criterion.id],
            reason=reason,
            given=sheet.given,
        )
        made = await _write(org, tender, sheet.agreed, offer, criterion, points, reason, by)
        await record(org, by, "agreed a score", tender, offer=offer.id, criterion=criterion.code)
        return made


async def _may_moderate(ground: Ground, by: Person, is_lead: bool, criterion: Criterion) -> None:
    seats = await seats_of(ground)
    own = next((one for one in seats if one.is_live and one.person.id == by.id), None)
    # Whether a condition is met does not wait for the evaluators: they give nothing on it.
    is_condition = criterion.kind is CriterionKind.CONDITION
    may_see_every_score(
        await reader_in(ground.tender, by, is_lead),
        ground.tender.stage,
        own_finished=is_condition or own is None or own.finished_at is not None,
        everyone_finished=is_condition or everyone_finished(ground, seats),
    )


async def _write(
    org: Organisation,
    tender: Tender,
    found: Agreed | None,
    offer: Offer,
    criterion: Criterion,
    points: Decimal,
    reason: str,
    by: Person,
) -> Agreed:
    was = found.points if found else None
    if found is None:
        found = await Agreed.create(
            organisation=org,
            tender=tender,
            offer=offer,
            criterion=criterion,
            points=points,
            reason=reason,
        )
    else:
        found.points, found.reason, found.reopened_because = points, reason, ""
        found.version += 1
        await found.save(update_fields=["points", "reason", "reopened_because", "version"])
    await AgreedEntry.create(
        organisation=org,
        agreed=found,
        was=was,
        points=points,
        reason=reason,
        entered_at=clock.now(),
        entered_by=by,
    )
    return found


async def lock_lot(org: Organisation, tender: Tender, lot: Lot, by: Person) -> LotAgreed:
    """The lead locks a lot in which everything is agreed; with the last lot the tender is."""
    async with in_transaction():
        tender = await locked(org, tender)
        await moderating(lot)
        ground = await ground_of(tender, lot)
        may_see_every_score(
            await reader_in(tender, by, is_lead=True),
            tender.stage,
            own_finished=True,
            everyone_finished=everyone_finished(ground, await seats_of(ground)),
        )
        held = await live_lock(ground)
        may_lock(tender.stage, held is not None, len(await left_to_agree(ground)))
        made = await LotAgreed.create(
            organisation=org, lot=lot, locked_at=clock.now(), locked_by=by
        )
        await record(org, by, "locked agreed scores", tender, lot=lot.number)
        if await all_lots_agreed(tender):
            tender.stage = Stage.AGREED
            await tender.save(update_fields=["stage"])
        return made

"""Exclusion and debarment looked at; a bid out of the tender or of a lot."""

from collections.abc import Sequence
from datetime import datetime

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions.opening import exclude as leave_out
from coopcouncil.procurement.bids.models import Bid, Offer
from coopcouncil.procurement.evaluation.actions.shared import moderating, record
from coopcouncil.procurement.evaluation.grounds import MANDATORY
from coopcouncil.procurement.evaluation.hooks import AFTER_EXCLUSION
from coopcouncil.procurement.evaluation.kinds import ExclusionStep, Finding
from coopcouncil.procurement.evaluation.models import ExclusionCheck
from coopcouncil.procurement.evaluation.rules.excluding import may_check, may_exclude
from coopcouncil.procurement.tenders.actions.shared import locked
from coopcouncil.procurement.tenders.models import Lot, Tender


async def check(
    org: Organisation,
    bid: Bid,
    step: ExclusionStep,
    finding: Finding,
    grounds: Sequence[str],
    seen_at: datetime,
    note: str,
    by: Person,
    *,
    excludes: bool,
) -> ExclusionCheck:
    """Record that the grounds and the debarment list were looked at for a bidder; a bid that is
    thereby excluded is out of every lot. It may be looked at more than once: each look stays."""
    async with in_transaction():
        tender = await locked(org, await Tender.one(org, id=bid.tender_id))
        may_check(
            tender.stage,
            step,
            finding,
            grounds,
            MANDATORY,
            excludes=excludes,
            note=note,
            seen_at=seen_at,
            now=clock.now(),
        )
        made = await ExclusionCheck.create(
            organisation=org,
            bid=bid,
            step=step,
            finding=finding,
            grounds=sorted(grounds),
            debarment_seen_at=seen_at,
            note=note,
            checked_at=clock.now(),
            checked_by=by,
        )
        await record(
            org, by, "checked for exclusion", tender, bid=bid.id, step=step, finding=finding
        )
        if excludes:
            for offer in await Offer.within(org).filter(bid_id=bid.id, excluded_at=None):
                await _out(org, tender, offer, note, by)
        return made


async def exclude(
    org: Organisation,
    offer: Offer,
    because: str,
    by: Person,
    *,
    is_low: bool = False,
    heard: str = "",
) -> None:
    """Leave a bid out of a lot; what was written about it stays, and the sum is made anew. What the
    bidder was asked and answered stands behind the reason: it reads both in its summary."""
    async with in_transaction():
        bid = await Bid.one(org, id=offer.bid_id)
        tender = await locked(org, await Tender.one(org, id=bid.tender_id))
        found = await Offer.one(org, id=offer.id)
        may_exclude(
            tender.stage, found.excluded_at is not None, because, is_low=is_low, heard=heard
        )
        whole = "\n\n".join(part.strip() for part in (because, heard) if part.strip())
        await _out(org, tender, found, whole, by)


async def _out(org: Organisation, tender: Tender, offer: Offer, because: str, by: Person) -> None:
    lot = await Lot.one(org, id=offer.lot_id)
    await moderating(lot)
    await leave_out(org, offer, because, by)
    await record(org, by, "excluded a bid", tender, offer=offer.id, lot=lot.number)
    for told in AFTER_EXCLUSION:
        await told(org, lot, because, by)

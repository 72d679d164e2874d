"""The sum of a lot, made and kept."""

from collections.abc import Sequence

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.reads import offers_of
from coopcouncil.procurement.evaluation.reads import all_agreed
from coopcouncil.procurement.outcome.models import AwardDecision, ScoringRun
from coopcouncil.procurement.outcome.reads import last_run, scorable
from coopcouncil.procurement.outcome.rules.order import (
    DecidedAlready,
    MethodIsFaulty,
    NoReason,
    ScoresNotAgreed,
    WrongLot,
)
from coopcouncil.procurement.tenders.actions.shared import locked, record
from coopcouncil.procurement.tenders.method import method_of
from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.procurement.tenders.reads import edition_in_force
from coopcouncil.scoring import Faulty, Unready, as_json, fingerprint, run


async def run_lot(
    org: Organisation,
    lot: Lot,
    because: str,
    by: Person | None,
    drawn: Sequence[str] = (),
) -> ScoringRun:
    """Make the sum of a lot by the published method, and keep it beside those before.

    `drawn` names offers that are level in the order in which a lot was drawn, the best first.
    """
    if not because.strip():
        raise NoReason
    async with in_transaction():
        tender = await locked(org, await Tender.one(org, id=lot.tender_id))
        return await _run(org, tender, lot, because.strip(), by, drawn)


async def run_after_exclusion(org: Organisation, lot: Lot, because: str, by: Person | None) -> None:
    """A bid is out: where there was a sum, there is another. Inside the caller's transaction."""
    before = await last_run(org, lot)
    if before is None or not await all_agreed(await Tender.one(org, id=lot.tender_id), lot):
        # Opened again for moderation: the sum is made once everything is agreed anew.
        return
    tender = await locked(org, await Tender.one(org, id=lot.tender_id))
    level = tuple(str(one) for one in before.result["lot"])
    stands = {str(one.offer.id) for one in await offers_of(org, lot, excluded=False)}
    await _run(org, tender, lot, because, by, tuple(one for one in level if one in stands))


async def _run(
    org: Organisation,
    tender: Tender,
    lot: Lot,
    because: str,
    by: Person | None,
    drawn: Sequence[str],
) -> ScoringRun:
    if not await all_agreed(tender, lot):
        raise ScoresNotAgreed
    if await AwardDecision.within(org).filter(lot_id=lot.id, withdrawn_at=None).exists():
        raise DecidedAlready
    offers, left_out = await scorable(org, lot, await offers_of(org, lot))
    keys = {one.key for one in offers}
    if len(set(drawn)) != len(drawn) or not set(drawn) <= keys:
        raise WrongLot
    try:
        done = run(await method_of(tender, lot), offers, left_out, tuple(drawn))
    except Unready as trouble:
        raise ScoresNotAgreed from trouble
    except Faulty as trouble:
        raise MethodIsFaulty from trouble
    kept = as_json(done)
    before = await last_run(org, lot)
    row = await ScoringRun.create(
        organisation=org,
        lot=lot,
        number=before.number + 1 if before else 1,
        because=because,
        edition_hash=(await edition_in_force(tender)).hash,
        result=kept,
        hash=fingerprint(kept),
        run_at=clock.now(),
        run_by=by,
    )
    await record(
        org, by, "made the sum of a lot", tender, lot=lot.number, run=row.number, hash=row.hash
    )
    return row

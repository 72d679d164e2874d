"""Which bid is the most advantageous: decided on the last sum, and taken back with a reason."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.evaluation.reads import may_award
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.outcome.models import AwardDecision, Summary
from coopcouncil.procurement.outcome.reads import decision_of, last_run, run_in
from coopcouncil.procurement.outcome.rules.order import (
    DecidedAlready,
    NoReason,
    NotDecided,
    NothingToDecide,
    NotTheFirst,
    SentAlready,
    StillLevel,
)
from coopcouncil.procurement.tenders.actions.shared import locked, record
from coopcouncil.procurement.tenders.models import Lot, Tender


async def decide(
    org: Organisation, lot: Lot, offer: Offer | None, because: str, by: Person | None
) -> AwardDecision:
    """The first of the last sum, or nobody (`offer` None), after the look before the award."""
    if not because.strip():
        raise NoReason
    async with in_transaction():
        tender = await locked(org, await Tender.one(org, id=lot.tender_id))
        if tender.stage is not Stage.AGREED:
            raise NothingToDecide
        row = await last_run(org, lot)
        if row is None:
            raise NothingToDecide
        if await decision_of(org, lot) is not None:
            raise DecidedAlready
        await may_award(tender)
        if offer is not None:
            done = run_in(row)
            level = [one for one in done.scored if one.rank == 1]
            if len(level) > 1:
                raise StillLevel
            if done.winner != str(offer.id):
                raise NotTheFirst
        decision = await AwardDecision.create(
            organisation=org,
            lot=lot,
            run=row,
            offer=offer,
            because=because.strip(),
            decided_at=clock.now(),
            decided_by=by,
        )
        await record(
            org,
            by,
            "decided a lot" if offer else "decided that nobody is awarded a lot",
            tender,
            lot=lot.number,
            run=row.number,
        )
        return decision


async def take_back(org: Organisation, lot: Lot, because: str, by: Person | None) -> None:
    """A decision whose summaries have not gone out."""
    if not because.strip():
        raise NoReason
    async with in_transaction():
        tender = await locked(org, await Tender.one(org, id=lot.tender_id))
        decision = await decision_of(org, lot)
        if decision is None:
            raise NotDecided
        if await Summary.within(org).filter(decision_id=decision.id).exists():
            raise SentAlready
        decision.withdrawn_at, decision.withdrawn_because = clock.now(), because.strip()
        await decision.save(update_fields=["withdrawn_at", "withdrawn_because"])
        await record(org, by, "took a decision back", tender, lot=lot.number)

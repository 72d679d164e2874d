"""A tender ends without a contract."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.actions.revising import drop_change
from coopcouncil.procurement.tenders.actions.shared import locked, record
from coopcouncil.procurement.tenders.hooks import AFTER_ENDING
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import change_of
from coopcouncil.procurement.tenders.rules.refusals import Ended, HasAContract, ReasonNeeded


async def end(org: Organisation, tender: Tender, because: str, by: Person | None) -> Tender:
    """For good, with the reason that a procurement termination notice gives (s.55)."""
    if not because:
        raise ReasonNeeded
    async with in_transaction():
        found = await locked(org, tender)
        if found.stage is Stage.ENDED:
            raise Ended
        if found.stage is Stage.CONTRACTED:
            raise HasAContract
        change = await change_of(found)
        if change is not None:
            await drop_change(org, change, by)
        was = found.stage
        found.stage, found.ended_at, found.ended_because = Stage.ENDED, clock.now(), because
        await found.save(update_fields=["stage", "ended_at", "ended_because"])
        await record(org, by, "ended a tender", found, because=because, stage=was)
        for tell in AFTER_ENDING:
            await tell(org, found, was)
    return found

"""Invented bids kept under a name."""

from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.tenders.actions.shared import locked, record
from coopcouncil.procurement.tenders.models import Lot, Scenario, Tender
from coopcouncil.procurement.tenders.rules.refusals import TooManyScenarios

MOST = 20


async def keep_scenario(
    org: Organisation, tender: Tender, lot: Lot, name: str, bids: list[Any], by: Person | None
) -> Scenario:
    """Under its name; one of the same name is replaced."""
    async with in_transaction():
        found = await locked(org, tender)
        mine = Scenario.within(org).filter(tender_id=found.id)
        row = await mine.get_or_none(lot_id=lot.id, name=name)
        if row is None:
            if await mine.count() >= MOST:
                raise TooManyScenarios
            row = Scenario(organisation=org, tender=found, lot=lot, name=name)
        row.bids, row.created_at = bids, clock.now()
        row.created_by = by
        await row.save()
        await record(org, by, "kept a scenario", found, name=name)
    return row


async def remove_scenario(org: Organisation, scenario: Scenario, by: Person | None) -> None:
    """Forget it."""
    async with in_transaction():
        found = await locked(org, await Tender.one(org, id=scenario.tender_id))
        await Scenario.within(org).filter(id=scenario.id).delete()
        await record(org, by, "removed a scenario", found, name=scenario.name)

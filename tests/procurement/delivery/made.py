"""A contract from before, without a tender, whose supplier has a person of its own."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Supplier, SupplierPerson
from coopcouncil.procurement.delivery.actions.promising import Promise, write_down
from coopcouncil.procurement.delivery.models import Commitment
from coopcouncil.procurement.delivery.rules.status import Due
from coopcouncil.procurement.outcome.models import Contract
from tests.make import make_person
from tests.procurement.make import council, lead_of


@dataclass
class Ground:
    """Who and what stands in these tests."""

    org: Organisation
    lead: Person
    boss: Person
    supplier: Supplier
    contract: Contract

    async def promised(self, title: str = "Hours for groups", **given: Any) -> Commitment:
        """Twenty by April 2027, unless said otherwise."""
        due_on = given.pop("due_on", date(2027, 4, 1))
        amount = Decimal(given.pop("amount", 20))
        whom = {"recipient_name": "Hebden Hall", "recipient_email": "hall@hebden.example"}
        if "recipient" in given:
            whom = {}
        promise = Promise(title, amount, (Due(due_on, amount),), **{**whom, **given})
        return await write_down(self.org, self.contract, promise, self.lead)


async def ground(**given: Any) -> Ground:
    """A council, its lead, and a contract of a supplier."""
    org = await council(**given)
    lead = await lead_of(org)
    supplier = await Supplier.create(
        organisation=org, name="Calder Growers", created_at=clock.now()
    )
    boss = await make_person("Dai Prosser")
    await SupplierPerson.create(organisation=org, supplier=supplier, person=boss, since=clock.now())
    contract = await Contract.create(
        organisation=org,
        number="C-1",
        supplier=supplier,
        title="Parks",
        value=100,
        signed_on=date(2026, 4, 1),
        starts_on=date(2026, 4, 1),
        ends_on=date(2029, 3, 31),
        recorded_at=clock.now(),
    )
    return Ground(org, lead, boss, supplier, contract)

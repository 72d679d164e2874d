"""An organisation where one asks and another checks."""

from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import ask
from coopcouncil.checks.models import Check, CheckKind
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation, Role
from tests.make import make_officer, make_organisation, make_rules

SUM = Money(12_345)


async def place(**rules: Any) -> tuple[Organisation, Person, Person]:
    """An organisation with a treasurer who asks and a secretary who checks."""
    org = await make_organisation()
    await make_rules(org, **rules)
    maker = await make_officer(org, Role.TREASURER, "Derek Oldroyd")
    return org, maker, await make_officer(org, Role.SECRETARY, "Nusrat Akhtar")


async def asked(org: Organisation, by: Person | None, subject: str = "payment:12") -> Check:
    return await ask(org, CheckKind.REFUND, SUM, subject, "Paid twice in May", {}, by)

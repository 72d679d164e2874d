"""Who may see and keep homes, and what is owed: those whose office it is, and the member."""

from starlette.requests import Request

from coopcouncil.housing.reads import rules_on
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.organisations.access import holds
from coopcouncil.organisations.chapters.housing import Homes
from coopcouncil.organisations.models import Role
from coopcouncil.organisations.rulebook import Rulebook

LETTING = holds(Role.SECRETARY)
# What a member owes is nobody's business but theirs, the treasurer's and the secretary's.
MONEY = holds(Role.SECRETARY, Role.TREASURER)


async def housing_rules(request: Request) -> Rulebook:
    """The rules in force, where the organisation lets homes; elsewhere there is no such page."""
    rules = await rules_on(request.state.org, clock.today())
    if rules.homes is Homes.NONE:
        raise NotHere
    return rules

"""What the yearly review is told by tenancies: who is neither tenant nor prospective tenant."""

from collections.abc import Sequence
from datetime import date

from coopcouncil.housing.models import TenancyHolder
from coopcouncil.housing.reads import is_fully_mutual, rule_breaches
from coopcouncil.housing.rules.mutual import NeitherTenantNorProspective
from coopcouncil.joining.finding import Finder, Finding
from coopcouncil.joining.reads import House
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.kinds import Cause


async def _no_home(house: House, upto: date) -> Sequence[Finding]:
    """Members of a fully mutual co-operative whose tenancy ended, or who never had one."""
    today = clock.today()
    if not await is_fully_mutual(house.org, today):
        return []
    found = []
    for breach in await rule_breaches(house.org, today):
        if not isinstance(breach, NeitherTenantNorProspective):
            continue
        held = TenancyHolder.known(house.org).filter(member_id=breach.member_id)
        last = await held.order_by("-until").first()
        due = last.until if last and last.until else today
        found.append(Finding(member_id=breach.member_id, due_on=due, because=Cause.INELIGIBLE))
    return found


NO_HOME = Finder(
    lazy("Neither tenant nor prospective tenant"),
    lazy("End the membership, unless they are made a prospective tenant on the page of homes"),
    _no_home,
)

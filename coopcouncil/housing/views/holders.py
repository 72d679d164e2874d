"""Who holds a tenancy, as its page and the member's own show it."""

from dataclasses import dataclass
from datetime import date, datetime

from coopcouncil.housing.models import TenancyHolder, TenancyTerms
from coopcouncil.housing.reads import entries_by_member
from coopcouncil.housing.rules.tenancies import statement_due, statement_overdue
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import gettext
from coopcouncil.members.models import RegisterEntry
from coopcouncil.organisations.models import Organisation


@dataclass
class HolderShown:
    """One who holds or held the tenancy, and the Welsh statement."""

    holder: TenancyHolder
    entry: RegisterEntry | None
    due: date | None
    overdue: bool

    @property
    def name(self) -> str:
        """As the register has it."""
        return self.entry.name if self.entry else gettext("Somebody")


async def holders_shown(
    org: Organisation, terms: TenancyTerms, on: date | None = None, known_at: datetime | None = None
) -> list[HolderShown]:
    """Everybody who holds or held it, who came first at the top."""
    held = TenancyHolder.known(org, known_at).filter(tenancy_id=terms.tenancy_id)
    rows = await held.select_related("member").order_by("since", "id")
    today = on or clock.today()
    people = await entries_by_member(org, (row.member_id for row in rows), today, known_at)
    found = []
    for row in rows:
        due = statement_due(terms.agreement, terms.occupied_on, row.since)
        overdue = statement_overdue(due, row.statement_on, today)
        found.append(HolderShown(row, people.get(row.member_id), due, overdue))
    return found

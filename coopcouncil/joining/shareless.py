"""For the yearly review: members who hold no share though the rules ask each for one.

Somebody who came back, or whose leaving was taken out by a correction, has lost the share of
before: a new one is applied for and allotted. The register alone would not say so to anybody.
"""

from collections.abc import Sequence
from datetime import date

from tortoise.expressions import Q

from coopcouncil.joining.finding import Finder, Finding
from coopcouncil.joining.reads import House
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.reads import as_at
from coopcouncil.shares.models import ShareHolding, ShareKind
from coopcouncil.shares.rules.classes import classes_of


async def without_share(house: House, upto: date) -> Sequence[Finding]:
    """Members without any share, where shares of membership are kept here."""
    kinds = {each.kind for each in classes_of(house.rules, house.org.legal_form)}
    if ShareKind.PAR not in kinds or not await ShareHolding.within(house.org).exists():
        return []
    found = as_at(house.org, clock.today()).filter(Q(shares=None) | Q(shares=0))
    # By the day of joining, so that a change of address does not ask again.
    return [
        Finding(member_id=entry.member_id, due_on=entry.joined_on or entry.valid_from)
        async for entry in found
    ]


NO_SHARE = Finder(
    lazy("No share, though the rules ask for one"),
    lazy("Record the application and allot the share, or end the membership"),
    without_share,
)

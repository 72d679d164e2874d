"""What the yearly review is told of money: who has not paid for so long that the rules speak of it.

Nothing ends by itself. What is proposed here people decide, one by one.
"""

from collections.abc import Sequence
from datetime import date

from coopcouncil.arrears.reads import asking, holds, late, running
from coopcouncil.joining.finding import Finder, Finding
from coopcouncil.joining.reads import House
from coopcouncil.kernel.dates import months_after
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.kinds import Cause


async def _unpaid(house: House, upto: date) -> Sequence[Finding]:
    """Members whose payment is late by the months that the rules name; not who is being helped."""
    months = house.rules.subscription_lapse_months
    if not months:
        return []
    found = await late(house.org, upto, 0)
    members = [one.member_id for one in found]
    spared = set(await holds(house.org, upto, members))
    spared |= {one.member_id for one in await asking(house.org, members)}
    spared |= {one.arrangement.member_id for one in await running(house.org)}
    return [
        Finding(
            member_id=one.member_id,
            due_on=months_after(one.late_since, months),
            because=Cause.LAPSED,
            detail=str(one.sum),
        )
        for one in found
        if one.member_id not in spared and months_after(one.late_since, months) <= upto
    ]


UNPAID = Finder(
    lazy("Not paid for as long as the rules allow"),
    lazy("End the membership. Talk to the member first: hardship is no reason to lose it"),
    _unpaid,
)

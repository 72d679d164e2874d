"""Builders of officers."""

from datetime import date

from coopcouncil.members.kinds import Fact
from coopcouncil.officers.actions import take_office
from coopcouncil.officers.kinds import Chosen
from coopcouncil.officers.models import Officer
from coopcouncil.organisations.models import Organisation
from tests.make import make_member

TODAY = date(2026, 11, 22)


async def make_holder(
    org: Organisation,
    name: str = "Ann Bevan",
    *,
    on: date = date(2025, 5, 1),
    offices: str = "committee",
    chosen: Chosen = Chosen.ELECTED,
    **facts: Fact,
) -> Officer:
    """A member who holds office, of age."""
    given, _, family = name.rpartition(" ")
    member = await make_member(org, name, date_of_birth="1970-01-01")
    return await take_office(
        org,
        {
            "given_name": given,
            "family_name": family,
            "member_id": member.member_id,
            "date_of_birth": "1970-01-01",
            "offices": offices,
            "chosen": chosen.value,
            "chosen_on": on.isoformat(),
            **facts,
        },
        on,
        by=None,
    )

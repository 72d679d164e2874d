"""Roll-overs of one school's list, for tests."""

from datetime import date
from pathlib import Path

from coopcouncil.schools.actions import rollover as acts
from coopcouncil.schools.models import (
    RollOver,
    RollOverRow,
)
from tests.schools.building import Cluster

LISTS = Path(__file__).parent / "lists"
TODAY = date(2026, 11, 22)
FIRST_DAY = date(2026, 9, 1)
HEAD = "UPN,Legal Forename,Legal Surname,DOB,Year,Reg,Adno\n"


async def begun(
    place: Cluster, text: str, *, admits: bool = False, on: date = FIRST_DAY
) -> RollOver:
    return await acts.begin_roll_over(
        place.trust, place.brook, "list.csv", text.encode(), on, admits, place.administrator
    )


async def kinds(roll_over: RollOver) -> dict[str, str]:
    """What the preview says of each, by name."""
    rows = await RollOverRow.everywhere().filter(roll_over_id=roll_over.id)
    return {row.name: row.kind for row in rows}

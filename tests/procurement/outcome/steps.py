"""What the tests of the outcome's steps begin with: lots decided, a contract."""

import dataclasses
from datetime import date, datetime

from coopcouncil.kernel.clock import LONDON
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.outcome.actions.contracting import (
    ContractDraft,
)
from coopcouncil.procurement.outcome.actions.deciding import decide
from coopcouncil.procurement.outcome.actions.running import run_lot
from tests.procurement.outcome.made import Place, assessed, looked

WHY = "The scores of the lot are agreed."
WON = "It has the most points by the published method."


def day_at(on: date, hour: int = 10) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=LONDON)


async def decided() -> Place:
    place = await assessed()
    await run_lot(place.org, place.lot, WHY, place.lead)
    await looked(place, ExclusionStep.BEFORE_AWARD)
    winner = place.by_name["Pennine Care Co-operative"].offer
    await decide(place.org, place.lot, winner, WON, place.lead)
    return place


def contract(signed_on: date, **given: object) -> ContractDraft:
    draft = ContractDraft(
        number="CBK-C-17",
        title="Care at home",
        value=110_000_000,
        signed_on=signed_on,
        starts_on=date(2027, 4, 1),
        ends_on=date(2030, 3, 31),
    )
    return dataclasses.replace(draft, **given)  # type: ignore[arg-type]

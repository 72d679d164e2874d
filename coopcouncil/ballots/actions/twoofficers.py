"""Whether a second officer is one."""

from coopcouncil.ballots.models import Ballot, Roll
from coopcouncil.ballots.rules.twoofficers import may_be_second
from coopcouncil.organisations.models import has_roles_only_from


async def second(ballot: Ballot, first_id: int, by_id: int) -> None:
    """Refuse whoever holds their roles from the first officer alone, since the sealing."""
    roll = await Roll.of(ballot).first()
    if first_id != by_id and roll is not None and roll.sealed_at is not None:
        may_be_second(
            await has_roles_only_from(ballot.organisation_id, by_id, first_id, roll.sealed_at)
        )

"""Making the demonstration place, inside one transaction of the caller's."""

from datetime import date

from coopcouncil.demo import cast, orgs, registers
from coopcouncil.kernel import clock


async def seed(on: date | None = None) -> None:
    """Fill an empty, migrated database; dates are told relative to `on` (today).

    The caller marks the installation as a demonstration in the same transaction.
    """
    today = on or clock.today()
    founded = await orgs.found_all()
    await cast.gather(founded)
    await registers.fill(founded, today)

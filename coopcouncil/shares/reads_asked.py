"""What members asked for and named, as at a day and as known on one: applications, nominations."""

from dataclasses import dataclass
from datetime import date, datetime

from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.two_times import TwoTimes
from coopcouncil.shares.kinds import Decided
from coopcouncil.shares.models import ShareApplication, ShareNomination


@dataclass(frozen=True)
class Asked:
    """An application as it stood: without an outcome, it waited for the board."""

    row: ShareApplication
    outcome: Decided | None


@dataclass(frozen=True)
class NamedHeir:
    """A nomination as it stood."""

    row: ShareNomination
    is_revoked: bool


async def applications_at(
    org: Organisation, times: TwoTimes, member_id: int | None = None
) -> list[Asked]:
    """The applications that were made by the day and known at the moment, the oldest first."""
    rows = ShareApplication.within(org).select_related("holding").order_by("applied_on", "id")
    if times.is_past:
        rows = rows.filter(applied_on__lte=times.on)
    if times.known_at is not None:
        rows = rows.filter(recorded_at__lte=times.known_at)
    if member_id is not None:
        rows = rows.filter(member_id=member_id)
    return [
        Asked(row, row.outcome if _had_come(row.decided_on, row.decided_at, times) else None)
        for row in await rows
    ]


async def nominations_at(
    org: Organisation, times: TwoTimes, member_id: int | None = None
) -> list[NamedHeir]:
    """The nominations that were signed by the day and known at the moment, the oldest first."""
    rows = ShareNomination.within(org).order_by("signed_on", "id")
    if times.is_past:
        rows = rows.filter(signed_on__lte=times.on)
    if times.known_at is not None:
        rows = rows.filter(recorded_at__lte=times.known_at)
    if member_id is not None:
        rows = rows.filter(member_id=member_id)
    return [NamedHeir(row, _had_come(row.revoked_on, row.revoked_at, times)) for row in await rows]


def _had_come(on: date | None, noted_at: datetime | None, times: TwoTimes) -> bool:
    """Whether something had happened by the day, as known; on today's page, whatever is noted."""
    if noted_at is None or not times.knew(noted_at):
        return False
    return not times.is_past or on is None or on <= times.on

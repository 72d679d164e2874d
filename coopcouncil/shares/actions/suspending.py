"""The board suspends every withdrawal for a while, and lifts that again."""

from datetime import date, datetime

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.book import has_come
from coopcouncil.shares.models import ShareSuspension
from coopcouncil.shares.rules.refusals import (
    LiftedBefore,
    NotSuspended,
    SuspendedAlready,
    WhySo,
    WithdrawalsSuspended,
)


async def suspension_now(org: Organisation) -> ShareSuspension | None:
    """The suspension that stands, if the board has suspended all withdrawals."""
    return await ShareSuspension.within(org).filter(lifted_at=None).first()


async def suspension_on(
    org: Organisation, on: date, known_at: datetime | None = None
) -> ShareSuspension | None:
    """The suspension that stood at the end of a day, as known at a moment or now."""
    rows = ShareSuspension.within(org).filter(since__lte=on)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    for row in await rows.order_by("-since", "-id"):
        was_lifted = row.lifted_on is not None and row.lifted_on <= on
        was_known = known_at is None or (row.lifted_at is not None and row.lifted_at <= known_at)
        if not (was_lifted and was_known):
            return row
    return None


async def suspensions_lifted(org: Organisation) -> list[ShareSuspension]:
    """Those that are over, the last first."""
    return await ShareSuspension.within(org).exclude(lifted_at=None).order_by("-id").limit(20)


async def not_suspended(org: Organisation) -> None:
    """Refuse to pay shares out while the board has suspended that for everybody."""
    if (standing := await suspension_now(org)) is not None:
        raise WithdrawalsSuspended(standing.since)


async def suspend_all(
    org: Organisation, since: date, *, minute: str, reason: str, by: Person | None
) -> ShareSuspension:
    """From that day on nothing is paid. Notices are still taken, and keep their turn."""
    has_come(since)
    if not (minute.strip() and reason.strip()):
        raise WhySo
    async with in_transaction():
        await lock("register", org.id)
        if await suspension_now(org) is not None:
            raise SuspendedAlready
        made = await ShareSuspension.create(
            organisation=org,
            since=since,
            minute=minute.strip(),
            reason=reason.strip(),
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await audit.record(
            org.id,
            by.id if by else None,
            "suspended all withdrawals of shares",
            f"share-suspension:{made.id}",
            minute=made.minute,
        )
    return made


async def lift_all(org: Organisation, on: date, *, minute: str, by: Person | None) -> None:
    """What waited is in its turn again, where its own notice was not suspended."""
    has_come(on)
    if not minute.strip():
        raise WhySo
    async with in_transaction():
        await lock("register", org.id)
        standing = await suspension_now(org)
        if standing is None:
            raise NotSuspended
        if on < standing.since:
            raise LiftedBefore(standing.since)
        standing.lifted_on, standing.lifted_minute = on, minute.strip()
        standing.lifted_at, standing.lifted_by = clock.now(), by
        await standing.save()
        await audit.record(
            org.id,
            by.id if by else None,
            "lifted the suspension of all withdrawals",
            f"share-suspension:{standing.id}",
            minute=standing.lifted_minute,
        )

"""One deed on homes and tenancies: under the register's lock, since the two go together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.housing.models import Recorded
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import Organisation


@asynccontextmanager
async def deed(org: Organisation) -> AsyncIterator[datetime]:
    """A transaction that holds the organisation's register lock; the time that it records."""
    async with in_transaction():
        await lock("register", org.id)
        yield clock.now()


async def supersede(row: Recorded, at: datetime) -> None:
    """From now on this row is what was known before."""
    row.superseded_at = at
    await row.save(update_fields=["superseded_at"])


async def told(
    org: Organisation, by: Person | None, verb: str, subject: str, **facts: object
) -> None:
    """The audit entry of the deed."""
    await audit.record(org.id, by.id if by else None, verb, subject, **facts)

"""The database's own promises."""

import asyncio

from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import RateCount


async def test_a_row(db):
    await RateCount.create(bucket="x", starts_at=clock.now())
    assert await RateCount.all().count() == 1


async def test_the_row_is_gone(db):
    assert await RateCount.all().count() == 0


async def test_fresh(fresh_db):
    async def one(n):
        async with in_transaction():
            await RateCount.create(bucket=f"x{n}", starts_at=clock.now())

    await asyncio.gather(*(one(n) for n in range(10)))
    assert await RateCount.all().count() == 10

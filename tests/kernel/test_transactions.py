"""Locks and trying again, with committed data and several connections."""

import asyncio

from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock, retrying
from coopcouncil.kernel.models import RateCount


async def test_a_lock_lets_one_in_at_a_time(fresh_db: str) -> None:
    inside: list[int] = []

    async def enter(number: int) -> None:
        async with in_transaction():
            await lock("ballot", 7)
            inside.append(number)
            await asyncio.sleep(0.02)
            assert inside[-1] == number

    await asyncio.gather(*(enter(number) for number in range(5)))


async def test_a_shared_lock_lets_many_in_and_no_exclusive_one(fresh_db: str) -> None:
    log: list[str] = []
    both = asyncio.Barrier(2)

    async def read() -> None:
        async with in_transaction():
            await lock("ballot", 7, shared=True)
            await both.wait()
            log.append("read")
            await asyncio.sleep(0.05)

    async def close() -> None:
        await asyncio.sleep(0.02)
        async with in_transaction():
            await lock("ballot", 7)
            log.append("closed")

    await asyncio.gather(read(), read(), close())
    assert log == ["read", "read", "closed"]


async def test_a_serialisation_failure_is_tried_again(fresh_db: str) -> None:
    row = await RateCount.create(bucket="b", starts_at=clock.now(), hits=0)

    @retrying
    async def add_one() -> None:
        async with in_transaction() as connection:
            await connection.execute_query("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
            found = await RateCount.get(id=row.id)
            await asyncio.sleep(0.01)
            found.hits += 1
            await found.save()

    await asyncio.gather(*(add_one() for _each in range(4)))
    await row.refresh_from_db()
    assert row.hits == 4

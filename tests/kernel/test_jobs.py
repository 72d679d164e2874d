"""Jobs: they exist if their transaction does, and are done however workers come and go."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.models import Job

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

done: list[int] = []
died: list[int] = []


async def _mourn(payload: jobs.Payload) -> None:
    died.append(payload["number"])


@jobs.job("test-note")
async def _note(payload: jobs.Payload) -> None:
    done.append(payload["number"])


@jobs.job("test-fail", when_dead=_mourn)
async def _fail(payload: jobs.Payload) -> None:
    raise ValueError("Ada Lovell, 1 High Street")


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()
    died.clear()


@asynccontextmanager
async def worker(dsn: str) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(jobs.work(dsn, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def until(met: object) -> None:
    async with asyncio.timeout(10):
        while not met():  # type: ignore[operator]
            await asyncio.sleep(0.01)


async def test_a_job_falls_with_its_transaction(db: None) -> None:
    with pytest.raises(RuntimeError):
        async with in_transaction():
            await jobs.enqueue("test-note", {"number": 1})
            raise RuntimeError
    assert await jobs.run_jobs() == 0
    assert done == []


async def test_jobs_are_done_in_order_and_once(db: None) -> None:
    for number in range(3):
        await jobs.enqueue("test-note", {"number": number})
    assert await jobs.run_jobs() == 3
    assert await jobs.run_jobs() == 0
    assert done == [0, 1, 2]


async def test_a_job_for_later_waits(db: None) -> None:
    with clock.frozen(NOON):
        await jobs.enqueue("test-note", {"number": 1}, execute_after=NOON + timedelta(hours=1))
        assert await jobs.run_jobs() == 0
    with clock.frozen(NOON + timedelta(hours=1)):
        assert await jobs.run_jobs() == 1


async def test_a_worker_is_woken_by_the_commit(fresh_db: str) -> None:
    async with worker(fresh_db):
        await asyncio.sleep(0.3)
        begun = asyncio.get_running_loop().time()
        await jobs.enqueue("test-note", {"number": 1})
        await until(lambda: done == [1])
        # Without being told it would look again only after five seconds.
        assert asyncio.get_running_loop().time() - begun < 3


async def test_several_workers_do_each_job_once(fresh_db: str) -> None:
    for number in range(40):
        await jobs.enqueue("test-note", {"number": number})
    async with worker(fresh_db), worker(fresh_db):
        await until(lambda: len(done) >= 40)
    assert sorted(done) == list(range(40))
    assert await Job.all().count() == 0


async def test_a_failure_is_tried_again_later_and_says_no_more_than_its_kind(
    fresh_db: str, caplog: pytest.LogCaptureFixture
) -> None:
    began = clock.now()
    await jobs.enqueue("test-fail", {"number": 1})
    async with worker(fresh_db):
        while not (await Job.get()).trouble:
            await asyncio.sleep(0.02)
    row = await Job.get()
    assert (row.tries, row.trouble, row.died_at) == (1, "ValueError", None)
    # Since the beginning: a worker may take its time to stop.
    assert row.execute_after > began + timedelta(seconds=5)


async def test_a_job_that_always_fails_dies_where_it_can_be_seen(fresh_db: str) -> None:
    await jobs.enqueue("test-fail", {"number": 1})
    await Job.all().update(tries=jobs.TRIES - 1)
    async with worker(fresh_db):
        await until(lambda: died == [1])
    assert await jobs.dead() == 1


async def test_a_job_of_a_killed_worker_is_done_after_its_lease(fresh_db: str) -> None:
    await jobs.enqueue("test-note", {"number": 1})
    assert await jobs._claim()  # And here its worker dies.
    assert await jobs.run_jobs() == 0
    with clock.frozen(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert await jobs.run_jobs() == 1


async def test_a_job_that_nobody_does_dies_and_stops_nothing(fresh_db: str) -> None:
    await jobs.enqueue("no-such-job", {})
    await jobs.enqueue("test-note", {"number": 2})
    async with worker(fresh_db):
        await until(lambda: done == [2])


batches: list[list[int]] = []


@jobs.job("test-many")
async def _one_of_many(payload: jobs.Payload) -> None:
    if payload.get("bad"):
        raise ValueError
    done.append(payload["number"])


@jobs.together("test-many", 3)
async def _many(payloads: Sequence[jobs.Payload]) -> None:
    if any(one.get("bad") for one in payloads):
        raise ValueError
    batches.append([one["number"] for one in payloads])
    done.extend(batches[-1])


async def test_jobs_of_a_kind_are_done_together(db: None) -> None:
    batches.clear()
    await jobs.enqueue_all("test-many", ({"number": number} for number in range(7)))
    assert await jobs.run_jobs() == 7
    # The last one alone.
    assert batches == [[0, 1, 2], [3, 4, 5]]
    assert done == list(range(7))
    assert await Job.all().count() == 0


async def test_one_that_fails_among_many_keeps_none_of_them_back(fresh_db: str) -> None:
    await jobs.enqueue_all(
        "test-many", ({"number": number, "bad": number == 1} for number in range(3))
    )
    async with worker(fresh_db):
        await until(lambda: len(done) == 2)
        async with asyncio.timeout(10):
            while (left := await Job.all()) and (len(left) > 1 or not left[0].trouble):
                await asyncio.sleep(0.01)
    assert sorted(done) == [0, 2]
    assert [(one.payload["number"], one.trouble) for one in left] == [(1, "ValueError")]


async def test_no_more_are_taken_than_asked_for_whatever_the_plan(db: None) -> None:
    await jobs.enqueue_all("test-many", ({"number": number} for number in range(9)))
    for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "indexscan"):
        await connections.get("default").execute_query(f"SET LOCAL enable_{way} = off")
    assert len(await jobs._take("died_at IS NULL AND execute_after <= $1", 1)) == 1
    assert len(await jobs._take("died_at IS NULL AND execute_after <= $1", 3)) == 3

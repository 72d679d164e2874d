"""What is done after the commit: enqueued in the transaction that it serves, done at least once.

    @job("send-notice")
    async def send_notice(payload: Payload) -> None: ...

    async with in_transaction():
        ...
        await enqueue("send-notice", {"notice": notice.id}, organisation_id=org.id)

A handler may run twice (a worker was killed after the deed and before the tick), so each is
idempotent. Payloads hold numbers of rows, never what a person wrote.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, TypeAlias

import asyncpg
from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import INSTALLATION, Job

Payload: TypeAlias = dict[str, Any]
Handler: TypeAlias = Callable[[Payload], Awaitable[None]]
Together: TypeAlias = Callable[[Sequence[Payload]], Awaitable[None]]

# A worker that dies gives its job back when the lease ends; a living one renews it.
LEASE = timedelta(seconds=30)
# 10 s, 20 s, 40 s … some three hours in all.
TRIES = 10
FIRST_PAUSE = timedelta(seconds=10)
LOOK_AGAIN = 5.0
# What failed or was killed oftener than this is done by itself, not together with others.
TOGETHER_TRIES = 3

log = logging.getLogger("coopcouncil.jobs")

_handlers: dict[str, Handler] = {}
_mourners: dict[str, Handler] = {}
_together: dict[str, tuple[int, Together]] = {}
_rounds: dict[str, tuple[float, Callable[[], Awaitable[object]]]] = {}


def job(name: str, when_dead: Handler | None = None) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of job; `when_dead` is told when its tries are used up."""

    def register(handler: Handler) -> Handler:
        _handlers[name] = handler
        if when_dead:
            _mourners[name] = when_dead
        return handler

    return register


def together(name: str, most: int) -> Callable[[Together], Together]:
    """Register how up to `most` jobs of a kind that are due are done at once. Where that fails,
    each is done by itself, by the handler of its kind."""

    def register(handler: Together) -> Together:
        _together[name] = (most, handler)
        return handler

    return register


def every(name: str, seconds: float, action: Callable[[], Awaitable[object]]) -> None:
    """Have each worker do something at intervals; the action sees to its own locks."""
    _rounds[name] = (seconds, action)


async def enqueue(
    name: str,
    payload: Mapping[str, Any],
    organisation_id: int | None = None,
    execute_after: datetime | None = None,
) -> Job:
    """Ask for a job, in the current transaction: it exists if and only if that commits."""
    return await Job.create(
        name=name,
        payload=dict(payload),
        organisation_id=organisation_id or INSTALLATION,
        execute_after=execute_after or clock.now(),
        created_at=clock.now(),
    )


async def enqueue_all(
    name: str,
    payloads: Iterable[Mapping[str, Any]],
    organisation_id: int | None = None,
    execute_after: datetime | None = None,
) -> None:
    """Ask for many jobs of a kind, in the current transaction."""
    now = clock.now()
    await Job.bulk_create(
        Job(
            name=name,
            payload=dict(payload),
            organisation_id=organisation_id or INSTALLATION,
            execute_after=execute_after or now,
            created_at=now,
        )
        for payload in payloads
    )


async def run_jobs() -> int:
    """Do all that is due, here and now, letting a failure through; how many. For tests."""
    done = 0
    while claimed := await _claim():
        if len(claimed) > 1:
            await _together[claimed[0]["name"]][1]([one["payload"] for one in claimed])
        else:
            await _handlers[claimed[0]["name"]](claimed[0]["payload"])
        await _forget(claimed)
        done += len(claimed)
    return done


async def dead() -> int:
    """How many jobs have used up their tries and want a person's eye."""
    return await Job.filter(died_at__isnull=False).count()


async def work(dsn: str, stop: asyncio.Event, hands: int = 2) -> None:
    """Do jobs as they come, until told to stop; what is begun is finished."""
    ready = asyncio.Event()
    tasks = [asyncio.create_task(_hand(ready, stop)) for _hand_number in range(hands)]
    tasks += [asyncio.create_task(_round(name, stop)) for name in _rounds]
    tasks.append(asyncio.create_task(_listen(dsn, ready, stop)))
    await stop.wait()
    ready.set()
    await asyncio.gather(*tasks)


async def _hand(ready: asyncio.Event, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            claimed = await _claim()
        except Exception as trouble:
            # Whatever it is, a hand that dies of it would be missed by nobody until all are gone.
            log.warning("jobs cannot be read", extra={"trouble": type(trouble).__name__})
            claimed = []
        if not claimed:
            ready.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ready.wait(), LOOK_AGAIN)
        elif len(claimed) == 1:
            await _do(claimed[0])
        else:
            await _do_together(claimed)


async def _do_together(claimed: list[Payload]) -> None:
    name, begun = claimed[0]["name"], perf_counter()
    about = {"job": name, "count": len(claimed)}
    renewal = asyncio.create_task(_renew([one["id"] for one in claimed]))
    try:
        await _together[name][1]([one["payload"] for one in claimed])
    except Exception:
        log.exception("jobs failed together", extra=about)
        for one in claimed:
            await _do(one)
    else:
        await _forget(claimed)
        ms = round((perf_counter() - begun) * 1000)
        log.info("jobs done together", extra={**about, "ms": ms})
    finally:
        renewal.cancel()


async def _do(claimed: Payload) -> None:
    name, begun = claimed["name"], perf_counter()
    about = {"job": name, "job_id": claimed["id"], "organisation": claimed["organisation_id"]}
    renewal = asyncio.create_task(_renew([claimed["id"]]))
    try:
        await _handlers[name](claimed["payload"])
    except Exception as trouble:
        log.exception("job failed", extra={**about, "tries": claimed["tries"]})
        await _failed(claimed, type(trouble).__name__)
    else:
        await _forget([claimed])
        ms = round((perf_counter() - begun) * 1000)
        log.info("job done", extra={**about, "ms": ms})
    finally:
        renewal.cancel()


async def _failed(claimed: Payload, trouble: str) -> None:
    row = Job.filter(id=claimed["id"])
    if claimed["tries"] < TRIES:
        pause = FIRST_PAUSE * 2 ** (claimed["tries"] - 1)
        await row.update(execute_after=clock.now() + pause, trouble=trouble)
        return
    await row.update(died_at=clock.now(), trouble=trouble)
    if mourner := _mourners.get(claimed["name"]):
        await mourner(claimed["payload"])


async def _claim() -> list[Payload]:
    """Take the job that is due longest, so that no other worker sees it for a lease; with it
    others of its kind, where they can be done together."""
    claimed = await _take("died_at IS NULL AND execute_after <= $1", 1)
    if not claimed:
        return []
    [first] = claimed
    most, _handler = _together.get(first["name"], (1, None))
    if most > 1 and first["tries"] <= TOGETHER_TRIES:
        claimed += await _take(
            "died_at IS NULL AND execute_after <= $1 AND name = $3 AND tries < $4",
            most - 1,
            first["name"],
            TOGETHER_TRIES,
        )
    return claimed


async def _take(which: str, most: int, *words: object) -> list[Payload]:
    # Materialised: a plan may run a subquery again for each row, and its limit would hold for each.
    now = clock.now()
    rows = await connections.get("default").execute_query_dict(
        # Its parts are ours: no value is ever written into it.
        f"""
        WITH due AS MATERIALIZED (
            SELECT id FROM job WHERE {which}
            ORDER BY execute_after, id LIMIT {most:d} FOR UPDATE SKIP LOCKED
        )
        UPDATE job SET tries = tries + 1, execute_after = $2
        FROM due WHERE job.id = due.id
        RETURNING job.id, name, payload, organisation_id, tries
        """,  # noqa: S608
        [now, now + LEASE, *words],
    )
    for row in rows:
        if isinstance(row["payload"], str):
            row["payload"] = json.loads(row["payload"])
    return sorted(rows, key=lambda row: row["id"])


async def _forget(claimed: Sequence[Payload]) -> None:
    await Job.filter(id__in=[one["id"] for one in claimed]).delete()


async def _renew(ids: list[int]) -> None:
    while True:
        await asyncio.sleep(LEASE.total_seconds() / 3)
        await Job.filter(id__in=ids).update(execute_after=clock.now() + LEASE)


async def _round(name: str, stop: asyncio.Event) -> None:
    seconds, action = _rounds[name]
    while not stop.is_set():
        try:
            await action()
        except Exception:
            log.exception("round failed", extra={"job": name})
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds)


async def _listen(dsn: str, ready: asyncio.Event, stop: asyncio.Event) -> None:
    """Wake the hands as soon as somebody commits a job; without it they look by themselves."""
    while not stop.is_set():
        try:
            connection = await asyncpg.connect(dsn)
        except (OSError, asyncpg.PostgresError):
            await asyncio.sleep(LOOK_AGAIN)
            continue
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _gone: lost.set())  # noqa: B023
        try:
            await connection.add_listener("job", lambda *_told: ready.set())
            ready.set()
            waits = [asyncio.create_task(stop.wait()), asyncio.create_task(lost.wait())]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for waiting in waits:
                waiting.cancel()
        finally:
            await connection.close()

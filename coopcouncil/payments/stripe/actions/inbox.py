"""The inbox: events as they came, each with the job to act on it.

Webhooks come by the thousand in one morning. Those that come while others are being written wait
for them, and are then written together: one statement, one journey to the database, one commit
that the disk confirms. None is answered before its own row is safe.
"""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.payments.stripe.provider import Told

AT_ONCE = 200

# The rows and their jobs (as `jobs.enqueue` writes them) stand or fall together, and a doubled
# event makes neither. In the order of their ids: two processes that are told the same events in
# different orders would else wait for each other.
_KEEP = """
WITH come AS (
    SELECT * FROM unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::text[])
        AS one (event_id, account_id, kind, body)
), made AS (
    INSERT INTO stripe_event
        (event_id, account_id, organisation_id, kind, body, came_by, received_at, tries, trouble)
    SELECT come.event_id, come.account_id, stripe_account.organisation_id, come.kind, come.body,
        $5, $6::timestamptz, 0, ''
    FROM come LEFT JOIN stripe_account ON stripe_account.account_id = come.account_id
    ORDER BY come.event_id
    ON CONFLICT (event_id) DO NOTHING
    RETURNING id, organisation_id
), work AS (
    INSERT INTO job (name, organisation_id, payload, execute_after, tries, trouble, created_at)
    SELECT 'stripe-event', coalesce(organisation_id, 0), jsonb_build_object('event', id),
        $6::timestamptz, 0, '', $6::timestamptz FROM made ORDER BY id
)
SELECT count(*) AS made FROM made
"""


class Came(NamedTuple):
    """An event, and the text that it was read from."""

    event: Told
    body: str


async def keep(came: Sequence[Came], came_by: str = "webhook") -> int:
    """Keep events as they came, with the jobs to act on them; how many are new."""
    [found] = await connections.get("default").execute_query_dict(
        _KEEP,
        [
            [one.event.id for one in came],
            [one.event.account for one in came],
            [one.event.kind[:80] for one in came],
            [one.body for one in came],
            came_by,
            clock.now(),
        ],
    )
    return int(found["made"])


Waiting: TypeAlias = tuple[Came, asyncio.Future[None]]


class Inbox:
    """Where what comes at the same time is kept together."""

    def __init__(self) -> None:
        self._waiting: list[Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, event: Told, body: str) -> None:
        """Keep an event; returns once it is committed, and raises what hindered that."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((Came(event, body), kept))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await kept

    async def _write(self) -> None:
        part: list[Waiting] = []
        try:
            while part := self._waiting[:AT_ONCE]:
                del self._waiting[:AT_ONCE]
                await _keep_all(part)
        finally:
            # Only where the process ends meanwhile does anybody still wait.
            self._writing = None
            for _came, kept in [*part, *self._waiting]:
                kept.cancel()


async def _keep_all(part: Sequence[Waiting]) -> None:
    try:
        await keep([came for came, _kept in part])
    except Exception as trouble:
        if len(part) == 1:
            if not part[0][1].done():
                part[0][1].set_exception(trouble)
            return
        # One that no table takes hinders none of the others.
        for one in part:
            await _keep_all([one])
    else:
        for _came, kept in part:
            if not kept.done():
                kept.set_result(None)

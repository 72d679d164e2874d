"""Looking through a register for people who are in it twice: in rounds of bounded steps.

A round covers the change-sets since the last one. First the keys of every member of whom they say
something are made anew, then these members are compared, a thousand at a time. Each step is its
own job in its own transaction, and the row says how far the round is: a worker that is killed
leaves the step undone, and the next one does it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import asyncpg
from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.jobs import enqueue, every, job
from coopcouncil.kernel.models import Job
from coopcouncil.members.duplicates.finding import Stretch, compare, moved_after, renew_keys
from coopcouncil.members.duplicates.keys import MOST_SHARING
from coopcouncil.members.duplicates.models import LookedThrough
from coopcouncil.members.models import ChangeSet
from coopcouncil.organisations.models import Organisation

CHUNK = 1_000
EVERY = 3_600.0
_JOB = "look-for-duplicates"


class Step(StrEnum):
    """Where a round is."""

    NONE = ""
    KEYS = "keys"
    PAIRS = "pairs"


@dataclass(frozen=True)
class Went:
    """What one step came to."""

    found: int
    is_over: bool


async def ask_to_look(org: Organisation) -> None:
    """Have the register looked through after this transaction; jobs do it, step by step."""
    await enqueue(_JOB, {"organisation": org.id}, org.id)


async def begin_to_look(org: Organisation) -> None:
    """The same for somebody who waits and watches: the round is begun, and seen to be."""
    looked = await _locked(org.id)
    if looked.step == Step.NONE and await _begun(looked):
        await looked.save()
    await ask_to_look(org)


@job(_JOB)
async def look_for_duplicates(payload: Mapping[str, Any]) -> None:
    """The job: one step of one organisation's round, and the job of the next."""
    async with in_transaction():
        looked = await _locked(payload["organisation"])
        if not await _is_its_turn(looked, payload.get("at")):
            return
        if not (await _step(looked)).is_over:
            then = {"organisation": looked.organisation_id, "at": _place(looked)}
            await enqueue(_JOB, then, looked.organisation_id)


async def look_everywhere() -> None:
    """Every register that changed since it was last looked through, if nobody is at it."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT c.organisation_id AS id FROM change_set AS c "
        "LEFT JOIN looked_through AS l ON l.organisation_id = c.organisation_id "
        "GROUP BY c.organisation_id, l.number HAVING max(c.number) > coalesce(l.number, 0) "
        "AND NOT EXISTS (SELECT FROM job WHERE name = $1 AND died_at IS NULL "
        "AND job.organisation_id = c.organisation_id)",
        [_JOB],
    )
    for row in rows:
        async with in_transaction():
            await ask_to_look(await Organisation.get(id=row["id"]))


every(_JOB, EVERY, look_everywhere)


async def look_through(org: Organisation) -> int:
    """Look at all that changed, here and now; how many pairs were found alike."""
    found = 0
    while True:
        async with in_transaction():
            went = await _step(await _locked(org.id))
        found += went.found
        if went.is_over:
            return found


async def _locked(org: int) -> LookedThrough:
    await lock("likenesses", org)
    looked = await LookedThrough.everywhere().filter(organisation_id=org).first()
    return looked or await LookedThrough.create(organisation_id=org)


async def _is_its_turn(looked: LookedThrough, at: list[Any] | None) -> bool:
    """Whether a job goes on with the round: one chain of jobs is enough."""
    if at is not None:
        return at == _place(looked)
    if looked.step == Step.NONE:
        return True
    # A round is under way: somebody else's, unless its chain was lost.
    waiting = Job.filter(name=_JOB, died_at=None, organisation_id=looked.organisation_id)
    return _place(looked) not in [each.payload.get("at") for each in await waiting]


def _place(looked: LookedThrough) -> list[Any]:
    return [looked.round_to, str(looked.step), looked.upto]


async def _step(looked: LookedThrough) -> Went:
    """One step of the round, or the first of another; inside the caller's transaction."""
    if looked.step == Step.NONE and not await _begun(looked):
        return Went(0, is_over=True)
    stretch = await _stretch(looked)
    async with connections.get("default").acquire_connection() as connection:
        members = await moved_after(connection, stretch, looked.upto, CHUNK)
        found = 0
        if looked.step == Step.KEYS:
            await renew_keys(connection, looked.organisation_id, members)
        else:
            found = await compare(connection, stretch, members, clock.now())
        looked.done += len(members)
        if len(members) == CHUNK:
            looked.upto = members[-1]
        else:
            await _turn(connection, looked)
    await looked.save()
    return Went(found, is_over=False)


async def _begun(looked: LookedThrough) -> bool:
    """Begin a round if the register changed since the last one."""
    org = looked.organisation_id
    last = await ChangeSet.everywhere().filter(organisation_id=org).order_by("-number").first()
    if last is None or last.number <= looked.number:
        return False
    looked.step, looked.round_to = Step.KEYS, last.number
    looked.upto = looked.done = 0
    stretch = await _stretch(looked)
    rows = await connections.get("default").execute_query_dict(
        "SELECT count(DISTINCT member_id) AS n FROM register_change WHERE organisation_id = $1 "
        "AND change_set_id > $2 AND change_set_id <= $3",
        [org, stretch.after, stretch.upto],
    )
    looked.whole = rows[0]["n"]
    return True


async def _turn(connection: asyncpg.Connection, looked: LookedThrough) -> None:
    """All members had this step: on to the next, or the round is over."""
    looked.upto = looked.done = 0
    if looked.step == Step.KEYS:
        looked.step = Step.PAIRS
        if looked.whole > CHUNK:
            await connection.execute("ANALYZE likeness_key")
        return
    if looked.whole > CHUNK:
        looked.passed_over = await connection.fetchval(
            "SELECT count(*) FROM (SELECT FROM likeness_key WHERE organisation_id = $1 "
            "GROUP BY key HAVING count(*) > $2) AS common",
            looked.organisation_id,
            MOST_SHARING,
        )
    looked.step, looked.number, looked.looked_at = Step.NONE, looked.round_to or 0, clock.now()
    looked.round_to, looked.whole = None, 0


async def _stretch(looked: LookedThrough) -> Stretch:
    """The change-sets of the round. Under the register's lock their ids follow their numbers."""
    sets = ChangeSet.everywhere().filter(organisation_id=looked.organisation_id)
    before = await sets.filter(number__lte=looked.number).order_by("-number").first()
    last = await sets.filter(number__lte=looked.round_to).order_by("-number").first()
    return Stretch(looked.organisation_id, before.id if before else 0, last.id if last else 0)

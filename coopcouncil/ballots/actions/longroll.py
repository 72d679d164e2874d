"""A roll too long to be waited for: cut and sealed beside the pages, which show how far it is.

Each is one transaction with the row that says it is going on: killed at any point, it has not
happened, and is begun again.
"""

from dataclasses import replace

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import locks
from coopcouncil.ballots.actions.roll import cut_now, cut_roll, seal_now, seal_roll
from coopcouncil.ballots.models import Ballot, Roll, RollDoing, RollWork
from coopcouncil.ballots.reads import course_of
from coopcouncil.ballots.rules.course import StillInTheWay, may_change
from coopcouncil.ballots.rules.obstacles import QualifyingDayToCome
from coopcouncil.ballots.settingup import obstacles_of
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.errors import Refused

AT_ONCE = 20_000
"""So many voters are cut and sealed while the officer waits: a second or two."""


async def ask_for_cut(ballot: Ballot, by: Person | None) -> Roll | None:
    """The roll, cut at once; None where the register is long, and it will be cut beside."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT count(*) AS n FROM (SELECT FROM register_entry WHERE organisation_id = $1 "
        "AND superseded_at IS NULL LIMIT $2) AS counted",
        [ballot.organisation_id, AT_ONCE + 1],
    )
    if rows[0]["n"] <= AT_ONCE:
        return await cut_roll(ballot, by)
    if ballot.qualifying_on > clock.today():
        raise QualifyingDayToCome(ballot.qualifying_on)
    size = await connections.get("default").execute_query_dict(
        "SELECT count(*) AS n FROM member WHERE organisation_id = $1", [ballot.organisation_id]
    )
    await _ask(ballot, RollDoing.CUTTING, size[0]["n"], by)
    return None


async def ask_for_seal(ballot: Ballot, by: Person | None) -> bool:
    """Whether it was sealed at once; if not, it will be beside."""
    roll = await Roll.of(ballot).first()
    if roll is None or roll.count <= AT_ONCE:
        await seal_roll(ballot, by)
        return True
    if await obstacles_of(ballot):
        raise StillInTheWay
    await _ask(ballot, RollDoing.SEALING, roll.count, by)
    return False


async def _ask(ballot: Ballot, doing: RollDoing, total: int, by: Person | None) -> None:
    async with in_transaction():
        may_change(await course_of(ballot))
        await locks.alone(ballot)
        may_change(await course_of(ballot))
        work = await RollWork.create(
            ballot=ballot, doing=doing, asked_at=clock.now(), asked_by=by, total=total
        )
        await jobs.enqueue("work-on-roll", {"work": work.id}, ballot.organisation_id)


async def given_up(payload: jobs.Payload) -> None:
    """Nothing was done: the ballot is as it was, and can be changed again."""
    await RollWork.filter(id=int(payload["work"])).delete()


@jobs.job("work-on-roll", when_dead=given_up)
async def work_on_roll(payload: jobs.Payload) -> None:
    """Cut or seal, and forget that it was being done: both or neither."""
    number, outside = int(payload["work"]), connections.get("default")

    async def told(done: int) -> None:
        # Beside the transaction, or nobody would see it before the end.
        await RollWork.filter(id=number).using_db(outside).update(done=done)

    try:
        async with in_transaction():
            work = await RollWork.filter(id=number).select_related("asked_by").first()
            if work is None:
                return
            ballot = await Ballot.everywhere().get(id=work.ballot_id)
            await locks.alone(ballot)
            if not await RollWork.filter(id=number).exists():
                return
            await ballot.refresh_from_db()
            may_change(replace(await course_of(ballot), is_roll_worked_on=False))
            if work.doing is RollDoing.CUTTING:
                await cut_now(ballot, work.asked_by, told)
            else:
                await seal_now(ballot, work.asked_by, told)
            await RollWork.filter(id=number).delete()
    except Refused:
        # What stands in the way now is on the ballot's page.
        await given_up(payload)

"""Counting what came out of the box, and declaring it."""

import asyncio
import hashlib
from functools import lru_cache
from typing import TypeAlias

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import locks
from coopcouncil.ballots.actions.chain import add_event
from coopcouncil.ballots.actions.telling import tell_roll
from coopcouncil.ballots.models import (
    Ballot,
    CountRun,
    Declaration,
    EventKind,
    Kind,
    LotDraw,
    OpenedBox,
)
from coopcouncil.ballots.reads import course_of, paper_of, roll_of
from coopcouncil.ballots.rules.counting import (
    LotsNeeded,
    Standing,
    decide_on,
    election_of,
    may_count,
    may_declare,
    written,
)
from coopcouncil.ballots.rules.majority import Passing
from coopcouncil.ballots.rules.reasons import Reason
from coopcouncil.ballots.rules.state import state_of
from coopcouncil.counting import recount
from coopcouncil.counting.formats import canonical
from coopcouncil.counting.outcome import Outcome, Totals
from coopcouncil.counting.papers import Election
from coopcouncil.counting.resolution import Decision
from coopcouncil.counting.ties import TieNeedsLot
from coopcouncil.kernel import audit, clock

Counted: TypeAlias = Outcome | Totals | Decision


async def count_ballot(ballot: Ballot, by: Person | None) -> CountRun:
    """Count the papers by the ballot's rule. The same papers, rule and lots always agree.

    A count that stops at a tie stands in the public record: whoever draws lots after it knew
    whom they would favour, and everybody can see that.
    """
    try:
        return await _count_ballot(ballot, by)
    except LotsNeeded as tie:
        async with in_transaction():
            await locks.alone(ballot)
            await add_event(ballot, EventKind.TIED, stage=tie.stage, between=list(tie.places))
            await _record(ballot, by, "stopped a count at a tie", stage=tie.stage)
        raise


async def _count_ballot(ballot: Ballot, by: Person | None) -> CountRun:
    async with in_transaction():
        await locks.alone(ballot)
        may_count(state_of(await course_of(ballot), clock.now()))
        box = await OpenedBox.of(ballot).get()
        outcome = await counted(ballot, box)
        result = written(outcome)
        last = await CountRun.of(ballot).order_by("-n").first()
        run = await CountRun.create(
            ballot=ballot,
            n=last.n + 1 if last else 1,
            rule=ballot.count_rule,
            papers_hash=box.papers_hash,
            result=result,
            result_hash=hashlib.sha256(canonical.write(result).encode()).hexdigest(),
            at=clock.now(),
            by=by,
        )
        await add_event(
            ballot,
            EventKind.COUNTED,
            run=run.n,
            rule=run.rule,
            papers_hash=run.papers_hash,
            result_hash=run.result_hash,
        )
        await _record(ballot, by, "counted a ballot", run=run.n, result=run.result_hash)
    return run


async def declare(ballot: Ballot, run: CountRun, reason: Reason, by: Person | None) -> None:
    """The returning officer's word on the newest count; a later word corrects the first.

    `reason` is wanted of a correction alone.
    """
    async with in_transaction():
        await locks.alone(ballot)
        last = await Declaration.of(ballot).order_by("-n").first()
        may_declare(True, last is not None and last.run_id == run.id, last is not None, reason.en)
        said = await Declaration.create(
            ballot=ballot,
            n=last.n + 1 if last else 1,
            run=run,
            reason=reason.en if last else "",
            reason_cy=reason.cy if last else "",
            at=clock.now(),
            by=by,
        )
        why = {"reason": reason.en, "reason_cy": reason.cy} if last else {}
        event = await add_event(
            ballot,
            EventKind.CORRECTED if last else EventKind.DECLARED,
            run=run.n,
            result_hash=run.result_hash,
            **why,
        )
        await _record(ballot, by, "declared a result", run=run.n, declaration=said.n)
        await tell_roll(ballot, event)


async def counted(ballot: Ballot, box: OpenedBox) -> Counted:
    """The outcome with all its stages: worked out, not stored, since it always comes out alike."""
    if ballot.kind is Kind.RESOLUTION:
        roll = await roll_of(ballot)
        passing = Passing.read(ballot.passing or {})
        return decide_on(box.papers, roll.count if roll else 0, passing, ballot.quorum)
    lots = await lots_of(ballot)
    standing = await standing_of(ballot)
    try:
        return await asyncio.to_thread(
            _count,
            ballot.title,
            ballot.seats,
            standing,
            box.papers,
            ballot.count_rule,
            lots,
            ballot.most_choices,
        )
    except TieNeedsLot as tie:
        raise LotsNeeded(
            tie.stage, tie.between, [standing[n - 1].name for n in tie.between]
        ) from None


async def election_in(ballot: Ballot, box: OpenedBox) -> Election:
    """The papers as the election that everybody may count again."""
    standing = await standing_of(ballot)
    return await asyncio.to_thread(election_of, ballot.title, ballot.seats, standing, box.papers)


async def standing_of(ballot: Ballot) -> tuple[Standing, ...]:
    """Who stands on the paper, in its order."""
    return tuple(
        [
            Standing(one.option.name if one.option else "", one.is_withdrawn)
            for one in await paper_of(ballot)
        ]
    )


async def lots_of(ballot: Ballot) -> tuple[int, ...]:
    """The order drawn by lot, or nothing."""
    drawn = await LotDraw.of(ballot).get_or_none()
    return tuple(drawn.order) if drawn else ()


@lru_cache(maxsize=16)
def _count(
    title: str,
    seats: int,
    standing: tuple[Standing, ...],
    papers: str,
    rule: str,
    lots: tuple[int, ...],
    most: int | None,
) -> Outcome | Totals:
    return recount.count(election_of(title, seats, standing, papers), rule, lots, most)


async def _record(ballot: Ballot, by: Person | None, verb: str, **facts: object) -> None:
    await audit.record(
        ballot.organisation_id, by.id if by else None, verb, f"ballot:{ballot.id}", **facts
    )

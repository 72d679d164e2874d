"""Extending, suspending, resuming and voiding: each with a reason, as an event told to all."""

from datetime import datetime

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import locks
from coopcouncil.ballots.actions.chain import add_event
from coopcouncil.ballots.actions.telling import tell_roll
from coopcouncil.ballots.models import (
    Ballot,
    EventKind,
    Extension,
    Option,
    Suspension,
    Voiding,
    Withdrawal,
)
from coopcouncil.ballots.reads import course_of, rules_of
from coopcouncil.ballots.rules.chain import instant
from coopcouncil.ballots.rules.course import (
    may_extend,
    may_resume,
    may_suspend,
    may_void,
    may_withdraw,
)
from coopcouncil.ballots.rules.reasons import Reason, must_say
from coopcouncil.kernel import audit, clock


async def extend(ballot: Ballot, closes_at: datetime, reason: Reason, by: Person | None) -> None:
    """Move the close to a later time."""
    must_say(reason, (await rules_of(ballot)).bilingual)
    async with in_transaction():
        await locks.alone(ballot)
        await ballot.refresh_from_db()
        may_extend(await course_of(ballot), closes_at, clock.now())
        await Extension.create(
            ballot=ballot,
            was_to_close_at=ballot.closes_at,
            closes_at=closes_at,
            reason=reason.en,
            reason_cy=reason.cy,
            at=clock.now(),
            by=by,
        )
        before, ballot.closes_at = ballot.closes_at, closes_at
        await ballot.save(update_fields=["closes_at"])
        await _tell(
            ballot,
            EventKind.EXTENDED,
            by,
            "extended a ballot",
            reason,
            was_to_close_at=instant(before),
            closes_at=instant(closes_at),
        )


async def suspend(ballot: Ballot, reason: Reason, by: Person | None) -> None:
    """Take no votes until it is resumed. What is in the box stays there."""
    must_say(reason, (await rules_of(ballot)).bilingual)
    async with in_transaction():
        await locks.alone(ballot)
        may_suspend(await course_of(ballot), clock.now())
        await Suspension.create(
            ballot=ballot, reason=reason.en, reason_cy=reason.cy, at=clock.now(), by=by
        )
        await _tell(ballot, EventKind.SUSPENDED, by, "suspended a ballot", reason)


async def resume(ballot: Ballot, reason: Reason, by: Person | None) -> None:
    """Take votes again."""
    must_say(reason, (await rules_of(ballot)).bilingual)
    async with in_transaction():
        await locks.alone(ballot)
        may_resume(await course_of(ballot), clock.now())
        await (
            Suspension.of(ballot)
            .filter(resumed_at=None)
            .update(
                resumed_at=clock.now(),
                resumed_because=reason.en,
                resumed_because_cy=reason.cy,
                resumed_by_id=by.id if by else None,
            )
        )
        await _tell(ballot, EventKind.RESUMED, by, "resumed a ballot", reason)


async def void(ballot: Ballot, reason: Reason, by: Person | None) -> None:
    """The ballot counts for nothing, and its box is never opened."""
    must_say(reason, (await rules_of(ballot)).bilingual)
    async with in_transaction():
        await locks.alone(ballot)
        may_void(await course_of(ballot))
        await Voiding.create(
            ballot=ballot, reason=reason.en, reason_cy=reason.cy, at=clock.now(), by=by
        )
        await _tell(ballot, EventKind.VOIDED, by, "declared a ballot void", reason)


async def withdraw(option: Option, ballot: Ballot, reason: str, by: Person | None) -> None:
    """A candidate stands on the paper and no longer in the election. Votes already cast stay as
    they are: the count passes the candidate over."""
    async with in_transaction():
        await locks.alone(ballot)
        gone = await Withdrawal.of(ballot).count()
        may_withdraw(
            await course_of(ballot),
            await Withdrawal.of(ballot).filter(option_id=option.id).exists(),
            await Option.of(ballot).count() - gone,
        )
        await Withdrawal.create(ballot=ballot, option=option, reason=reason, at=clock.now())
        # The public record names a place on the paper, and the paper says whose it is.
        await add_event(ballot, EventKind.WITHDRAWN, place=option.place)
        await audit.record(
            ballot.organisation_id,
            by.id if by else None,
            "recorded a candidate's withdrawal",
            f"ballot:{ballot.id}",
            place=option.place,
            reason=reason,
        )


async def _tell(
    ballot: Ballot,
    kind: EventKind,
    by: Person | None,
    verb: str,
    reason: Reason,
    **facts: str,
) -> None:
    event = await add_event(ballot, kind, reason=reason.en, reason_cy=reason.cy, **facts)
    await audit.record(
        ballot.organisation_id,
        by.id if by else None,
        verb,
        f"ballot:{ballot.id}",
        reason=reason.en,
        **facts,
    )
    await tell_roll(ballot, event)

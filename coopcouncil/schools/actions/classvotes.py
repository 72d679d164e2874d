"""Class votes: a question, what each class said, and the close."""

from collections.abc import Sequence

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.models import ClassTally, ClassVote
from coopcouncil.schools.rules.classvotes import ClassVoteClosed, may_tell, options_of


async def begin_class_vote(
    trust: Organisation,
    school: Organisation,
    question: str,
    question_cy: str,
    english: str,
    welsh: str,
    by: Person | None,
) -> ClassVote:
    """Put a question to the classes of a school."""
    options = options_of(english, welsh)
    async with in_transaction():
        vote = await ClassVote.create(
            organisation=trust,
            part=school,
            question=question,
            question_cy=question_cy,
            options=options,
            begun_by=by,
            begun_at=clock.now(),
        )
        await _record(trust, by, "began a class vote", vote)
    return vote


async def tell(
    trust: Organisation, vote: ClassVote, class_name: str, counts: Sequence[int], by: Person | None
) -> None:
    """Note what a class said; telling again puts it right while the vote is open."""
    async with in_transaction():
        await lock("class-vote", vote.id)
        await vote.refresh_from_db()
        may_tell(vote.closed_at is not None, counts)
        before = ClassTally.within(trust).filter(vote_id=vote.id, class_name=class_name)
        now = clock.now()
        await before.filter(superseded_at=None).update(superseded_at=now)
        await ClassTally.create(
            organisation=trust,
            vote=vote,
            class_name=class_name,
            counts=list(counts),
            noted_by=by,
            noted_at=now,
        )
        await _record(trust, by, "told what a class said", vote, counted=sum(counts))


async def close_class_vote(trust: Organisation, vote: ClassVote, by: Person | None) -> None:
    """From here on the result stands."""
    async with in_transaction():
        await lock("class-vote", vote.id)
        await vote.refresh_from_db()
        if vote.closed_at is not None:
            raise ClassVoteClosed
        vote.closed_at = clock.now()
        vote.closed_by = by
        await vote.save(update_fields=["closed_at", "closed_by_id"])
        await _record(trust, by, "closed a class vote", vote)


async def _record(
    trust: Organisation, by: Person | None, verb: str, vote: ClassVote, **facts: object
) -> None:
    await audit.record(trust.id, by.id if by else None, verb, f"class-vote:{vote.id}", **facts)

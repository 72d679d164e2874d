"""Papers after the close: keyed by two officers, or taken in as a file; sealed until the box
is opened, and never more than there are marks."""

import hashlib
import hmac
from collections import Counter

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import keys, locks
from coopcouncil.ballots.actions.chain import add_event
from coopcouncil.ballots.actions.twoofficers import second
from coopcouncil.ballots.models import Ballot, EventKind, KeyedPaper, PaperBatch, PaperMark
from coopcouncil.ballots.models.paper import BatchSource
from coopcouncil.ballots.reads import course_of
from coopcouncil.ballots.rules.batches import (
    BatchAgreed,
    EmptyBatch,
    MoreThanTwo,
    NothingToTakeBack,
    StillDiffers,
    count_of,
    may_agree,
    may_hold,
    may_take_in,
    most_bytes,
    places_that_differ,
)
from coopcouncil.ballots.rules.papers import in_blocks, padded
from coopcouncil.ballots.rules.state import state_of
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.config import current


async def take_in(
    ballot: Ballot, source: BatchSource, filename: str, papers: Counter[str], by: Person
) -> PaperBatch:
    """Seal a file's papers as one batch; a second officer has yet to agree."""
    count = count_of(papers)
    if not count:
        raise EmptyBatch
    async with in_transaction():
        await _begin(ballot)
        await _room(ballot, None, count)
        batch = await _new(ballot, source, by, filename=filename[:200], papers=count)
        batch.sealed = keys.seal(
            bytes(ballot.public_key or b""), ballot.id, keys.batch(batch.id), in_blocks(papers)
        )
        batch.hash = hashlib.sha256(batch.sealed).hexdigest()
        await batch.save(update_fields=["sealed", "hash"])
        await _record(ballot, by, "took in a batch of papers", batch=batch.n, papers=count)
    return batch


async def begin_keying(ballot: Ballot, by: Person) -> PaperBatch:
    """An empty batch, to be keyed twice."""
    async with in_transaction():
        await _begin(ballot)
        batch = await _new(ballot, BatchSource.KEYED, by)
        await _record(ballot, by, "began to key papers", batch=batch.n)
    return batch


async def key_paper(
    ballot: Ballot, batch: PaperBatch, ranking: str, options: int, by: Person, place: int = 0
) -> int:
    """Seal one paper as this officer reads it, as the next of the pile or in place of an
    earlier reading; its place in the pile."""
    async with in_transaction():
        await _begin(ballot)
        await batch.refresh_from_db()
        if batch.agreed_at is not None:
            raise BatchAgreed
        await _one_of_two(ballot, batch, by)
        mine = KeyedPaper.of(ballot).filter(batch_id=batch.id, keyed_by_id=by.id)
        keyed = await mine.count()
        again = 1 <= place <= keyed
        place = place if again else keyed + 1
        if not again:
            await _room(ballot, batch, place)
        most = most_bytes(options, ballot.paper_length or 0)
        sealed = keys.seal(
            bytes(ballot.public_key or b""),
            ballot.id,
            keys.keyed(batch.id, place, by.id),
            padded(ranking, most),
        )
        check = _check(ballot, batch, place, ranking)
        if again:
            await mine.filter(place=place).update(sealed=sealed, check_hmac=check)
        else:
            await KeyedPaper.create(
                ballot=ballot,
                batch=batch,
                place=place,
                keyed_by=by,
                sealed=sealed,
                check_hmac=check,
            )
        await _recount(ballot, batch)
    return place


async def take_back_last(ballot: Ballot, batch: PaperBatch, by: Person) -> int:
    """Forget the paper that this officer keyed last; its place in the pile."""
    async with in_transaction():
        await _begin(ballot)
        await batch.refresh_from_db()
        if batch.agreed_at is not None:
            raise BatchAgreed
        last = (
            await KeyedPaper.of(ballot)
            .filter(batch_id=batch.id, keyed_by_id=by.id)
            .order_by("-place")
            .first()
        )
        if last is None:
            raise NothingToTakeBack
        await last.delete()
        await _recount(ballot, batch)
    return last.place


async def agree_batch(ballot: Ballot, batch: PaperBatch, by: Person) -> None:
    """A second officer vouches for the batch; its hash joins the public chain."""
    async with in_transaction():
        await _begin(ballot)
        await batch.refresh_from_db()
        if batch.source is BatchSource.KEYED:
            await _seal_keyed(ballot, batch)
        may_agree(batch.begun_by_id, by.id, batch.agreed_at is not None, batch.papers)
        await second(ballot, batch.begun_by_id, by.id)
        batch.agreed_at, batch.agreed_by = clock.now(), by
        await batch.save(update_fields=["agreed_at", "agreed_by_id", "papers", "hash"])
        # How many came on paper is not said: ways of voting are published merged.
        await add_event(ballot, EventKind.BATCH, batch=batch.n, hash=batch.hash)
        await _record(ballot, by, "agreed to a batch of papers", batch=batch.n, hash=batch.hash)


async def discard_batch(ballot: Ballot, batch: PaperBatch, by: Person) -> None:
    """Throw away a batch that is not agreed: the wrong file, or a muddled pile."""
    async with in_transaction():
        await _begin(ballot)
        await batch.refresh_from_db()
        if batch.agreed_at is not None:
            raise BatchAgreed
        await KeyedPaper.of(ballot).filter(batch_id=batch.id).delete()
        await batch.delete()
        await _record(ballot, by, "threw away a batch of papers", batch=batch.n)


async def differences(ballot: Ballot, batch: PaperBatch) -> tuple[int, ...]:
    """The papers that the two officers keyed differently; neither keying is opened for it."""
    first, second = await _two_keyings(ballot, batch)
    return places_that_differ(first, second)


async def _two_keyings(ballot: Ballot, batch: PaperBatch) -> tuple[dict[int, str], dict[int, str]]:
    found: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for row in await KeyedPaper.of(ballot).filter(batch_id=batch.id):
        found[row.keyed_by_id != batch.begun_by_id][row.place] = row.check_hmac
    return found


async def _seal_keyed(ballot: Ballot, batch: PaperBatch) -> None:
    """Both keyings say the same: the first one's sealed papers are the batch."""
    differ = await differences(ballot, batch)
    if differ:
        raise StillDiffers(len(differ))
    papers = await (
        KeyedPaper.of(ballot)
        .filter(batch_id=batch.id, keyed_by_id=batch.begun_by_id)
        .order_by("place")
    )
    batch.papers = len(papers)
    batch.hash = hashlib.sha256(b"".join(bytes(paper.sealed) for paper in papers)).hexdigest()


async def _begin(ballot: Ballot) -> None:
    await locks.alone(ballot)
    may_take_in(state_of(await course_of(ballot), clock.now()))


async def _room(ballot: Ballot, besides: PaperBatch | None, papers: int) -> None:
    """Marks enough for these papers and those of the other batches."""
    others = sum(
        batch.papers
        for batch in await PaperBatch.of(ballot)
        if besides is None or batch.id != besides.id
    )
    may_hold(others + papers, await PaperMark.of(ballot).count())


async def _new(
    ballot: Ballot, source: BatchSource, by: Person, filename: str = "", papers: int = 0
) -> PaperBatch:
    last = await PaperBatch.of(ballot).order_by("-n").first()
    return await PaperBatch.create(
        ballot=ballot,
        n=last.n + 1 if last else 1,
        source=source,
        begun_at=clock.now(),
        begun_by=by,
        filename=filename,
        papers=papers,
    )


async def _one_of_two(ballot: Ballot, batch: PaperBatch, by: Person) -> None:
    """A third keying could not be told from the second."""
    if by.id == batch.begun_by_id:
        return
    others = KeyedPaper.of(ballot).filter(batch_id=batch.id)
    if await others.exclude(keyed_by_id__in=[by.id, batch.begun_by_id]).exists():
        raise MoreThanTwo


async def _recount(ballot: Ballot, batch: PaperBatch) -> None:
    keyed = KeyedPaper.of(ballot).filter(batch_id=batch.id)
    mine = await keyed.filter(keyed_by_id=batch.begun_by_id).count()
    others = await keyed.exclude(keyed_by_id=batch.begun_by_id).count()
    batch.papers = max(mine, others)
    await batch.save(update_fields=["papers"])


def _check(ballot: Ballot, batch: PaperBatch, place: int, ranking: str) -> str:
    """The same for two keyings of one paper that say the same, and only then."""
    said = f"{batch.id}/{place}/{ranking}".encode()
    key = keys.comparing(current().keys, bytes(ballot.public_key or b""))
    return hmac.new(key, said, hashlib.sha256).hexdigest()


async def _record(ballot: Ballot, by: Person | None, verb: str, **facts: object) -> None:
    await audit.record(
        ballot.organisation_id, by.id if by else None, verb, f"ballot:{ballot.id}", **facts
    )

"""Papers after the close: keyed twice, or taken in as a file, and never more than marks."""

import asyncio
from collections import Counter

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.actions.batches import (
    agree_batch,
    begin_keying,
    differences,
    discard_batch,
    key_paper,
    take_back_last,
    take_in,
)
from coopcouncil.ballots.actions.box import close_ballot, open_box
from coopcouncil.ballots.actions.marks import mark_paper
from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import (
    Ballot,
    BallotEvent,
    EventKind,
    KeyedPaper,
    Kind,
    OpenedBox,
    PaperBatch,
    Way,
)
from coopcouncil.ballots.models.paper import BatchSource
from coopcouncil.ballots.rules.batches import (
    BatchAgreed,
    BatchesNotYet,
    BatchesOver,
    MorePapersThanMarks,
    MoreThanTwo,
    PapersDoNotMatchMarks,
    SameOfficer,
    StillDiffers,
    UnfinishedBatch,
)
from coopcouncil.kernel import clock
from tests.ballots.building import (
    AFTER,
    DURING,
    entry_number,
    key_folder,
    make_ballot,
    make_person,
)

pytestmark = pytest.mark.anyio


async def make_marked(marks: int, voters: int = 5, kind: Kind = Kind.STV) -> Ballot:
    """A ballot on which so many have voted on paper, and the next one on the web."""
    ballot = await make_ballot(kind=kind, voters=voters)
    with clock.frozen(DURING):
        for n in range(1, marks + 1):
            await mark_paper(ballot, await entry_number(ballot, n), None)
        await cast_vote(ballot, (await entry_number(ballot, marks + 1)).id, "1", Way.WEB)
    return ballot


async def officers() -> tuple[Person, Person]:
    return await make_person("Ros Officer"), await make_person("Sam Second")


async def test_how_long_a_sealed_batch_is_says_nothing_of_its_one_paper(db):
    """Its voter's name stands beside it: one mark, one paper."""
    ballot = await make_marked(2)
    first, second = await officers()
    with clock.frozen(AFTER):
        await close_ballot(ballot, None)
        long = await take_in(ballot, BatchSource.BLT, "a.blt", Counter({"1 2 3 4": 1}), first)
        short = await take_in(ballot, BatchSource.BLT, "b.blt", Counter({"": 1}), first)
        assert len(bytes(long.sealed or b"")) == len(bytes(short.sealed or b"")) > 0
        for batch in (long, short):
            await agree_batch(ballot, batch, second)
        await open_box(ballot, key_folder(), None)

    assert (await OpenedBox.of(ballot).get()).papers == "1\n1 1\n1 1 2 3 4\n"


async def test_papers_keyed_alike_by_two_officers_come_out_of_the_box(db):
    before = set(key_folder().glob("*.compare"))
    ballot = await make_marked(3)
    first, second = await officers()
    papers = ["2 1", "1 - 3=4", ""]
    with clock.frozen(AFTER):
        await close_ballot(ballot, None)
        batch = await begin_keying(ballot, first)
        for officer in (first, second):
            for ranking in papers:
                await key_paper(ballot, batch, ranking, 4, officer)
        await agree_batch(ballot, batch, second)
        kept = set(key_folder().glob("*.compare")) - before
        assert kept
        await open_box(ballot, key_folder(), None)

    assert not set(key_folder().glob("*.compare")) & kept
    assert (await OpenedBox.of(ballot).get()).papers == "1\n1 1\n1 1 - 3=4\n1 2 1\n"
    assert not await KeyedPaper.of(ballot).exists()
    event = await BallotEvent.of(ballot).get(kind=EventKind.BATCH)
    assert set(event.facts) == {"batch", "hash"}


async def test_where_keyings_differ_the_paper_is_keyed_again(db):
    ballot = await make_marked(2)
    first, second = await officers()
    with clock.frozen(AFTER):
        batch = await begin_keying(ballot, first)
        for ranking in ("1 2", "3"):
            await key_paper(ballot, batch, ranking, 4, first)
        for ranking in ("2 1", "3"):
            await key_paper(ballot, batch, ranking, 4, second)
        assert await differences(ballot, batch) == (1,)
        with pytest.raises(StillDiffers):
            await agree_batch(ballot, batch, second)
        await key_paper(ballot, batch, "1 2", 4, second, place=1)
        assert await differences(ballot, batch) == ()
        with pytest.raises(SameOfficer):
            await agree_batch(ballot, batch, first)
        await agree_batch(ballot, batch, second)
        with pytest.raises(BatchAgreed):
            await key_paper(ballot, batch, "4", 4, first)
    await batch.refresh_from_db()
    assert batch.papers == 2


async def test_what_two_officers_keyed_is_told_apart_by_no_row(db):
    """The same paper twice has other bytes each time; only the check compares."""
    ballot = await make_marked(2)
    first, second = await officers()
    with clock.frozen(AFTER):
        batch = await begin_keying(ballot, first)
        for officer in (first, second):
            await key_paper(ballot, batch, "1", 4, officer)
        await key_paper(ballot, batch, "4 3 2 1", 4, first)
    rows = await KeyedPaper.of(ballot).order_by("id")
    assert rows[0].check_hmac == rows[1].check_hmac
    assert bytes(rows[0].sealed) != bytes(rows[1].sealed)
    assert len({len(bytes(row.sealed)) for row in rows}) == 1


async def test_a_third_officer_and_more_papers_than_marks_are_refused(db):
    ballot = await make_marked(1)
    first, second = await officers()
    with clock.frozen(AFTER):
        batch = await begin_keying(ballot, first)
        await key_paper(ballot, batch, "1", 4, first)
        with pytest.raises(MorePapersThanMarks):
            await key_paper(ballot, batch, "2", 4, first)
        await key_paper(ballot, batch, "1", 4, second)
        with pytest.raises(MoreThanTwo):
            await key_paper(ballot, batch, "1", 4, await make_person("Third"))
        assert await take_back_last(ballot, batch, second) == 1
        with pytest.raises(MorePapersThanMarks):
            await take_in(ballot, BatchSource.BLT, "more.blt", Counter({"1": 1}), second)


async def test_the_box_stays_shut_until_papers_equal_marks(db):
    ballot = await make_marked(3)
    first, second = await officers()
    with clock.frozen(AFTER):
        await close_ballot(ballot, None)
        with pytest.raises(PapersDoNotMatchMarks):
            await open_box(ballot, key_folder(), None)
        batch = await take_in(ballot, BatchSource.BLT, "a.blt", Counter({"1 2": 2}), first)
        with pytest.raises(UnfinishedBatch):
            await open_box(ballot, key_folder(), None)
        await agree_batch(ballot, batch, second)
        with pytest.raises(PapersDoNotMatchMarks):
            await open_box(ballot, key_folder(), None)
        rest = await take_in(ballot, BatchSource.BLT, "b.blt", Counter({"3": 1}), second)
        await agree_batch(ballot, rest, first)
        await open_box(ballot, key_folder(), None)
        with pytest.raises(BatchesOver):
            await begin_keying(ballot, first)

    assert (await OpenedBox.of(ballot).get()).papers == "1 1\n2 1 2\n1 3\n"


async def test_a_batch_comes_after_the_close_and_can_be_thrown_away(db):
    ballot = await make_marked(1)
    first, second = await officers()
    with clock.frozen(DURING), pytest.raises(BatchesNotYet):
        await take_in(ballot, BatchSource.BLT, "early.blt", Counter({"1": 1}), first)
    with clock.frozen(AFTER):
        batch = await take_in(ballot, BatchSource.BLT, "wrong.blt", Counter({"1": 1}), first)
        await discard_batch(ballot, batch, first)
        assert not await PaperBatch.of(ballot).exists()
        batch = await take_in(ballot, BatchSource.BLT, "right.blt", Counter({"2": 1}), first)
        await agree_batch(ballot, batch, second)
        with pytest.raises(BatchAgreed):
            await discard_batch(ballot, batch, first)


async def test_files_taken_in_at_once_never_pass_the_marks(fresh_db):
    ballot = await make_marked(3)
    first, second = await officers()

    async def take(officer: Person) -> object:
        with clock.frozen(AFTER):
            return await take_in(ballot, BatchSource.BLT, "w.blt", Counter({"1": 2}), officer)

    done = await asyncio.gather(*(take(o) for o in (first, second) * 3), return_exceptions=True)
    assert sum(isinstance(one, PaperBatch) for one in done) == 1
    assert sum(isinstance(one, MorePapersThanMarks) for one in done) == 5
    assert sum(batch.papers for batch in await PaperBatch.of(ballot)) == 2

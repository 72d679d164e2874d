"""Paper votes marked on the roll: one by one, by file, and against votes that are being cast."""

import asyncio
import contextlib

import pytest

from coopcouncil.ballots.actions.marks import mark_paper, mark_papers, unmark_paper
from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import BallotEvent, Envelope, PaperMark, Way
from coopcouncil.ballots.rules.marks import (
    MarkedAlready,
    MarkingOver,
    NotMarked,
    OtherVoteStands,
    read_marks,
)
from coopcouncil.ballots.rules.refusals import VotedOnPaper
from coopcouncil.ballots.voters import found, on_paper, reach, standing_of_marks
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import translator
from coopcouncil.organisations.rulebook import PaperVote
from tests.ballots.building import AFTER, BEFORE, DURING, entry_number, make_ballot

pytestmark = pytest.mark.anyio


async def test_a_paper_takes_the_place_of_a_web_vote(db):
    ballot = await make_ballot()
    entry = await entry_number(ballot)
    with clock.frozen(DURING):
        await cast_vote(ballot, entry.id, "1", Way.WEB)
        await mark_paper(ballot, entry, None)
        with pytest.raises(VotedOnPaper):
            await cast_vote(ballot, entry.id, "2", Way.WEB)
    assert not await Envelope.filter(ballot_id=ballot.id).exists()


async def test_where_rules_say_so_a_paper_after_a_web_vote_is_refused(db):
    ballot = await make_ballot(rules={"paper_vote": PaperVote.REFUSED})
    entry = await entry_number(ballot)
    with clock.frozen(DURING):
        await cast_vote(ballot, entry.id, "1", Way.WEB)
        with pytest.raises(OtherVoteStands):
            await mark_paper(ballot, entry, None)
        assert await mark_papers(ballot, [entry.id], None) == 0
    assert await Envelope.filter(ballot_id=ballot.id).count() == 1
    assert not await PaperMark.of(ballot).exists()


async def test_marks_are_made_once_and_end_with_the_close(db):
    ballot = await make_ballot()
    entry = await entry_number(ballot)
    with clock.frozen(BEFORE):
        await mark_paper(ballot, entry, None)
        with pytest.raises(MarkedAlready):
            await mark_paper(ballot, entry, None)
    with clock.frozen(DURING):
        await unmark_paper(ballot, entry, None)
        with pytest.raises(NotMarked):
            await unmark_paper(ballot, entry, None)
        await mark_paper(ballot, entry, None)
    with clock.frozen(AFTER):
        with pytest.raises(MarkingOver):
            await unmark_paper(ballot, entry, None)
        with pytest.raises(MarkingOver):
            await mark_papers(ballot, [(await entry_number(ballot, 2)).id], None)
    assert await PaperMark.of(ballot).count() == 1


async def test_a_mark_is_no_public_event(db):
    ballot = await make_ballot()
    before = await BallotEvent.of(ballot).count()
    with clock.frozen(DURING):
        await mark_paper(ballot, await entry_number(ballot), None)
    assert await BallotEvent.of(ballot).count() == before


def test_a_file_names_each_wrong_line():
    roll = {"A1": 1, "A2": 2, "A3": 3, "A4": 4}
    text = "name;member_number\nAda;A1\nBob;X9\nCai;A2\n;\nDee;A1\nEve;\nFay;A3\nGus;A4\n"
    seen = read_marks(
        text, roll, frozenset({2}), frozenset({3}), PaperVote.REFUSED, translator("en")
    )
    assert seen.entries == (1, 4)
    assert seen.marked_already == 1
    assert [(wrong.line, wrong.text) for wrong in seen.wrong] == [
        (3, "X9"),
        (6, "A1"),
        (7, "Eve"),
        (8, "A3"),
    ]


def test_a_list_without_heading_and_a_broken_one():
    roll = {"007": 7, "8": 8}
    plain = read_marks("007\r\n8\r\n", roll, frozenset(), frozenset(), PaperVote.REPLACES, str)
    assert plain.entries == (7, 8)
    broken = read_marks('007\n"8\n', roll, frozenset(), frozenset(), PaperVote.REPLACES, str)
    assert broken.entries == (7,)
    assert len(broken.wrong) == 1


async def test_officers_find_voters_by_number_name_and_part_of_it(db):
    ballot = await make_ballot(voters=3)
    second = await entry_number(ballot, 2)
    voters, count = await found(ballot, second.member_number)
    assert voters[0].id == second.id
    voters, count = await found(ballot, "number2")
    assert [voter.id for voter in voters] == [second.id]
    assert count == 1
    assert (await found(ballot, "%"))[1] == 0
    with clock.frozen(DURING):
        await mark_paper(ballot, second, None)
    assert [voter.id for voter in (await on_paper(ballot))[0]] == [second.id]
    assert (await reach(ballot)).on_paper == 1
    roll, marked, _voted = await standing_of_marks(ballot)
    assert marked == {second.id}
    assert len(roll) == 3


async def test_a_vote_and_a_mark_at_once_leave_one_of_them(fresh_db):
    ballot = await make_ballot(voters=12)
    entries = [await entry_number(ballot, n) for n in range(1, 13)]

    async def cast(entry_id: int) -> None:
        with contextlib.suppress(VotedOnPaper):
            await cast_vote(ballot, entry_id, "1", Way.WEB)

    with clock.frozen(DURING):
        await asyncio.gather(
            *(deed for e in entries for deed in (cast(e.id), mark_paper(ballot, e, None)))
        )
    assert await PaperMark.of(ballot).count() == 12
    assert not await Envelope.filter(ballot_id=ballot.id).exists()


async def test_two_officers_who_mark_one_voter_leave_one_mark(fresh_db):
    ballot = await make_ballot()
    entry = await entry_number(ballot)
    with clock.frozen(DURING):
        done = await asyncio.gather(
            *(mark_paper(ballot, entry, None) for _officer in range(6)), return_exceptions=True
        )
    assert sum(one is None for one in done) == 1
    assert sum(isinstance(one, MarkedAlready) for one in done) == 5
    assert await PaperMark.of(ballot).count() == 1

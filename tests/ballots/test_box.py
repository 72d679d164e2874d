"""From the sealed roll to the opened box."""

from datetime import timedelta

import pytest
from tortoise import connections

from coopcouncil.ballots import keys
from coopcouncil.ballots.actions.box import close_ballot, finish_interrupted, open_box
from coopcouncil.ballots.actions.chain import events_of
from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import BallotEvent, Envelope, Kind, OpenedBox, RollEntry, Way
from coopcouncil.ballots.rules.chain import broken_link
from coopcouncil.ballots.rules.course import KeyNotHere, NotClosed, OpenedAlready, StillOpen
from coopcouncil.ballots.rules.refusals import (
    AlreadyVoted,
    NotOnTheRoll,
    NotYetOpen,
    VotingClosed,
)
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.models import OutboxMessage
from tests.ballots.building import (
    AFTER,
    BEFORE,
    CLOSES,
    DURING,
    OPENS,
    close_and_open,
    entry_number,
    key_folder,
    make_ballot,
)

pytestmark = pytest.mark.anyio


async def test_what_was_cast_comes_out_sorted_and_the_envelopes_are_gone(db: None) -> None:
    ballot = await make_ballot(kind=Kind.STV, voters=4)
    with clock.frozen(DURING):
        for n, ranking in enumerate(["2 1", "3", "2 1", ""], 1):
            await cast_vote(ballot, (await entry_number(ballot, n)).id, ranking, Way.WEB)
    await close_and_open(ballot)

    box = await OpenedBox.of(ballot).get()
    assert box.papers == "1\n2 2 1\n1 3\n"
    assert (box.count, box.unreadable) == (4, 0)
    assert box.marks == "1\n2\n3\n4\n"
    assert not await Envelope.filter(ballot_id=ballot.id).exists()


async def test_a_changed_vote_counts_once_and_as_it_was_last(db: None) -> None:
    ballot = await make_ballot()
    entry = await entry_number(ballot)
    with clock.frozen(DURING):
        for ranking in ("1", "3", "2"):
            await cast_vote(ballot, entry.id, ranking, Way.WEB)
    await close_and_open(ballot)

    assert (await OpenedBox.of(ballot).get()).papers == "1 2\n"


async def test_where_the_rules_forbid_changing_the_first_vote_stands(db: None) -> None:
    ballot = await make_ballot(rules={"vote_changeable": False})
    entry = await entry_number(ballot)
    with clock.frozen(DURING):
        await cast_vote(ballot, entry.id, "1", Way.WEB)
        with pytest.raises(AlreadyVoted):
            await cast_vote(ballot, entry.id, "2", Way.WEB)
    await close_and_open(ballot)

    assert (await OpenedBox.of(ballot).get()).papers == "1 1\n"


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        (OPENS - timedelta(seconds=1), NotYetOpen),
        (CLOSES, VotingClosed),
        (AFTER, VotingClosed),
    ],
)
async def test_times_alone_open_and_end_the_voting(
    db: None, at: object, refusal: type[Exception]
) -> None:
    ballot = await make_ballot()
    entry = await entry_number(ballot)
    with clock.frozen(at), pytest.raises(refusal):  # type: ignore[arg-type]
        await cast_vote(ballot, entry.id, "1", Way.WEB)
    with clock.frozen(CLOSES - timedelta(seconds=1)):
        await cast_vote(ballot, entry.id, "1", Way.WEB)


async def test_an_entry_of_another_ballot_has_no_vote_here(db: None) -> None:
    ballot, other = await make_ballot(), await make_ballot()
    stranger = await entry_number(other)
    with clock.frozen(DURING), pytest.raises(NotOnTheRoll):
        await cast_vote(ballot, stranger.id, "1", Way.WEB)


async def test_the_box_stays_shut_until_the_close_is_recorded_and_opens_once(db: None) -> None:
    ballot = await make_ballot()
    with clock.frozen(DURING):
        with pytest.raises(StillOpen):
            await close_ballot(ballot, None)
        with pytest.raises(StillOpen):
            await open_box(ballot, key_folder(), None)
    with clock.frozen(AFTER):
        with pytest.raises(NotClosed):
            await open_box(ballot, key_folder(), None)
        await close_ballot(ballot, None)
        await open_box(ballot, key_folder(), None)
        with pytest.raises((OpenedAlready, KeyNotHere)):
            await open_box(ballot, key_folder(), None)


async def test_the_key_is_gone_after_the_box_was_opened(db: None) -> None:
    ballot = await make_ballot()
    public = bytes(ballot.public_key or b"")
    assert keys.kept(key_folder(), public)
    await close_and_open(ballot)
    assert keys.kept(key_folder(), public) is None
    kinds = [event.kind for event in await events_of(ballot)]
    assert kinds == ["sealed", "closed", "opened-box", "key-destroyed"]


async def test_a_key_that_a_kill_left_behind_is_destroyed_at_the_next_start(db: None) -> None:
    ballot = await make_ballot()
    public = bytes(ballot.public_key or b"")
    private = keys.kept(key_folder(), public)
    assert private
    await close_and_open(ballot)
    # As if killed between the commit and the destruction:
    await connections.get("default").execute_script(
        "ALTER TABLE ballot_event DISABLE TRIGGER ballot_event_is_kept;"
        "DELETE FROM ballot_event WHERE kind = 'key-destroyed';"
        "ALTER TABLE ballot_event ENABLE TRIGGER ballot_event_is_kept"
    )
    keys.keep(key_folder(), public, private)

    assert await finish_interrupted(key_folder()) == 1
    assert keys.kept(key_folder(), public) is None
    assert await finish_interrupted(key_folder()) == 0


async def test_the_chain_holds_and_every_voter_is_told_its_head(db: None) -> None:
    ballot = await make_ballot(voters=3)
    with clock.frozen(AFTER):
        await close_ballot(ballot, None)
        await jobs.run_jobs()
    rows = await BallotEvent.of(ballot).order_by("n")
    events = await events_of(ballot)
    assert broken_link([(e, r.hash) for e, r in zip(events, rows, strict=True)]) is None

    told = await OutboxMessage.filter(about=f"ballot:{ballot.id}", purpose="email/ballots/closed")
    assert {m.recipient for m in told} == {f"voter-{n}@example.org" for n in (1, 2, 3)}
    assert all(rows[-1].hash in (m.text or "") for m in told)


async def test_an_envelope_that_was_moved_to_another_voter_is_unreadable(db: None) -> None:
    ballot = await make_ballot(voters=2)
    one, two = await RollEntry.of(ballot).order_by("number")
    with clock.frozen(DURING):
        await cast_vote(ballot, one.id, "1", Way.WEB)
    await Envelope.create(
        roll_entry_id=two.id,
        ballot_id=ballot.id,
        way=Way.WEB,
        sealed=(await Envelope.get(roll_entry_id=one.id)).sealed,
    )
    await close_and_open(ballot)
    box = await OpenedBox.of(ballot).get()
    assert (box.papers, box.unreadable) == ("1 1\n", 1)


async def test_all_papers_are_sealed_to_one_length(db: None) -> None:
    ballot = await make_ballot(kind=Kind.STV, voters=3)
    with clock.frozen(DURING):
        for n, ranking in enumerate(["", "4", "4 3 2 1"], 1):
            await cast_vote(ballot, (await entry_number(ballot, n)).id, ranking, Way.WEB)
    sizes = {len(envelope.sealed) for envelope in await Envelope.filter(ballot_id=ballot.id)}
    assert len(sizes) == 1


async def test_a_sealed_roll_and_the_chain_refuse_every_change(fresh_db: str) -> None:
    ballot = await make_ballot()
    with clock.frozen(BEFORE):
        for statement in (
            "UPDATE roll_entry SET name = 'Somebody Else'",
            "DELETE FROM roll_entry",
            "UPDATE roll SET hash = ''",
            "DELETE FROM ballot_event",
            "UPDATE ballot_event SET facts = '{}'",
            "INSERT INTO roll_entry (ballot_id, number, member_id, member_number, name)"
            " SELECT ballot_id, 99, member_id, 'X', 'X' FROM roll_entry LIMIT 1",
        ):
            with pytest.raises(Exception, match=r"never changed|duplicate|violates"):
                await connections.get("default").execute_script(statement)
    assert await RollEntry.of(ballot).count() == 3

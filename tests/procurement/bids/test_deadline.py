"""The deadline, to the second, in London's clock; and everybody at once."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.clock import london
from coopcouncil.procurement.bids.actions import begin_bid, confirm_opening, hand_in, save_answer
from coopcouncil.procurement.bids.models import Bid, Submission
from coopcouncil.procurement.bids.reads import offers_of
from coopcouncil.procurement.bids.rules.deadline import (
    BidsAreClosed,
    NotYetOpened,
    QuestionsClosed,
    is_late,
    left,
    may_ask,
    may_open,
)
from coopcouncil.procurement.bids.rules.paper import Answered
from coopcouncil.procurement.bids.rules.portal import moment_of
from coopcouncil.procurement.bids.sealed import draft_of
from coopcouncil.procurement.kinds import BidState, Part, Stage, Way
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of
from tests.procurement.make import council, published, with_part
from tests.procurement.make_bids import paper, person_of, supplier

NOON = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "late"),
    [(-1, False), (0, False), (0.999999, False), (1, True), (1.5, True), (3600, True)],
)
def test_the_whole_second_of_the_deadline_is_in_time(after: float, late: bool):
    assert is_late(NOON + timedelta(seconds=after), NOON) is late


def test_noon_is_londons_in_summer_and_in_winter():
    summer = london(date(2026, 7, 1), time(12))
    assert summer == datetime(2026, 7, 1, 11, tzinfo=UTC)
    assert not is_late(moment_of("2026-07-01 12:00:00"), summer)
    assert is_late(moment_of("2026-07-01 12:00:01"), summer)
    assert is_late(moment_of("2026-07-01T12:00:00Z"), summer)
    winter = london(date(2026, 12, 1), time(12))
    assert not is_late(moment_of("2026-12-01T12:00:00Z"), winter)


def test_the_hour_that_comes_twice_is_told_apart():
    # On 25 October 2026 London has 01:30 twice; the deadline is the first.
    deadline = london(date(2026, 10, 25), time(1, 30))
    assert deadline == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert not is_late(datetime.fromisoformat("2026-10-25T01:30:00+01:00"), deadline)
    assert is_late(datetime.fromisoformat("2026-10-25T01:30:00+00:00"), deadline)


def test_what_is_left_goes_by_time_and_not_by_the_wall():
    # The night of 29 March 2026 has an hour less.
    closes = london(date(2026, 3, 29), time(12))
    day_before = london(date(2026, 3, 28), time(12))
    assert left(day_before, closes) == (0, 23, 0)
    assert left(closes, closes) == (0, 0, 0)
    assert left(closes + timedelta(seconds=1), closes) is None
    assert left(closes - timedelta(days=3, hours=2, minutes=5), closes) == (3, 2, 5)


def test_questions_end_with_their_second_and_opening_waits_a_minute():
    may_ask(NOON, NOON, NOON + timedelta(days=9))
    with pytest.raises(QuestionsClosed):
        may_ask(NOON + timedelta(seconds=1), NOON, NOON + timedelta(days=9))
    with pytest.raises(NotYetOpened) as refused:
        may_open(NOON + timedelta(seconds=59), NOON)
    assert "20 November 2026, 12:00" in refused.value.sentence(str)
    may_open(NOON + timedelta(seconds=60), NOON)


@pytest.mark.anyio
async def test_twelve_at_once_at_the_deadline_and_an_opening_among_them(fresh_db: str):
    """Real connections: everybody hands in while an officer already presses the button."""
    org = await council()
    tender = await published(org)
    closes = tender.closes_at
    assert closes is not None
    bids = []
    for number in range(12):
        one = await supplier(org, f"Bidder {number}")
        bids.append((await begin_bid(org, tender, one, None), await person_of(org, one)))
    said = await paper(org, tender)
    officers = [(await with_part(org, tender, Part.OPENING_OFFICER)).person for _ in range(2)]

    async def sent(number: int) -> bool:
        bid, person = bids[number]
        # Half to the very second, half a second after.
        at = closes + timedelta(seconds=number % 2, microseconds=number)
        with clock.frozen(at):
            return (await hand_in(org, bid, said, Way.ONLINE, person)).is_late

    async def pressed(officer: int) -> object:
        with clock.frozen(closes + timedelta(seconds=30)):
            try:
                return await confirm_opening(org, tender, officers[officer])
            except NotYetOpened as refusal:
                return refusal

    results = await asyncio.gather(*(sent(n) for n in range(12)), pressed(0), pressed(1))
    assert results[:12] == [n % 2 == 1 for n in range(12)]
    assert all(isinstance(one, NotYetOpened) for one in results[12:])
    states = {one.id: one.state for one in await Bid.within(org).all()}
    assert sum(state is BidState.SUBMITTED for state in states.values()) == 6
    assert sum(state is BidState.LATE for state in states.values()) == 6

    # Both officers at once, and a late bid with them: opened once, and the late one is not in it.
    async def opens(officer: int) -> object:
        with clock.frozen(closes + timedelta(seconds=61)):
            return await confirm_opening(org, tender, officers[officer])

    async def comes_late() -> object:
        bid, person = bids[1]
        with clock.frozen(closes + timedelta(seconds=61)):
            try:
                return await hand_in(org, bid, said, Way.ONLINE, person)
            except BidsAreClosed as refusal:
                return refusal

    done = await asyncio.gather(opens(0), opens(1), comes_late())
    assert sum(one is not None for one in done[:2]) == 1
    assert (await Tender.one(org, id=tender.id)).stage is Stage.OPENED
    offers = await offers_of(org, (await lots_of(tender))[0])
    assert [one.label for one in offers] == ["A", "B", "C", "D", "E", "F"]
    assert len(await Submission.within(org).all()) in (12, 13)


@pytest.mark.anyio
async def test_two_windows_save_at_once_and_both_answers_stand(fresh_db: str):
    org = await council()
    tender = await published(org)
    one = await supplier(org)
    bid = await begin_bid(org, tender, one, None)
    await asyncio.gather(
        *(
            save_answer(org, bid, 1, code, Answered(text=f"For {code}."), 0)
            for code in ("1.1", "1.2", "SV1")
            for _twice in range(2)
        )
    )
    draft = draft_of(await Bid.one(org, id=bid.id))
    assert {code: draft.answer(1, code).text for code in ("1.1", "1.2", "SV1")} == {
        "1.1": "For 1.1.",
        "1.2": "For 1.2.",
        "SV1": "For SV1.",
    }
    assert (await Bid.one(org, id=bid.id)).draft_version == 3

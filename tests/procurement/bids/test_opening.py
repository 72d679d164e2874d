"""From handing in to the opening by two officers."""

from datetime import datetime, timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import AuditEntry, OutboxMessage
from coopcouncil.procurement.bids.actions import (
    confirm_opening,
    exclude,
    hand_in,
    let_in,
    open_bids,
    withdraw,
)
from coopcouncil.procurement.bids.models import Bid, BidsOpened, Submission
from coopcouncil.procurement.bids.reads import OpenedOffer, offers_of
from coopcouncil.procurement.bids.rules.deadline import BidsAreClosed, NotYetOpened
from coopcouncil.procurement.bids.rules.refusals import (
    DoesNotOpen,
    OpenedAlready,
    TwoOfficers,
)
from coopcouncil.procurement.kinds import BidState, Part, Stage, Way
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of
from tests.procurement.make import council, published, with_part
from tests.procurement.make_bids import bid, opened, paper, person_of, supplier

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]

SECRET = "Our secret of the valley"


def prices(offers: list[OpenedOffer]) -> list[int]:
    """What they ask, the least first."""
    return sorted(int(one.answers["3"].figure or 0) for one in offers)


def past(tender: Tender, seconds: int = 120) -> datetime:
    """So long after the deadline."""
    assert tender.closes_at is not None
    return tender.closes_at + timedelta(seconds=seconds)


async def test_before_the_opening_nothing_of_a_bid_is_in_the_database():
    org = await council()
    tender = await published(org)
    made = await bid(org, tender, None, {"1.1": SECRET, "3": "87654.32"})

    submission = await Submission.within(org).get(bid_id=made.id)
    sealed = bytes(submission.sealed)
    assert b"secret" not in sealed
    assert b"87654" not in sealed
    entries = str([vars(one) for one in await AuditEntry.all()])
    messages = "".join(f"{one.subject}{one.text}" for one in await OutboxMessage.all())
    assert submission.receipt in messages
    assert submission.hash in messages
    for shown in (entries, messages):
        assert SECRET not in shown
        assert "87654" not in shown
    assert await offers_of(org, (await lots_of(tender))[0]) == []


async def test_two_officers_open_and_labels_are_dealt():
    org = await council()
    tender = await published(org)
    offers = await opened(org, tender)
    assert [one.label for one in offers] == ["A", "B", "C"]
    assert prices(offers) == [100_000, 110_000, 120_000]
    assert all(one.answers["C1"].says_yes for one in offers)
    assert offers[0].answers["1.1"].text == "What we shall do for 1.1."
    assert (await Tender.one(org, id=tender.id)).stage is Stage.OPENED
    record = (await BidsOpened.within(org).get(tender_id=tender.id)).record
    assert len(record["opened"]) == 3
    assert "label" not in str(record)


async def test_the_same_officer_twice_and_the_minute_of_the_deadline_are_refused():
    org = await council()
    tender = await published(org)
    made = await bid(org, tender)
    first = (await with_part(org, tender, Part.OPENING_OFFICER)).person
    second = (await with_part(org, tender, Part.OPENING_OFFICER)).person
    for seconds in (0, 59):
        with clock.frozen(past(tender, seconds)), pytest.raises(NotYetOpened):
            await confirm_opening(org, tender, first)
    with clock.frozen(past(tender)):
        assert await confirm_opening(org, tender, first) is None
        with pytest.raises(TwoOfficers):
            await confirm_opening(org, tender, first)
        with pytest.raises(TwoOfficers):
            await open_bids(org, tender, first, first)
        assert (await Bid.one(org, id=made.id)).state is BidState.SUBMITTED
        assert await confirm_opening(org, tender, second) is not None
        with pytest.raises(OpenedAlready):
            await confirm_opening(org, tender, first)


async def test_the_last_in_time_counts_and_late_ones_stay_apart():
    org = await council()
    tender = await published(org)
    twice = await bid(org, tender, await supplier(org, "Twice"), price=90_000)
    await bid(org, tender, twice.supplier, price=80_000)
    late = past(tender, 1)
    await bid(org, tender, twice.supplier, price=1, at=late)
    out = await bid(org, tender, await supplier(org, "Out"), price=2, at=late)
    let = await bid(org, tender, await supplier(org, "Let in"), price=70_000, at=late)
    edge = await bid(org, tender, await supplier(org, "Edge"), price=60_000, at=past(tender, 0))
    gone = await bid(org, tender, await supplier(org, "Gone"), price=3)
    await withdraw(org, gone, await person_of(org, gone.supplier))
    assert [one.state for one in (out, let, edge)] == [
        BidState.LATE,
        BidState.LATE,
        BidState.SUBMITTED,
    ]
    await let_in(org, let, "The portal was down.", await person_of(org, let.supplier))

    offers = await opened(org, tender)
    assert prices(offers) == [60_000, 70_000, 80_000]
    record = (await BidsOpened.within(org).get(tender_id=tender.id)).record
    assert [row["supplier"] for row in record["late"]] == ["Out"]
    told = [m for m in await OutboxMessage.all() if m.purpose.endswith("/returned")]
    assert len(told) == 1
    assert (await Bid.one(org, id=out.id)).returned_at is not None
    late_one = await Bid.one(org, id=let.id)
    assert late_one.state is BidState.OPENED
    assert late_one.let_in_because


async def test_withdrawn_in_time_and_handed_in_late_counts_nothing_from_before():
    org = await council()
    tender = await published(org)
    made = await bid(org, tender, price=90_000)
    await withdraw(org, made, await person_of(org, made.supplier))
    again = await bid(org, tender, made.supplier, at=past(tender, 5))
    assert again.state is BidState.LATE
    assert await opened(org, tender) == []


async def test_what_is_not_what_was_received_stops_the_opening():
    org = await council()
    tender = await published(org)
    made = await bid(org, tender)
    other = await bid(org, tender, await supplier(org, "Other"))
    theirs = await Submission.within(org).get(bid_id=other.id)
    # A sealed text that was moved from another row does not open.
    await Submission.create(
        organisation=org,
        bid=made,
        way=Way.ONLINE,
        sealed=theirs.sealed,
        hash=theirs.hash,
        receipt="MOVED",
        received_at=clock.now(),
        edition=1,
    )
    with pytest.raises(DoesNotOpen):
        await opened(org, tender)
    assert (await Tender.one(org, id=tender.id)).stage is Stage.PUBLISHED


async def test_a_bid_for_one_lot_is_an_offer_for_it_alone():
    org = await council()
    tender = await published(org, lots=2)
    await bid(org, tender, lots=(2,))
    await bid(org, tender)
    assert len(await opened(org, tender, lot=1)) == 1
    lots = await lots_of(tender)
    both = await offers_of(org, lots[1])
    assert len(both) == 2
    elsewhere = {one.bid.id for one in await offers_of(org, lots[0])}
    only = next(one for one in both if one.bid.id not in elsewhere)
    await exclude(org, only.offer, "Debarred.", None)
    assert (await Bid.one(org, id=only.bid.id)).state is BidState.EXCLUDED
    assert len(await offers_of(org, lots[1], excluded=False)) == 1


async def test_after_the_opening_nothing_is_handed_in():
    org = await council()
    tender = await published(org)
    offers = await opened(org, tender)
    person = await person_of(org, offers[0].supplier)
    with pytest.raises(BidsAreClosed):
        await hand_in(org, offers[0].bid, await paper(org, tender), Way.ONLINE, person)

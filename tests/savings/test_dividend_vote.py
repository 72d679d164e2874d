"""A dividend rests on what the general meeting itself decided."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from coopcouncil.ballots.models import Ballot, CountRun, Declaration
from coopcouncil.ballots.models import Kind as BallotKind
from coopcouncil.kernel.clock import frozen
from coopcouncil.meetings.actions.agenda import ItemDraft, add_item
from coopcouncil.meetings.actions.minutes import begin_minutes, publish_minutes
from coopcouncil.meetings.models import Cancellation, ItemKind, Meeting, MinutesVersion
from coopcouncil.meetings.resolutions import of_general_meetings
from coopcouncil.savings.dividends import actions
from coopcouncil.savings.dividends.models import DividendProposal
from coopcouncil.savings.dividends.rules import (
    MeetingKeptHere,
    MinuteMissing,
    NamedForAnother,
    ResolutionCarried,
    ResolutionGone,
    ResolutionLost,
    ResolutionOpen,
)
from coopcouncil.savings.kinds import Vote
from tests.make import make_meeting, make_officer
from tests.meetings.test_room_and_minutes import make_ballot_row
from tests.pageclient import Pages
from tests.savings.building import make_union, product, teller
from tests.savings.test_dividends import SINCE, TO, a_year_of_savings, earned

pytestmark = pytest.mark.anyio

BEFORE = datetime(2026, 10, 12, 10, tzinfo=UTC)
DAY = date(2026, 11, 10)
AFTER = datetime(2026, 11, 12, 10, tzinfo=UTC)


@pytest.fixture
async def org(db):
    with frozen(BEFORE):
        org = await make_union()
        await a_year_of_savings(org)
        await earned(org, 500)
        yield org


@pytest.fixture
async def proposal(org):
    both = [(await product(org, code)).id for code in ("MAIN", "XMAS")]
    return await actions.propose(org, SINCE, TO, dict.fromkeys(both, Decimal(2)), None)


async def put_to_meeting(org, ballot: Ballot | None = None) -> Meeting:
    secretary = await make_officer(org)
    meeting = await make_meeting(org, secretary, on=DAY, items=1)
    draft = ItemDraft(ItemKind.RESOLUTION, "Pay 2%", "Talu 2%", "", "", ballot=ballot)
    await add_item(org, meeting, draft, by=secretary)
    meeting.called_on = BEFORE.date()
    await meeting.save(update_fields=["called_on"])
    return meeting


async def say(ballot: Ballot, carried: bool, n: int = 1) -> None:
    """The returning officer's word on a count."""
    run = await CountRun.create(
        ballot=ballot,
        n=n,
        rule="",
        papers_hash="0" * 64,
        result={"yes": 12, "no": 3, "abstain": 1, "carried": carried},
        result_hash="cd" * 32,
        at=AFTER,
    )
    await Declaration.create(ballot=ballot, n=n, run=run, at=AFTER)


async def voted_on(org) -> tuple[Ballot, str]:
    """A meeting that put the dividend to a ballot, and the reference of the resolution."""
    ballot = await make_ballot_row(org, BallotKind.RESOLUTION)
    await put_to_meeting(org, ballot)
    with frozen(AFTER):
        (one,) = await of_general_meetings(org, None)
    return ballot, one.reference


async def record(org, proposal, vote: Vote, reference: str, minute: str = "", on: date = DAY):
    return await actions.record_vote(org, proposal, vote, on, minute, reference, None)


async def test_a_carried_resolution_gives_the_dividend_on_its_own_day(org, proposal):
    ballot, reference = await voted_on(org)
    await say(ballot, carried=True)
    with frozen(AFTER):
        with pytest.raises(ResolutionCarried):
            await record(org, proposal, Vote.LOST, reference)
        found = await record(org, proposal, Vote.CARRIED, reference, on=AFTER.date())
        assert found.voted_on == DAY, "the meeting's day, whatever was typed"
        await actions.pay(org, found, None)
    assert (await DividendProposal.one(org, id=proposal.id)).pay_on == AFTER.date()


async def test_a_lost_or_undeclared_resolution_gives_none(org, proposal):
    ballot, reference = await voted_on(org)
    with frozen(AFTER):
        with pytest.raises(ResolutionOpen):
            await record(org, proposal, Vote.CARRIED, reference, "Minute 7")
        await say(ballot, carried=False)
        with pytest.raises(ResolutionLost):
            await record(org, proposal, Vote.CARRIED, reference, "Minute 7")
        assert (await record(org, proposal, Vote.LOST, reference)).vote is Vote.LOST


async def test_a_result_corrected_before_the_payment_stops_it(org, proposal):
    ballot, reference = await voted_on(org)
    await say(ballot, carried=True)
    with frozen(AFTER):
        await record(org, proposal, Vote.CARRIED, reference)
        await say(ballot, carried=False, n=2)
        with pytest.raises(ResolutionLost):
            await actions.pay(org, proposal, None)
    assert (await DividendProposal.one(org, id=proposal.id)).pay_on is None


async def test_a_show_of_hands_stands_in_the_published_minutes(org, proposal):
    meeting = await put_to_meeting(org)
    with frozen(AFTER):
        (one,) = await of_general_meetings(org, None)
        with pytest.raises(ResolutionOpen):
            await record(org, proposal, Vote.CARRIED, one.reference, "Minute 7")
        secretary = await make_officer(org)
        minutes = await begin_minutes(org, meeting, by=secretary)
        version = await MinutesVersion.of(meeting).get(minutes_id=minutes.id)
        await publish_minutes(org, meeting, version, is_approved=False, by=secretary)
        with pytest.raises(MinuteMissing):
            await record(org, proposal, Vote.CARRIED, one.reference)
        await record(org, proposal, Vote.CARRIED, one.reference, "Minute 7")
        await actions.pay(org, proposal, None)


async def test_what_is_typed_is_of_a_meeting_held_elsewhere(org, proposal):
    await put_to_meeting(org)
    with frozen(AFTER):
        with pytest.raises(MeetingKeptHere):
            await record(org, proposal, Vote.CARRIED, "", "Minute 7")
        elsewhere = DAY - timedelta(days=1)
        with pytest.raises(MinuteMissing):
            await record(org, proposal, Vote.CARRIED, "", " ", on=elsewhere)
        for made_up in ("agenda-item:0", "agenda-item:x", "resolution 5"):
            with pytest.raises(ResolutionGone):
                await record(org, proposal, Vote.CARRIED, made_up, "Minute 7")
        await record(org, proposal, Vote.CARRIED, "", "Minute 7", on=elsewhere)
        await actions.pay(org, proposal, None)


async def test_only_a_meeting_of_its_own_that_was_held_counts(org):
    meeting = await put_to_meeting(org)
    assert await of_general_meetings(org, None) == [], "it is still to come"
    with frozen(AFTER):
        (one,) = await of_general_meetings(org, None)
        other = await make_union()
        assert await of_general_meetings(other, one.reference) == []
        await Cancellation.create(meeting=meeting, reason="Snow", at=AFTER)
        assert await of_general_meetings(org, one.reference) == []


@pytest.mark.parametrize(
    ("language", "lost", "carried"),
    [
        ("en", "gives no dividend", "carried by its ballot"),
        ("cy", "nid yw’n rhoi difidend", "derbyniwyd drwy ei bleidlais"),
    ],
)
async def test_the_officer_picks_it_and_the_page_leads_to_the_result(
    client: Pages, org, proposal, language: str, lost: str, carried: str
):
    ballot, reference = await voted_on(org)
    await say(ballot, carried=False)
    pages = client.as_(await teller(org)).in_(language)
    path = f"/{org.slug}/dividends/{proposal.id}"
    with frozen(AFTER):
        form = {"vote": "carried", "resolution": reference}
        refused = await pages.post(f"{path}/vote", form)
        assert len(refused.errors) == 1
        assert lost in refused.errors[0]
        assert len((await pages.post(f"{path}/vote", {"vote": "carried", "minute": "7"})).errors)
        await say(ballot, carried=True, n=2)
        page = await (await pages.post(f"{path}/vote", form)).follow()
        assert carried in page.main
        meeting = await Meeting.within(org).get()
        led = [str(one.get("href")) for one in page.tree.iter("a")]
        assert any(one.endswith(f"/{org.slug}/meetings/{meeting.id}") for one in led)


async def test_one_resolution_gives_one_dividend(org, proposal, client: Pages):
    ballot, reference = await voted_on(org)
    await say(ballot, carried=True)
    both = [(await product(org, code)).id for code in ("MAIN", "XMAS")]
    before = SINCE - timedelta(days=1)
    rates = dict.fromkeys(both, Decimal(2))
    other = await actions.propose(org, before, before, rates, None)
    with frozen(AFTER):
        officer = client.as_(await teller(org))
        path = f"/{org.slug}/dividends/{other.id}"
        assert reference in (await officer.get(path)).html
        await record(org, proposal, Vote.CARRIED, reference)
        with pytest.raises(NamedForAnother):
            await record(org, other, Vote.CARRIED, reference)
        # It is not offered again either.
        assert reference not in (await officer.get(path)).html
    assert (await DividendProposal.one(org, id=other.id)).vote is None

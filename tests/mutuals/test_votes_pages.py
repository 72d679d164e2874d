"""Seats by constituency, and published votes of constituencies weighed on the page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coopcouncil.ballots.models import (
    Ballot,
    BallotConstituency,
    CountRun,
    Declaration,
    Footing,
    Kind,
    Publication,
)
from coopcouncil.kernel import clock, files
from coopcouncil.members.models import Constituency
from coopcouncil.officers.actions import leave_office
from coopcouncil.officers.kinds import Ending
from coopcouncil.organisations.chapters.mutuals import MutualCount
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.organisations.rulebook import KeyKeeper, Papers, PaperVote
from tests.make import (
    make_constituency,
    make_officer,
    make_organisation,
    make_rules,
)
from tests.officers.build import make_holder

pytestmark = pytest.mark.anyio


async def make_published(
    org: Organisation, version: object, *groups: Constituency, yes: int, no: int
) -> Ballot:
    """A resolution whose result is published, as the ballots' own pages leave it."""
    now = clock.now()
    ballot = await Ballot.create(
        organisation=org,
        kind=Kind.RESOLUTION,
        footing=Footing.ADVISORY,
        title="Move to Mill Lane",
        qualifying_on=now.date(),
        opens_at=now - timedelta(days=9),
        closes_at=now - timedelta(days=1),
        rulebook=version,
        vote_changeable=True,
        paper_vote=PaperVote.REPLACES,
        papers=Papers.PUBLIC,
        key_keeper=KeyKeeper.PLATFORM,
        created_at=now,
    )
    for group in groups:
        await BallotConstituency.create(ballot=ballot, constituency=group)
    result = {"yes": yes, "no": no, "abstain": 0, "rules": "resolution"}
    run = await CountRun.create(
        ballot=ballot,
        n=1,
        rule="resolution",
        papers_hash="0",
        result=result,
        result_hash="0",
        at=now,
    )
    declared = await Declaration.create(ballot=ballot, n=1, run=run, at=now)
    bundle = await files.put(org.id, "bundle.zip", "application/zip", b"bundle")
    await Publication.create(ballot=ballot, declaration=declared, bundle=bundle, head="0", at=now)
    return ballot


async def test_separate_votes_are_weighed_by_the_rules_and_compared(client):
    with clock.frozen(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        org = await make_organisation()
        version = await make_rules(
            org, mutual_count=MutualCount.WEIGHTED, constituency_weights="staff=60, users=40"
        )
        staff, users = await make_constituency(org, "Staff"), await make_constituency(org, "Users")
        one = await make_published(org, version, staff, yes=9, no=1)
        other = await make_published(org, version, users, yes=30, no=70)
        both = await make_published(org, version, staff, users, yes=1, no=0)
        chair = client.as_(await make_officer(org, Role.CHAIR))
        chosen = f"/{org.slug}/weighing?vote={one.id}&vote={other.id}"

        page = await chair.get(chosen)
        each = await chair.get(chosen + "&way=each")
        together = await chair.get(chosen + "&way=together")
        special = await chair.get(chosen + "&majority=special")
        twice = await chair.get(f"/{org.slug}/weighing?vote={one.id}&vote=x")
        none = await chair.get(f"/{org.slug}/weighing?vote={both.id}")

    assert "Together it is carried" in page.main
    assert "Weighed together, 66.0% are for it." in page.main
    assert ["Staff", "9", "1", "90.0%", "60.0%", "54.0%", "Carried"] in page.rows()
    assert "This is not the way of the rules" in each.main
    assert "Together it is not carried" in each.main
    assert "35.5% of all votes" in together.main
    assert "Together it is not carried" in special.main
    assert "Together it is carried" in twice.main  # Of the staff alone.
    assert none.status == 422  # A vote of both together is no constituency's.


async def test_another_organisations_vote_is_not_weighed(client):
    with clock.frozen(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        org, other = await make_organisation(), await make_organisation(slug="elsewhere-org")
        await make_rules(org)
        theirs = await make_published(
            other, await make_rules(other), await make_constituency(other, "Staff"), yes=5, no=1
        )
        chair = client.as_(await make_officer(org, Role.CHAIR))
        page = await chair.get(f"/{org.slug}/weighing?vote={theirs.id}")

    assert page.status == 422
    assert "Staff" not in page.main


async def test_seats_that_nobody_fills_are_free(client):
    org = await make_organisation()
    await make_rules(org, since=date(2020, 1, 1), reserved_seats="staff=3, users=2, ghosts=1")
    await make_constituency(org, "Staff")
    await make_constituency(org, "Users")
    page = await client.as_(await make_officer(org, Role.CHAIR)).get(f"/{org.slug}/seats")

    assert [row[:1] + row[2:] for row in page.rows()] == [
        ["Staff", "3", "Nobody", "3"],
        ["Users", "2", "Nobody", "2"],
    ]
    assert "that are not there: ghosts." in page.main


async def test_seats_are_shown_as_at_and_as_known(client):
    with clock.frozen(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        org = await make_organisation()
        await make_rules(org, since=date(2022, 1, 1), reserved_seats="staff=2")
        staff = await make_constituency(org, "Staff")
        ann = await make_holder(org, "Ann Bevan", constituency_id=staff.id)
    with clock.frozen(datetime(2026, 6, 9, 9, tzinfo=UTC)):
        await leave_office(org, ann, Ending.RESIGNED, date(2026, 6, 3), by=None, reason="")
    with clock.frozen(datetime(2026, 6, 12, 9, tzinfo=UTC)):
        chair = client.as_(await make_officer(org, Role.CHAIR))

        async def sitting(query=""):
            return [row[3:] for row in (await chair.get(f"/{org.slug}/seats{query}")).rows()]

        on = "?on-day=4&on-month=6&on-year=2026"
        known = "&known-day=5&known-month=6&known-year=2026"
        assert await sitting() == [["Nobody", "2"]]
        assert await sitting("?on-day=2&on-month=6&on-year=2026") == [["Ann Bevan", "1"]]
        assert await sitting(on) == [["Nobody", "2"]]
        assert await sitting(on + known) == [["Ann Bevan", "1"]]
        # Before there were rules, none kept a seat.
        assert await sitting("?on-day=2&on-month=6&on-year=2020") == []
    with clock.frozen(datetime(2026, 6, 14, 9, tzinfo=UTC)):
        # Registered on the 3rd, recorded late: what was reported before stays.
        await make_rules(org, since=date(2026, 6, 3), reserved_seats="staff=3")
        assert await sitting(on) == [["Nobody", "3"]]
        assert await sitting(on + known) == [["Ann Bevan", "1"]]

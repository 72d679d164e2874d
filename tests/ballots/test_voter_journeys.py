"""Journeys through the pages of those who vote."""

from datetime import timedelta

import pytest

from coopcouncil.ballots.models import Ballot, Envelope, Kind, RollEntry
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation, Role
from tests.ballots.building import (
    BEFORE,
    CLOSES,
    DURING,
    OPENS,
    make_ballot,
    make_officer,
    make_person,
)
from tests.make import make_organisation
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def org_of(ballot: Ballot) -> Organisation:
    return await Organisation.get(id=ballot.organisation_id)


async def test_a_ranked_paper_is_filled_in_checked_changed_and_cast(client: Pages) -> None:
    ballot = await make_ballot(kind=Kind.STV, voters=2)
    org = await org_of(ballot)
    voter = client.as_(await make_person("Voter", "voter-1@example.org"))
    url = f"/{org.slug}/ballots/{ballot.id}/vote/1"
    with clock.frozen(DURING):
        page = await voter.get(url)
        assert page.h1 == "Shall the hall be painted?"
        for typed, sentence in (
            ({"rank-1": "1", "rank-2": "1"}, "You used the number 1 more than once"),
            ({"rank-1": "1", "rank-2": "3"}, "not 2"),
            ({"rank-1": "9"}, "Use numbers from 1 to 4. You used 9."),
            ({"rank-1": "x"}, "Put a whole number in the box"),
        ):
            page = await voter.post(url + "/check", typed)
            assert page.status == 422
            assert sentence in page.text
            assert all(f'value="{value}"' in page.html for value in typed.values())

        page = await voter.post(url + "/check", {"rank-3": "1", "rank-1": "2"})
        assert "Omar KhanFfion Rees" in page.main
        assert "2 candidates have no number." in page.text
        page = await voter.post(url, {"rank-3": "1", "rank-1": "2"})
        assert page.by_id("rank-3").get("value") == "1"
        page = await voter.post(url + "/cast", {"rank-3": "1", "rank-1": "2"})
        assert (await page.follow()).h1 == "Your vote is in the box"
    assert await Envelope.filter(ballot_id=ballot.id).count() == 1


async def test_a_blank_paper_is_cast_only_after_a_warning(client: Pages) -> None:
    ballot = await make_ballot(kind=Kind.STV)
    org = await org_of(ballot)
    voter = client.as_(await make_person("Voter", "voter-1@example.org"))
    url = f"/{org.slug}/ballots/{ballot.id}/vote/1"
    with clock.frozen(DURING):
        page = await voter.post(url + "/check", {})
        assert page.h1 == "Your paper is blank"
        page = await voter.post(url + "/cast", {})
        assert page.h1 == "Your paper is blank"
        assert not await Envelope.filter(ballot_id=ballot.id).exists()
        assert (await voter.post(url + "/cast", {"blank": "yes"})).status == 303
    assert await Envelope.filter(ballot_id=ballot.id).exists()


async def test_an_approval_paper_takes_no_more_crosses_than_allowed(client: Pages) -> None:
    ballot = await make_ballot(kind=Kind.APPROVAL, most_choices=2)
    org = await org_of(ballot)
    voter = client.as_(await make_person("Voter", "voter-1@example.org"))
    url = f"/{org.slug}/ballots/{ballot.id}/vote/1"
    with clock.frozen(DURING):
        page = await voter.post(url + "/check", {"choice": ["1", "2", "3"]})
        assert page.status == 422
        assert "You chose 3 options, but you may choose 2 at most." in page.text
        page = await voter.post(url + "/check", {"choice": ["1", "3"]})
        assert "Ffion ReesOmar Khan" in page.main
        assert (await voter.post(url + "/check", {"choice": ["9"]})).status == 422


async def test_two_people_with_one_address_each_have_a_vote(client: Pages) -> None:
    with clock.frozen(BEFORE):
        ballot = await make_ballot(voters=2)
    # A second entry of the roll with the first one's address, as it was pinned.
    from tortoise import connections

    await connections.get("default").execute_script(
        "ALTER TABLE roll_entry DISABLE TRIGGER sealed_roll_changes_nobody;"
        "UPDATE roll_entry SET email = 'voter-1@example.org';"
        "ALTER TABLE roll_entry ENABLE TRIGGER sealed_roll_changes_nobody"
    )
    org = await org_of(ballot)
    voter = client.as_(await make_person("Voter", "voter-1@example.org"))
    with clock.frozen(DURING):
        page = await voter.get(f"/{org.slug}/ballots/{ballot.id}/vote")
        assert page.h1 == "For whom are you voting?"
        page = await voter.get(f"/{org.slug}/ballots/{ballot.id}/vote/2")
        assert "You are voting for Voter Number2." in page.text
        assert (await voter.get(f"/{org.slug}/ballots/{ballot.id}/vote/3")).status == 403


async def test_who_is_not_on_the_roll_is_told_so(client: Pages) -> None:
    ballot = await make_ballot()
    org = await org_of(ballot)
    stranger = client.as_(await make_person("Stranger"))
    with clock.frozen(DURING):
        page = await stranger.get(f"/{org.slug}/ballots/{ballot.id}/vote")
        assert page.status == 403
        assert "You are not on the roll of this ballot" in page.text
        page = await stranger.get(f"/{org.slug}/ballots/{ballot.id}/on-the-roll")
        assert page.h1 == "You are not on the roll"


async def test_another_organisations_ballot_is_not_here(client: Pages) -> None:
    ballot = await make_ballot()
    other = await make_organisation("Elsewhere")
    officer = client.as_(await make_officer(other, Role.RETURNING_OFFICER))
    base = f"/{other.slug}/ballots/{ballot.id}"
    for path in ("/manage", "/vote", "/vote/1", "/roll", "/key", "/box"):
        assert (await officer.get(base + path)).status == 404
    for path in ("/seal", "/close", "/box", "/vote/1/cast", "/void", "/key"):
        assert (await officer.post(base + path)).status == 404


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        (OPENS - timedelta(hours=1), "Voting has not begun."),
        (CLOSES + timedelta(seconds=1), "Voting closed on"),
    ],
)
async def test_before_and_after_its_times_a_vote_is_refused(
    client: Pages, when: object, sentence: str
) -> None:
    ballot = await make_ballot()
    org = await org_of(ballot)
    voter = client.as_(await make_person("Voter", "voter-1@example.org"))
    with clock.frozen(when):  # type: ignore[arg-type]
        page = await voter.post(f"/{org.slug}/ballots/{ballot.id}/vote/1/cast", {"choice": "1"})
    assert page.status == 409
    assert sentence in page.text
    assert not await Envelope.filter(ballot_id=ballot.id).exists()


async def test_a_voter_who_has_left_since_still_finds_the_ballot(client: Pages) -> None:
    ballot = await make_ballot()
    org = await org_of(ballot)
    entry = await RollEntry.of(ballot).get(number=1)
    voter = client.as_(await make_person("Voter", "voter-1@example.org"))
    with clock.frozen(DURING):
        page = await voter.get(f"/{org.slug}/ballots/{ballot.id}")
    assert page.status == 200
    assert "Vote" in page.links
    assert entry.name == "Voter Number1"


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_every_page_of_the_voter_stands_in_both_languages(
    client: Pages, language: str
) -> None:
    ballot = await make_ballot(kind=Kind.STV)
    org = await org_of(ballot)
    voter = client.as_(await make_person("Voter", "voter-1@example.org")).in_(language)
    base = f"/{org.slug}/ballots/{ballot.id}"
    with clock.frozen(DURING):
        for path in (f"/{org.slug}/ballots", base, f"{base}/vote/1", f"{base}/on-the-roll"):
            page = await voter.get(path)
            assert page.status == 200, path
            assert f'lang="{language}"' in page.html
        page = await voter.post(f"{base}/vote/1/check", {"rank-1": "1"})
        assert page.status == 200
        # The switch to the other language carries the choice along, in the body.
        other = "en" if language == "cy" else "cy"
        page = await voter.post(f"{base}/vote/1/check?lang={other}", {"rank-1": "1"})
        assert f'<html lang="{other}"' in page.html


async def test_the_home_page_says_whose_vote_is_awaited(client: Pages) -> None:
    ballot = await make_ballot()
    org = await org_of(ballot)
    voter = client.as_(await make_person("Voter", "voter-1@example.org"))
    with clock.frozen(DURING):
        assert "Your vote is awaited" in (await voter.get(f"/{org.slug}/")).text
        await voter.post(f"/{org.slug}/ballots/{ballot.id}/vote/1/cast", {"choice": "1"})
        page = await voter.get(f"/{org.slug}/")
    assert "Your vote is awaited" not in page.text
    assert "A vote is in the box." in page.text

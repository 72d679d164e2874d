"""Journeys through the pages: setting a ballot up, voting, running it to its end."""

from datetime import timedelta

import pytest

from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import Ballot, Envelope, Kind, OpenedBox, RollEntry, Way
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations.models import Grant, Organisation, Role
from coopcouncil.organisations.rulebook import KeyKeeper
from tests.ballots.building import (
    AFTER,
    BEFORE,
    CLOSES,
    DURING,
    OPENS,
    entry_number,
    make_ballot,
    make_draft,
    make_officer,
    make_person,
    make_rules,
    make_voters,
)
from tests.make import make_organisation
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio

SETUP = {
    "title": "New paint",
    "title_cy": "Paent newydd",
    "question": "Shall the hall be painted?",
    "question_cy": "A ddylid peintio’r neuadd?",
    "footing": "outside",
    "decision": "extraordinary",
    "qualifying_on-day": "1",
    "qualifying_on-month": "11",
    "qualifying_on-year": "2026",
    "opens_on-day": "10",
    "opens_on-month": "11",
    "opens_on-year": "2026",
    "opens_time": "9 am",
    "closes_on-day": "20",
    "closes_on-month": "11",
    "closes_on-year": "2026",
    "closes_time": "5 pm",
}


async def org_of(ballot: Ballot) -> Organisation:
    return await Organisation.get(id=ballot.organisation_id)


async def test_a_resolution_is_set_up_voted_on_and_opened_in_the_browser(client: Pages) -> None:
    org = await make_organisation("Tai Glanwern")
    await make_rules(org, bilingual=True)
    await make_voters(org, 3)
    secretary = client.as_(await make_officer(org, Role.SECRETARY))
    officer = client.as_(await make_officer(org, Role.RETURNING_OFFICER))
    base = f"/{org.slug}/ballots"

    with clock.frozen(BEFORE):
        page = await secretary.get(f"{base}/new")
        assert page.h1 == "What are members asked to do?"
        page = await secretary.get(f"{base}/new?kind=resolution")
        page = await page.follow()
        assert "at least three quarters of the votes for and against" in page.text
        page = await secretary.post(f"{base}/new/resolution", SETUP)
        manage = await page.follow()
        assert "Cut the roll from the register." in manage.text
        assert "Make the ballot’s key." in manage.text or "Make the ballot's key." in manage.text
        one = manage.response.request.url.path.removesuffix("/manage")

        assert (await secretary.post(f"{one}/seal")).status == 403
        assert (await officer.post(f"{one}/seal")).status == 409
        assert (await officer.post(f"{one}/key")).status == 303
        assert (await officer.post(f"{one}/key/rehearsal/platform")).status == 303
        assert (await secretary.post(f"{one}/roll")).status == 303
        # Outside the demonstration somebody answers for the Welsh first.
        assert (await officer.post(f"{one}/seal")).status == 409
        page = await secretary.post(
            f"{base}/welsh", {"name": "Mair Pugh", "standing": "translator", "walked": "y"}
        )
        page = await officer.get(f"{one}/seal")
        assert "Seal the roll and tell 3 voters" in page.text
        page = await officer.post(f"{one}/seal")
        assert "Not yet open" in (await page.follow()).text
        await jobs.run_jobs()

    ballot = await Ballot.within(org).get()
    told = await OutboxMessage.filter(purpose="email/ballots/notice")
    # No language is noted of them, so each is written to in both.
    assert sorted(m.language for m in told) == ["cy"] * 3 + ["en"] * 3

    voter = client.as_(await make_person("Voter One", "voter-1@example.org"))
    with clock.frozen(DURING):
        page = await voter.get(one)
        assert page.status == 200 or page.status == 403
        page = await voter.get(f"{one}/vote")
        page = await page.follow()
        assert page.h1 == "Shall the hall be painted?"
        assert "Voting closes on Friday 20 November 2026 at 5 pm." in page.text
        page = await page.submit(choice="1")
        assert page.h1 == "Check your vote"
        assert "For" in page.main
        assert "no-store" in page.headers["cache-control"]
        number = page.response.request.url.path.split("/")[-2]
        page = await voter.post(f"{one}/vote/{number}/cast", {"choice": "1"})
        page = await page.follow()
        assert page.h1 == "Your vote is in the box"
        assert "For" not in page.main.split()

    with clock.frozen(AFTER):
        assert (await officer.post(f"{one}/box")).status == 422
        await officer.post(f"{one}/close")
        page = await officer.get(f"{one}/box")
        assert "Envelopes in the box" in page.text
        page = await officer.post(f"{one}/box")
        assert page.status == 303
    assert (await OpenedBox.of(ballot).get()).papers == "1 1\n"


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


async def test_a_suspended_ballot_takes_no_votes_until_it_is_resumed(client: Pages) -> None:
    ballot = await make_ballot(rules={"bilingual": False})
    org = await org_of(ballot)
    officer = client.as_(await make_officer(org, Role.RETURNING_OFFICER))
    voter = client.as_(await make_person("Voter", "voter-1@example.org"))
    base = f"/{org.slug}/ballots/{ballot.id}"
    with clock.frozen(DURING):
        assert (await officer.post(f"{base}/suspend", {"reason": ""})).status == 422
        assert (await officer.post(f"{base}/suspend", {"reason": "A fault"})).status == 303
        page = await voter.post(f"{base}/vote/1/cast", {"choice": "1"})
        assert "Voting is suspended." in page.text
        assert (await officer.post(f"{base}/resume", {"reason": "Mended"})).status == 303
        assert (await voter.post(f"{base}/vote/1/cast", {"choice": "1"})).status == 303
        later = {
            "closes_on-day": "25",
            "closes_on-month": "11",
            "closes_on-year": "2026",
            "closes_time": "midday",
            "reason": "The fault cost a day",
        }
        assert (await officer.post(f"{base}/extend", later)).status == 303
        earlier = {**later, "closes_on-day": "15"}
        assert (await officer.post(f"{base}/extend", earlier)).status == 422
        await jobs.run_jobs()
    told = [m.purpose for m in await OutboxMessage.filter(recipient="voter-1@example.org")]
    assert told == [
        f"email/ballots/{kind}" for kind in ("notice", "suspended", "resumed", "extended")
    ]
    with clock.frozen(AFTER):
        assert (await voter.post(f"{base}/vote/1/cast", {"choice": "2"})).status == 303


async def test_the_officers_key_is_shown_once_rehearsed_twice_and_opens_the_box(
    client: Pages,
) -> None:
    org = await make_organisation()
    with clock.frozen(BEFORE):
        ballot = await make_draft(org, Kind.STV, rules={"election_key": KeyKeeper.OFFICER})
        officer = client.as_(await make_officer(org, Role.RETURNING_OFFICER))
        scrutineer = client.as_(await make_officer(org, Role.SCRUTINEER))
        base = f"/{org.slug}/ballots/{ballot.id}"
        shown = await officer.post(f"{base}/key")
        words = shown.by_class("app-code")[0]
        typed = " ".join("".join(words.itertext()).split())
        assert len(typed.split()) == 17
        assert typed not in (await officer.get(f"{base}/key")).html

        wrong = await officer.post(f"{base}/key/rehearsal/officer", {"words": "lusab " * 17})
        assert wrong.status == 422
        assert "lusab" not in wrong.html
        page = await officer.post(f"{base}/key/rehearsal/officer", {"words": typed})
        assert page.status == 303
        assert (
            await officer.post(f"{base}/key/rehearsal/scrutineer", {"words": typed})
        ).status == 403
        page = await scrutineer.post(f"{base}/key/rehearsal/scrutineer", {"words": typed.upper()})
        assert page.status == 303
        await officer.post(f"{base}/roll")
        assert (await officer.post(f"{base}/seal")).status == 303
    with clock.frozen(DURING):
        await ballot.refresh_from_db()
        await cast_vote(ballot, (await entry_number(ballot)).id, "2 1", Way.WEB)
    with clock.frozen(AFTER):
        await officer.post(f"{base}/close")
        assert (await officer.post(f"{base}/box", {"words": "nonsense"})).status == 422
        assert (await officer.post(f"{base}/box", {"words": typed})).status == 303
    assert (await OpenedBox.of(ballot).get()).papers == "1 2 1\n"


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


async def test_a_candidate_who_withdraws_is_off_the_web_paper_and_in_the_record(
    client: Pages,
) -> None:
    ballot = await make_ballot(kind=Kind.STV)
    org = await org_of(ballot)
    officer = client.as_(await make_officer(org, Role.RETURNING_OFFICER))
    voter = client.as_(await make_person("Voter", "voter-1@example.org"))
    base = f"/{org.slug}/ballots/{ballot.id}"
    with clock.frozen(DURING):
        page = await officer.get(f"{base}/options")
        page = await officer.get(page.links["Record a withdrawal – Joan Bright"])
        page = await page.submit(reason="Moved away")
        assert "Withdrawn" in (await page.follow()).text
        page = await voter.get(f"{base}/vote/1")
        assert "Joan Bright" not in page.text
        page = await voter.post(f"{base}/vote/1/check", {"rank-2": "1", "rank-1": "1"})
        assert page.h1 == "Check your vote"
        assert "Joan" not in page.main
        assert "A candidate withdrew." in (await voter.get(base)).text
        assert "Moved away" not in (await voter.get(base)).text


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


async def test_drafts_are_for_those_who_run_them(client: Pages) -> None:
    with clock.frozen(BEFORE):
        ballot = await make_draft()
        org = await org_of(ballot)
        voter = client.as_(await make_person("Voter", "voter-1@example.org"))
        scrutineer = client.as_(await make_officer(org, Role.SCRUTINEER))
        base = f"/{org.slug}/ballots/{ballot.id}"
        assert (await voter.get(base)).status == 404
        assert (await voter.get(f"{base}/manage")).status == 403
        assert (await scrutineer.get(f"{base}/manage")).status == 200
        assert (await scrutineer.post(f"{base}/seal")).status == 403


async def test_the_rulebook_says_who_keeps_the_key(client: Pages) -> None:
    org = await make_organisation()
    with clock.frozen(BEFORE):
        ballot = await make_draft(org, Kind.STV, rules={"election_key": KeyKeeper.OFFICER})
        person = await make_officer(org, Role.RETURNING_OFFICER)
        await Grant.create(
            organisation=org, person=person, role=Role.SCRUTINEER, granted_at=clock.now()
        )
        officer = client.as_(person)
        base = f"/{org.slug}/ballots/{ballot.id}"
        page = await officer.post(f"{base}/key/keeper", {"keeper": "platform"})
        assert page.status == 422
        assert "Under the rulebook the returning officer keeps the key" in page.text

        # Two copies in one hand are one copy.
        shown = await officer.post(f"{base}/key")
        words = " ".join("".join(shown.by_class("app-code")[0].itertext()).split())
        page = await officer.post(f"{base}/key/rehearsal/officer", {"words": words})
        assert page.status == 303
        page = await officer.post(f"{base}/key/rehearsal/scrutineer", {"words": words})
        assert "Another person must rehearse this copy" in page.text

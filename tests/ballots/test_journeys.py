"""Journeys through the pages: a ballot is set up, run and brought to its end."""

import pytest

from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import Ballot, Kind, OpenedBox, Way
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations.models import Grant, Organisation, Role
from coopcouncil.organisations.rulebook import KeyKeeper
from tests.ballots.building import (
    AFTER,
    BEFORE,
    DURING,
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

"""Who may stand: members whom a nomination names, their ages, and what the rules on arrears say."""

from datetime import date

import pytest

from coopcouncil.ballots.actions.setup import Choice, add_option, change_option
from coopcouncil.ballots.models import Ballot, Fills, Kind, Option
from coopcouncil.ballots.nominating import against_candidates
from coopcouncil.ballots.reads import public_terms
from coopcouncil.ballots.rules.standing import (
    KeptFromStanding,
    Nominee,
    NotAMemberNow,
    StandsAlready,
    SuspendedNow,
    TooYoungToStand,
    may_stand,
)
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.actions import leave
from coopcouncil.organisations.models import Organisation, Role
from tests.ballots.building import BEFORE, make_draft
from tests.housing.building import make_arrears, make_co_op, member_of
from tests.make import make_member, make_officer

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("before")]
CLOSES_ON = date(2026, 11, 20)


@pytest.fixture
def before():
    with clock.frozen(BEFORE):
        yield


async def draft(org: Organisation, fills: Fills = Fills.COMMITTEE) -> Ballot:
    ballot = await make_draft(org, Kind.STV, voters=0)
    ballot.fills = fills
    await ballot.save()
    return ballot


@pytest.mark.parametrize(
    ("born", "age", "refused"),
    [
        (date(2008, 11, 20), 18, False),
        (date(2008, 11, 21), 18, True),
        (date(2010, 11, 20), 16, False),
        (None, 18, False),
    ],
)
def test_whoever_stands_is_old_enough_on_the_day_voting_closes(born, age, refused):
    who = Nominee(True, False, born, False)
    if refused:
        with pytest.raises(TooYoungToStand):
            may_stand(who, age, CLOSES_ON)
    else:
        may_stand(who, age, CLOSES_ON)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (Nominee(False, False, None, False), NotAMemberNow),
        (Nominee(True, True, None, False), SuspendedNow),
        (Nominee(True, False, None, True), KeptFromStanding),
        (Nominee(True, False, None, False, (NotHere(),)), NotHere),
    ],
)
def test_each_reason_against_standing_is_its_own(who, refusal):
    with pytest.raises(refusal):
        may_stand(who, 16, CLOSES_ON)


@pytest.mark.parametrize("barred", [True, False])
async def test_arrears_keep_from_standing_only_where_the_rules_say_so(client, barred):
    org = await make_co_op(arrears_bar_standing=barred)
    bob = await make_member(org, "Bob Rees")
    await make_arrears(org, bob)
    ballot = await draft(org)
    officer = client.as_(await make_officer(org, Role.RETURNING_OFFICER, "Rhys Officer"))
    path = f"/{org.slug}/ballots/{ballot.id}/options"
    assert "Member number of whoever stands" in (await officer.get(path)).main
    sent = await officer.post(path, {"name": "Bob Rees", "member_number": bob.member_number})
    if not barred:
        page = await sent.follow()
        assert f"Member {bob.member_number}" in page.main
        assert await against_candidates(ballot) == ()
        return
    assert sent.errors == [
        "By the rules this member cannot stand at present. They can ask the secretary why."
    ]
    assert "arrears" not in sent.main
    assert not await Option.of(ballot).filter(member_id=bob.member_id).exists()


async def test_somebody_nominated_before_the_arrears_is_told_of_before_sealing(client):
    org = await make_co_op(arrears_bar_standing=True)
    bob = await make_member(org, "Bob Rees")
    ballot = await draft(org)
    await add_option(ballot, Choice("Bob Rees", member_number=bob.member_number), None)
    await make_arrears(org, bob)
    officer = client.as_(await make_officer(org, Role.RETURNING_OFFICER, "Rhys Officer"))
    page = await officer.get(f"/{org.slug}/ballots/{ballot.id}/manage")
    assert "Bob Rees: By the rules this member cannot stand at present." in page.main
    assert "owe" not in page.main


@pytest.mark.usefixtures("db")
async def test_a_candidate_who_leaves_before_sealing_no_longer_stands():
    org = await make_co_op()
    bob = await make_member(org, "Bob Rees")
    ballot = await draft(org)
    await add_option(ballot, Choice("Bob Rees", member_number=bob.member_number), None)
    assert await against_candidates(ballot) == ()
    await leave(org, await member_of(org, bob), clock.today(), reason="", by=None)
    (against,) = await against_candidates(ballot)
    assert isinstance(getattr(against, "reason", None), NotAMemberNow)


@pytest.mark.parametrize(("fills", "refused"), [(Fills.COMMITTEE, True), (Fills.ELSEWHERE, False)])
@pytest.mark.usefixtures("db")
async def test_the_committee_s_age_is_asked_of_the_committee_s_candidates_alone(fills, refused):
    org = await make_co_op(officer_age=18, vote_age=16)
    ada = await make_member(org, "Ada Lovell", date_of_birth="2009-01-01")
    ballot = await draft(org, fills)
    choice = Choice("Ada Lovell", member_number=ada.member_number)
    if refused:
        with pytest.raises(TooYoungToStand):
            await add_option(ballot, choice, None)
    else:
        assert (await add_option(ballot, choice, None)).member_id == ada.member_id


@pytest.mark.usefixtures("db")
async def test_a_member_stands_once_and_the_public_record_does_not_say_who_is_one():
    org = await make_co_op()
    ada = await make_member(org, "Ada Lovell", number="777123")
    ballot = await draft(org)
    option = await add_option(ballot, Choice("Ada", member_number="777123"), None)
    with pytest.raises(StandsAlready):
        await add_option(ballot, Choice("Ada L.", member_number="777123"), None)
    await change_option(option, ballot, Choice("Ada L.", member_number="777123"), None, None)
    await option.refresh_from_db()
    assert (option.name, option.member_id) == ("Ada L.", ada.member_id)
    assert "777123" not in str(await public_terms(ballot))
    await change_option(option, ballot, Choice("Ada L."), None, None)
    await option.refresh_from_db()
    assert option.member_id is None


async def test_a_number_that_nobody_has_is_said_at_the_form(client):
    org = await make_co_op()
    ballot = await draft(org)
    secretary = client.as_(await make_officer(org))
    path = f"/{org.slug}/ballots/{ballot.id}/options"
    sent = await secretary.post(path, {"name": "Bob Rees", "member_number": "nobody"})
    assert sent.errors == ["Nobody in the register has the member number nobody."]

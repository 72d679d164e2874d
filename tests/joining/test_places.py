"""Where one vote belongs; classes without a vote; organisations and who speaks for them."""

from datetime import date

import pytest

from coopcouncil.accounts.models import EmailAddress
from coopcouncil.ballots.actions.roll import cut_roll
from coopcouncil.ballots.models import RollEntry
from coopcouncil.ballots.reads import votes_of
from coopcouncil.kernel import clock
from coopcouncil.meetings.reads import electorate
from coopcouncil.members.reads import entry_of, is_member_today, memberships_of
from coopcouncil.organisations.rulebook import Rulebook
from tests.ballots.building import BEFORE, make_draft
from tests.make import make_constituency, make_member, make_organisation, make_person, make_rules
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def test_a_member_moves_the_vote_among_what_fits(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    parents = await make_constituency(org, "Parents", name_cy="Rhieni")
    staff = await make_constituency(org, "Staff", name_cy="Gweithwyr")
    await make_constituency(org, "Governors", name_cy="Llywodraethwyr")
    ada = client.as_(await make_person("Ada", "ada@home.example"))
    entry = await make_member(
        org, "Ada", constituency=parents, fits=f"{staff.id}:", email="ada@home.example"
    )
    path = f"/{org.slug}/me/{entry.member_id}/constituency"
    page = await ada.get(path)
    assert "Governors" not in page.main
    done = await page.submit(place=f"{staff.id}:")
    assert done.status == 303
    now = await entry_of(org, entry.member_id)
    assert now is not None
    assert (now.constituency_id, now.fits) == (staff.id, f"{parents.id}:")
    assert (await ada.post(path, {"place": "999999:"})).status == 422
    bob = client.as_(await make_person("Bob", "bob@home.example"))
    assert (await bob.get(path)).status == 404
    assert (await ada.in_("cy").get(path)).status == 200


async def test_an_order_in_the_rules_leaves_no_choice(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org, voting_constituency="order")
    parents = await make_constituency(org, "Parents", name_cy="Rhieni")
    staff = await make_constituency(org, "Staff", name_cy="Gweithwyr")
    ada = client.as_(await make_person("Ada", "ada@home.example"))
    entry = await make_member(
        org, "Ada", constituency=parents, fits=f"{staff.id}:", email="ada@home.example"
    )
    path = f"/{org.slug}/me/{entry.member_id}/constituency"
    assert "The rules say where you vote" in (await ada.get(path)).main
    refused = await ada.post(path, {"place": f"{staff.id}:"})
    assert refused.status == 422
    now = await entry_of(org, entry.member_id)
    assert now is not None
    assert now.constituency_id == parents.id


async def test_the_roll_knows_classes_and_representatives(db: None) -> None:
    with clock.frozen(BEFORE):
        ballot = await make_draft(voters=1, rules={"voteless_classes": "Associate, junior"})
        await ballot.fetch_related("organisation")
        org = ballot.organisation
        await make_member(org, "Ann Associate", member_class="ASSOCIATE")
        await make_member(org, "Bob Full", member_class="full")
        await make_member(
            org,
            "Calder Union",
            member_kind="organisation",
            email="office@union.example",
            representative="Dai Speaker",
            representative_email="Dai@Union.example",
        )
        await make_member(org, "Quiet Club", member_kind="organisation", email="club@club.example")
        await cut_roll(ballot, None)
        roll = {entry.name: entry for entry in await RollEntry.of(ballot)}

        assert set(roll) == {
            "Voter Number1",
            "Bob Full",
            "Calder Union (Dai Speaker)",
            "Quiet Club",
        }
        union = roll["Calder Union (Dai Speaker)"]
        assert (union.email, union.told_by_email) == ("dai@union.example", True)
        assert roll["Quiet Club"].email == "club@club.example"
        rules = Rulebook(voteless_classes="Associate, junior")
        assert await electorate(org, rules, clock.today()).count() == 4
        dai = await make_person("Dai", "dai@union.example")
        assert [e.name for e in await votes_of(ballot, dai)] == ["Calder Union (Dai Speaker)"]


async def test_whoever_speaks_for_a_member_is_let_in(db: None) -> None:
    org = await make_organisation()
    await make_member(
        org,
        "Calder Union",
        member_kind="organisation",
        representative="Dai",
        representative_email="Dai@Union.example",
        joined_on=date(2020, 1, 1),
    )
    dai = await make_person("Dai", "dai@union.example")
    assert await is_member_today(dai, org)
    assert await memberships_of(dai) == [org.id]
    await EmailAddress.filter(person_id=dai.id).update(proven_at=None)
    assert not await is_member_today(dai, org)

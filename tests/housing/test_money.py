"""What is owed and who may know; services and who has them."""

from datetime import date

import pytest

from coopcouncil.ballots.actions.roll import cut_roll
from coopcouncil.ballots.models import RollBar, RollEntry
from coopcouncil.housing.actions.money import note_arrears
from coopcouncil.housing.kinds import (
    PlanKept,
)
from coopcouncil.housing.models import (
    HomeApplication,
)
from coopcouncil.kernel.money import Money
from coopcouncil.members.actions import leave
from coopcouncil.organisations.models import Role
from tests.ballots.building import make_draft
from tests.housing.building import (
    at_home,
    make_arrears,
    make_co_op,
    make_home,
    make_tenancy,
    member_of,
)
from tests.make import make_member, make_officer

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stopped")]


@pytest.mark.parametrize("barred", [True, False])
async def test_arrears_keep_from_voting_only_where_the_rules_say_so(client, barred):
    org = await make_co_op(arrears_bar_vote=barred)
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Rees")
    await make_arrears(org, bob)
    officer = await make_officer(org)
    ballot = await make_draft(org, voters=0)
    ballot.qualifying_on = date(2026, 3, 16)
    await ballot.save()
    await cut_roll(ballot, officer)
    on_roll = [entry.member_id for entry in await RollEntry.of(ballot).order_by("number")]
    assert on_roll == ([ada.member_id] if barred else [ada.member_id, bob.member_id])
    kept_off = await RollBar.of(ballot)
    assert [bar.member_id for bar in kept_off] == ([bob.member_id] if barred else [])

    path = f"/{org.slug}/ballots/{ballot.id}/roll"
    returning = client.as_(await make_officer(org, Role.RETURNING_OFFICER, "Rhys Officer"))
    roll = (await returning.get(path)).main
    assert ("1 member is not on this roll" in roll) is barred
    assert ("Bob Rees" in roll) is not barred
    assert "arrears" not in roll
    assert "owe" not in roll
    assert "Bob Rees" in (await client.as_(officer).get(path)).main


async def test_what_a_member_owes_is_seen_by_three_alone(client):
    org = await make_co_op(arrears_bar_vote=True)
    bob = await make_member(org, "Bob Rees", email="bob@example.org")
    await make_member(org, "Ada Lovell", email="ada@example.org")
    await make_tenancy(org, await make_home(org), bob)
    treasurer = client.as_(await make_officer(org, Role.TREASURER, "Till Keeper"))
    form = await treasurer.get(f"/{org.slug}/homes/arrears/new")
    without = await form.submit(members=bob.member_number, owed="240.00")
    assert without.status == 422
    assert "the day since which it is owed" in without.errors[0]
    done = await form.submit(
        members=bob.member_number,
        owed="240.00",
        owed_since__day="5",
        owed_since__month="1",
        owed_since__year="2026",
    )
    assert "£240.00" in (await done.follow()).main
    secretary = client.as_(await make_officer(org))
    assert "£240.00" in (await secretary.get(f"/{org.slug}/homes/arrears")).main

    own = await (await at_home(client, org, "bob@example.org")).get(f"/{org.slug}/my-home")
    assert "£240.00 owed as at 16 March 2026" in own.main
    assert "You have no vote" in own.main
    neighbour = await at_home(client, org, "ada@example.org")
    assert "£240.00" not in (await neighbour.get(f"/{org.slug}/my-home")).main
    for role in (Role.CHAIR, Role.DIRECTOR, Role.RETURNING_OFFICER, Role.AUDITOR):
        officer = client.as_(await make_officer(org, role, f"The {role.value}"))
        assert (await officer.get(f"/{org.slug}/homes/arrears")).status == 403
        assert "owe" not in (await officer.get(f"/{org.slug}/")).main
    assert (await neighbour.get(f"/{org.slug}/homes/arrears")).status == 403
    # The treasurer keeps no homes, and sees no list of who lives where.
    assert (await treasurer.get(f"/{org.slug}/homes")).status == 403


async def test_a_member_asks_for_another_home_unless_the_rules_on_arrears_forbid_it(client):
    org = await make_co_op(arrears_bar_transfer=True)
    bob = await make_member(org, "Bob Rees", email="bob@example.org")
    await make_tenancy(org, await make_home(org), bob)
    browser = await at_home(client, org, "bob@example.org")
    path = f"/{org.slug}/my-home/{bob.member_number}/application"
    form = await browser.get(path)
    await make_arrears(org, bob)
    assert (await form.submit(bedrooms="2")).errors == [
        "The rules on money that is owed do not allow this. Ask the treasurer."
    ]
    member = await member_of(org, bob)
    await note_arrears(org, member, date(2026, 3, 16), Money(0), None, PlanKept.NONE, by=None)
    page = await (await form.submit(bedrooms="2")).follow()
    assert "Your application is on the list" in page.main
    assert (await HomeApplication.within(org).get()).asking == "transfer"
    stranger = await at_home(client, org, "nobody@example.org")
    assert (await stranger.get(path)).status == 404


async def test_services_and_who_has_them(client):
    org = await make_co_op()
    ada = await make_member(org, "Ada Lovell", email="ada@example.org")
    bob = await make_member(org, "Bob Rees", email="bob@example.org")
    treasurer = client.as_(await make_officer(org, Role.TREASURER, "Till Keeper"))
    form = await treasurer.get(f"/{org.slug}/services/new")
    plan = await (await form.submit(name="Laundry", name_cy="Golchdy")).follow()
    page = await (await plan.submit(name="Weekly wash", price="4.50", every="week")).follow()
    assert "Weekly wash: £4.50 a week" in page.main
    path = page.response.request.url.path
    take = await treasurer.get(f"{path}/members")
    assert (await take.submit(members=ada.member_number)).status == 303
    assert (await take.submit(members=ada.member_number)).status == 422
    own = await (await at_home(client, org, "ada@example.org")).get(f"/{org.slug}/my-home")
    assert "Laundry, Weekly wash: £4.50 a week, since 16 March 2026" in own.main
    neighbour = await at_home(client, org, "bob@example.org")
    assert bob
    assert "Weekly wash" not in (await neighbour.get(f"/{org.slug}/my-home")).main
    assert "Weekly wash" in (await neighbour.get(f"/{org.slug}/services")).main
    assert (await neighbour.get(path)).status == 403
    end = (await treasurer.get(path)).links["Record the end Ada Lovell"]
    done = await (await treasurer.get(end)).submit(until__day="20")
    page = await done.follow()
    assert ["Ada Lovell", "Weekly wash", "16 March 2026", "20 March 2026"] in page.rows()
    await (await treasurer.get(f"{path}/members")).submit(members=bob.member_number)
    await leave(org, await member_of(org, bob), date(2026, 3, 16), reason="Moved", by=None)
    page = await treasurer.get(path)
    assert ["Bob Rees", "Weekly wash", "16 March 2026", "16 March 2026"] in page.rows()

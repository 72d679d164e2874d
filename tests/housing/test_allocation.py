"""Who is offered a home: the panel, points, offers, and who must not see it."""

from datetime import date

import pytest

from coopcouncil.accounts.models import EmailAddress
from coopcouncil.housing.actions.allocation import begin_allocation, name_panelist
from coopcouncil.housing.models import (
    HomeApplication,
    HomeOffer,
    PanelScore,
)
from coopcouncil.housing.reads import homes_on
from coopcouncil.organisations.chapters.housing import Allocating
from coopcouncil.organisations.models import Role
from tests.housing.building import (
    at_home,
    make_co_op,
    make_empty,
    make_waiting,
)
from tests.make import make_member, make_officer, make_person

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stopped")]


async def test_a_panel_declares_scores_and_the_home_is_offered_and_let(client):
    org = await make_co_op(panel_number=2, refusals_allowed=0)
    home = await make_empty(org)
    apps = await make_waiting(org, Nia=date(2025, 1, 1), Owain=date(2025, 2, 1))
    officer = await make_officer(org)
    secretary = client.as_(officer)
    begun = await secretary.post(f"/{org.slug}/homes/{home.id}/allocation")
    path = begun.location
    panel = []
    for letter in "abc":
        person = await make_person(f"Panel {letter}", f"{letter}@example.org")
        await make_member(org, f"Panel {letter}", email=f"{letter}@example.org")
        page = await (await secretary.get(f"{path}/panelists")).submit(
            email=f"{letter}@example.org"
        )
        assert page.status == 303
        panel.append(client.as_(person))
    nia, owain = apps["Nia"].id, apps["Owain"].id

    # Nobody sees an application before declaring; whoever has an interest never does.
    first = await panel[0].get(f"{path}/panel")
    assert "Nia Wynne" in first.main
    assert "Applied on" not in first.main
    early = {f"score-{nia}": "9", f"why-{nia}": "x", f"score-{owain}": "1", f"why-{owain}": "y"}
    assert (await panel[0].post(f"{path}/panel/scores", early)).status == 409
    without = await panel[0].post(f"{path}/panel/interests", {f"interest-{nia}": "yes"})
    assert without.status == 422
    await panel[0].post(
        f"{path}/panel/interests", {f"interest-{nia}": "yes", f"what-{nia}": "My cousin"}
    )
    aside = await panel[0].get(f"{path}/panel")
    assert "you stand aside" in aside.main
    assert "Applied on" not in aside.main
    assert (await panel[0].post(f"{path}/panel/scores", early)).status == 403

    for browser in panel[1:]:
        await browser.post(f"{path}/panel/interests", {})
        assert "Applied on 1 January 2025" in (await browser.get(f"{path}/panel")).main
    too_high = {**early, f"score-{nia}": "11"}
    assert (await panel[1].post(f"{path}/panel/scores", too_high)).status == 422
    assert (await panel[1].post(f"{path}/panel/scores", {**early, f"why-{nia}": " "})).status == 422
    assert (await panel[1].post(f"{path}/panel/scores", early)).status == 303
    assert (await panel[1].post(f"{path}/panel/scores", early)).status == 409

    # One has scored: neither the other nor the secretary sees a score, and nothing is offered.
    assert "by Panel b" not in (await secretary.get(path)).main
    offer = await secretary.get(f"{path}/offer")
    assert (await offer.submit(application=str(nia), why="Most points")).status == 422
    await panel[2].post(f"{path}/panel/scores", {**early, f"score-{owain}": "5"})
    page = await secretary.get(path)
    assert [row[:2] for row in page.rows()] == [["Nia Wynne", "18"], ["Owain Wynne", "6"]]
    assert "Interest in Nia Wynne: My cousin" in page.main
    assert "by Panel b" in page.main

    # Offered, refused with its day, offered to the next, let.
    assert (await offer.submit(application=str(nia), why="Most points")).status == 303
    assert (
        "An offer of this home stands."
        in (await offer.submit(application=str(owain), why="Next")).errors[0]
    )
    made = await HomeOffer.within(org).get()
    answer = await secretary.get(f"{path}/offers/{made.id}/answer")
    await answer.submit(answer="refused", note="Too far from school")
    card = await secretary.get(f"/{org.slug}/home-applications/{nia}")
    assert "1 offer refused; the rules allow 0." in card.main
    assert "Decide whether it stays on the list" in card.main
    assert (await offer.submit(application=str(owain), why="Next in order")).status == 303
    made = await HomeOffer.within(org).get(application_id=owain)
    await (await secretary.get(f"{path}/offers/{made.id}/answer")).submit(answer="accepted")
    form = await secretary.get(f"{path}/offers/{made.id}/agreement")
    done = await form.submit(agreed="y", minute="Board, minute 7")
    assert done.status == 303
    (row,) = await homes_on(org, date(2026, 3, 16))
    assert [tenant.name for tenant in row.tenants] == ["Owain Wynne"]
    assert row.void is None
    application = await HomeApplication.within(org).get(id=owain)
    assert application.closed_why == "housed"
    assert application.member_id
    assert await PanelScore.within(org).count() == 4

    # The others of the co-operative see nothing of it.
    other = await at_home(client, org, "b-neighbour@example.org")
    assert (await other.get(path)).status == 403
    await make_member(org, "Neighbour", email="b-neighbour@example.org")
    for address in (path, f"{path}/panel", f"/{org.slug}/homes", f"/{org.slug}/homes/{home.id}"):
        assert (await other.get(address)).status == 403, address


async def test_points_decide_by_the_scheme_of_their_day(client):
    org = await make_co_op(allocating=Allocating.POINTS)
    home = await make_empty(org)
    apps = await make_waiting(org, Nia=date(2025, 1, 1), Owain=date(2025, 2, 1))
    secretary = client.as_(await make_officer(org))
    refused = await secretary.post(f"/{org.slug}/homes/{home.id}/allocation")
    assert refused.status == 409
    assert "no scheme of points" in refused.main
    scheme = await secretary.get(f"/{org.slug}/homes/points")
    wrong = await scheme.submit(lines="10; 1; Overcrowded; Gorlawn\nten points for waiting")
    assert "Line 2 is not like" in wrong.errors[0]
    await scheme.submit(lines="10; 1; Overcrowded; Gorlawn\n2; 5; A year of waiting; Blwyddyn")
    card = await secretary.get(f"/{org.slug}/home-applications/{apps['Owain'].id}/points")
    names = [name for name in card.fields if name.startswith("criterion-")]
    done = await card.submit(**{names[0]: "1", names[1]: "3"})
    assert "16 points" in (await done.follow()).main
    begun = await secretary.post(f"/{org.slug}/homes/{home.id}/allocation")
    page = await begun.follow()
    assert [row[:2] for row in page.rows()] == [["Owain Wynne", "16"], ["Nia Wynne", "0"]]


async def test_only_members_and_officers_are_of_a_panel(client):
    org = await make_co_op()
    home = await make_empty(org)
    await make_waiting(org, Nia=date(2025, 1, 1))
    allocation = await begin_allocation(org, home, by=None)
    await make_person("Omar Outsider", "omar@example.org")
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/home-allocations/{allocation.id}/panelists")
    page = await form.submit(email="omar@example.org")
    assert page.status == 422
    assert page.errors[0].startswith("Nobody who is a member or an officer")
    chair = await make_officer(org, Role.CHAIR, "Emlyn Pugh")
    address = await EmailAddress.get(person_id=chair.id)
    await name_panelist(org, allocation, address.address, by=None)
    home_page = await client.as_(chair).get(f"/{org.slug}/")
    assert "Home 5: declare your interests, then score" in home_page.main

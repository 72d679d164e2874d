"""An application for a home is one for membership: from the list to the share and back."""

from datetime import date

import pytest

from coopcouncil.housing.actions.allocation import answer_offer, begin_allocation, offer_home
from coopcouncil.housing.actions.waiting import CriterionDraft, record_scheme
from coopcouncil.housing.kinds import Answer
from coopcouncil.housing.models import HomeApplication, Tenancy
from coopcouncil.housing.reads import prospects_on, rule_breaches
from coopcouncil.joining.actions.applying import Draft, enter, withdraw
from coopcouncil.joining.kinds import State
from coopcouncil.joining.models import Application
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause, Status
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.chapters.housing import Allocating
from coopcouncil.shares.models import ShareEvent, ShareHolding
from tests.housing.building import make_co_op, make_empty, make_waiting
from tests.make import make_member, make_officer

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stopped")]
TODAY = date(2026, 3, 16)
ADMITS = {"agreed": "y", "minute": "Board, minute 7"}


@pytest.fixture
async def co_op():
    return await make_co_op(par_value=100)


async def waiting_for(org, name="Nia"):
    return (await make_waiting(org, **{name: date(2025, 1, 1)}))[name]


async def the_board_admits(secretary, org, joining, **more):
    page = await secretary.get(f"/{org.slug}/applications/{joining.id}")
    return await page.submit(to="admitted", minute="Board, minute 7", **more)


async def test_whoever_asks_for_a_home_asks_the_board_to_join(client, co_op):
    nia = await waiting_for(co_op)
    joining = await Application.one(co_op, id=nia.joining_id)
    assert (joining.state, joining.name) == (State.CONFIRMED, "Nia Wynne")
    assert joining.received_at.date() == date(2025, 1, 1)
    secretary = client.as_(await make_officer(co_op))
    board = await secretary.get(f"/{co_op.slug}/applications")
    assert "Nia Wynne" in board.main
    card = await secretary.get(f"/{co_op.slug}/home-applications/{nia.id}")
    assert "Waits for the board" in card.main
    bob = await make_member(co_op, "Bob Rees")
    await make_waiting(co_op)
    listed = await secretary.get(f"/{co_op.slug}/homes/waiting/new")
    done = await listed.submit(members=bob.member_number, bedrooms="1")
    assert done.status == 303
    assert await Application.within(co_op).count() == 1  # A member has joined already.


async def test_agreement_minute_and_share_make_a_member_and_the_end_settles_all(client):
    org = await make_co_op(par_value=100, allocating=Allocating.POINTS)
    scheme = [CriterionDraft("Overcrowded", "Gorlawn", 10, 1)]
    await record_scheme(org, scheme, date(2020, 1, 1), "", by=None)
    home = await make_empty(org)
    nia = await waiting_for(org)
    allocation = await begin_allocation(org, home, by=None)
    offer = await offer_home(org, allocation, nia.id, TODAY, "First on the list", by=None)
    await answer_offer(org, offer, Answer.ACCEPTED, "", by=None)
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(
        f"/{org.slug}/home-allocations/{allocation.id}/offers/{offer.id}/agreement"
    )
    assert (await form.submit(**{**ADMITS, "agreed": None})).status == 422
    without = await form.submit(**{**ADMITS, "minute": ""})
    assert without.errors == ["Name the minute of the board’s decision."]
    assert not await RegisterEntry.within(org).exists()

    assert (await form.submit(**ADMITS)).status == 303
    (entry,) = await as_at(org, TODAY)
    assert (entry.name, entry.joined_on, entry.shares) == ("Nia Wynne", TODAY, 1)
    joining = await Application.one(org, id=nia.joining_id)
    assert (joining.state, joining.member_id) == (State.ADMITTED, entry.member_id)
    assert joining.minute == "Board, minute 7"
    assert await ShareHolding.within(org).count() == 1
    assert await rule_breaches(org, TODAY) == ()
    assert await prospects_on(org, TODAY) == []  # A tenant, and prospective no more.
    await nia.refresh_from_db()
    assert (nia.closed_why, nia.member_id) == ("housed", entry.member_id)

    # With the tenancy the membership ends, and with it the share.
    let = await Tenancy.within(org).get()
    page = await secretary.get(f"/{org.slug}/tenancies/{let.id}/end")
    done = await page.submit(why="surrender", void_why="New kitchen")
    assert done.status == 303, done.errors
    left = await RegisterEntry.within(org).get(
        member_id=entry.member_id, superseded_at=None, status=Status.LEFT
    )
    assert left.left_because == Cause.INELIGIBLE
    assert left.shares in (0, None)
    kinds = [event.kind.value for event in await ShareEvent.within(org).order_by("id")]
    assert kinds[-1] in ("forfeited", "cancelled")


async def test_who_is_admitted_by_the_board_first_waits_as_a_prospective_tenant(client, co_op):
    nia = await waiting_for(co_op)
    secretary = client.as_(await make_officer(co_op))
    joining = await Application.one(co_op, id=nia.joining_id)
    done = await the_board_admits(secretary, co_op, joining)
    assert done.status == 303, done.errors
    await nia.refresh_from_db()
    assert (nia.asking, nia.is_open) == ("prospective", True)
    assert [p.member_id for p in await prospects_on(co_op, TODAY)] == [nia.member_id]
    assert await rule_breaches(co_op, TODAY) == ()


async def test_the_page_of_the_list_admits_by_the_board_s_minute_too(client, co_op):
    nia = await waiting_for(co_op)
    secretary = client.as_(await make_officer(co_op))
    form = await secretary.get(f"/{co_op.slug}/home-applications/{nia.id}/membership")
    assert (await form.submit(**ADMITS)).status == 303
    await nia.refresh_from_db()
    assert nia.asking == "prospective"
    (entry,) = await as_at(co_op, TODAY)
    assert entry.shares == 1


async def test_somebody_who_comes_back_keeps_the_old_number(client, co_op):
    old = await make_member(co_op, "Nia Wynne", number="900")
    member = await Member.one(co_op, id=old.member_id)
    await leave(co_op, member, date(2024, 1, 1), reason="", by=None)
    nia = await waiting_for(co_op)
    secretary = client.as_(await make_officer(co_op))
    form = await secretary.get(f"/{co_op.slug}/home-applications/{nia.id}/membership")
    done = await form.submit(**ADMITS, former=str(old.member_id))
    assert done.status == 303, done.errors
    await nia.refresh_from_db()
    assert nia.member_id == old.member_id


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
async def test_who_is_refused_or_withdraws_is_on_the_list_no_more(client, co_op, how):
    nia = await waiting_for(co_op)
    joining = await Application.one(co_op, id=nia.joining_id)
    if how == "refused":
        secretary = client.as_(await make_officer(co_op))
        page = await secretary.get(f"/{co_op.slug}/applications/{joining.id}")
        done = await page.submit(to="refused", reason="Not eligible", minute="Board, minute 7")
        assert done.status == 303, done.errors
    else:
        await withdraw(joining)
    await nia.refresh_from_db()
    assert nia.closed_why == ("not-eligible" if how == "refused" else "withdrawn")
    assert not await RegisterEntry.within(co_op).exists()


async def test_an_applicant_to_join_is_put_on_the_list_once(client, co_op):
    officer = await make_officer(co_op)
    draft = Draft(given_name="Omar", family_name="Khan", email="omar@example.org")
    joining = await enter(co_op, draft, officer)
    secretary = client.as_(officer)
    page = await secretary.get(f"/{co_op.slug}/homes/waiting")
    assert "Applied to join, and not on this list" in page.main
    form = await secretary.get(f"/{co_op.slug}/homes/waiting/applicants/{joining.id}")
    assert (await form.submit(bedrooms="2")).status == 303
    assert (await form.submit(bedrooms="2")).status == 422
    listed = await HomeApplication.within(co_op).get()
    assert (listed.name, listed.joining_id, listed.bedrooms) == ("Omar Khan", joining.id, 2)
    assert "Applied to join" not in (await secretary.get(f"/{co_op.slug}/homes/waiting")).main

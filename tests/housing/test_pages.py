"""Every page in both languages, what is not there for others, and bad input."""

from datetime import date

import pytest

from coopcouncil.accounts.models import EmailAddress
from coopcouncil.housing.actions.allocation import begin_allocation, name_panelist
from coopcouncil.housing.actions.money import add_plan, begin_service, take_plan
from coopcouncil.housing.actions.waiting import CriterionDraft, record_scheme
from coopcouncil.housing.kinds import (
    PriceEvery,
)
from coopcouncil.housing.models import (
    ArrearsNote,
    HomeLine,
    HomeOffer,
    HomeVoid,
    TenancyHolder,
)
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.chapters.housing import Allocating
from tests.housing.building import (
    make_arrears,
    make_co_op,
    make_empty,
    make_home,
    make_tenancy,
    make_waiting,
    member_of,
)
from tests.make import make_member, make_officer, make_organisation, make_rules

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stopped")]


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_every_page_opens_in_both_languages(client, language):
    org = await make_co_op(allocating=Allocating.PANEL, panel_number=1)
    ada = await make_member(org, "Ada Lovell", email="ada@example.org")
    bob = await make_member(org, "Bob Rees")
    terms = await make_tenancy(org, await make_home(org, "1"), ada, bob)
    home = await make_empty(org)
    (application,) = (await make_waiting(org, Nia=date(2025, 1, 1))).values()
    allocation = await begin_allocation(org, home, by=None)
    await make_arrears(org, bob)
    service = await begin_service(org, "Laundry", "", "", "", date(2024, 1, 1), by=None)
    since = date(2024, 1, 1)
    plan = await add_plan(org, service, "Wash", "", PriceEvery.WEEK, Money(400), since, by=None)
    taken = await take_plan(org, plan, await member_of(org, ada), since, by=None)
    holder = await TenancyHolder.known(org).filter(member_id=ada.member_id).get()
    line = await HomeLine.known(org).filter(home_id=home.id).get()
    void = await HomeVoid.known(org).get(home_id=home.id)
    note = await ArrearsNote.known(org).get()
    offer = await HomeOffer.create(
        organisation=org,
        allocation=allocation,
        application=application,
        why="Alone",
        made_on=date(2026, 3, 16),
        reply_by=date(2026, 3, 23),
    )
    officer = await make_officer(org)
    mine = await EmailAddress.create(
        person=officer, address="ada@example.org", proven_at=clock.now()
    )
    await name_panelist(org, allocation, mine.address, by=None)
    await record_scheme(org, [CriterionDraft("Need", "Angen", 5, 2)], since, "", by=None)
    secretary = client.in_(language).as_(officer)
    t, h = f"tenancies/{terms.tenancy_id}", f"homes/{home.id}"
    w, a = f"home-applications/{application.id}", f"home-allocations/{allocation.id}"
    for path in (
        "homes",
        "homes?q=ada&state=let&page=9",
        "homes/new",
        "homes/rule",
        "homes/rule/prospective",
        f"{h}",
        f"{h}?on-day=1&on-month=1&on-year=1899",
        f"{h}?on-day=1&on-month=1&on-year=2199",
        f"{h}/change",
        f"{h}/corrections/{line.id}",
        f"{h}/empty",
        f"{h}/empty/{void.id}",
        f"{h}/let",
        t,
        f"{t}/tenants",
        f"{t}/tenants/{holder.id}/statement",
        f"{t}/tenants/{holder.id}/leaving",
        f"{t}/tenants/{holder.id}/membership",
        f"{t}/end",
        f"{t}/correction",
        "homes/waiting",
        "homes/waiting?closed=yes",
        "homes/waiting/new",
        "homes/points",
        w,
        f"{w}/points",
        f"{w}/close",
        f"{w}/membership",
        "home-allocations",
        a,
        f"{a}/panel",
        f"{a}/panelists",
        f"{a}/offer",
        f"{a}/offers/{offer.id}/answer",
        f"{a}/offers/{offer.id}/agreement",
        f"{a}/close",
        "homes/arrears",
        "homes/arrears/new",
        f"arrears-notes/{note.id}/withdrawal",
        "services",
        "services/new",
        f"services/{service.id}",
        f"services/{service.id}/plans",
        f"services/{service.id}/plans/{plan.id}/price",
        f"services/{service.id}/members",
        f"services/{service.id}/members/{taken.id}/end",
        "my-home",
        f"my-home/{ada.member_number}/application",
    ):
        page = await secretary.get(f"/{org.slug}/{path}")
        assert page.status == 200, path
        last = path.split("/")[-1]
        if last in ("new", "change", "let", "end", "correction", "empty", "membership", "points"):
            nothing = await secretary.post(f"/{org.slug}/{path}", {})
            assert nothing.status in (303, 422), path


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("homes/new", {"reference": "x" * 41, "postal_address": "a"}),
        ("homes/new", {"reference": "9", "postal_address": "a", "rent": "a lot"}),
        ("homes/new", {"reference": "9", "postal_address": "a", "rent": "-5"}),
        ("homes/new", {"reference": "9", "postal_address": "a", "bedrooms": "99"}),
        ("homes/new", {"reference": "9", "postal_address": "a", "effective_on-year": "1799"}),
        ("homes/new", {"reference": "9", "postal_address": "a", "effective_on-year": "2199"}),
        ("homes/new", {"reference": "9", "postal_address": "a", "kind": "castle"}),
        ("homes/waiting/new", {"applied_on-day": "31", "applied_on-month": "2"}),
        ("homes/waiting/new", {"members": "77"}),
        ("homes/arrears/new", {"members": "77", "owed": "5"}),
        ("homes/arrears/new", {"members": "", "owed": "5"}),
        ("homes/points", {"lines": "-; 1; Need"}),
        ("services/new", {"name": ""}),
    ],
)
async def test_bad_input_is_a_sentence(client, path, typed):
    org = await make_co_op()
    form = await client.as_(await make_officer(org)).get(f"/{org.slug}/{path}")
    page = await form.submit(**typed)
    assert page.status == 422
    assert page.errors


async def test_another_co_operatives_things_are_not_found(client):
    ours, theirs = await make_co_op(), await make_co_op()
    home = await make_empty(theirs)
    terms = await make_tenancy(theirs, await make_home(theirs, "8"), await make_member(theirs))
    (application,) = (await make_waiting(theirs, Nia=date(2025, 1, 1))).values()
    allocation = await begin_allocation(theirs, home, by=None)
    service = await begin_service(theirs, "Laundry", "", "", "", date(2024, 1, 1), by=None)
    plan = await add_plan(
        theirs, service, "Wash", "", PriceEvery.WEEK, Money(1), date(2024, 1, 1), by=None
    )
    await take_plan(theirs, plan, await Member.within(theirs).get(), date(2024, 1, 1), by=None)
    secretary = client.as_(await make_officer(ours))
    for path in (
        f"homes/{home.id}",
        f"homes/{home.id}/change",
        f"tenancies/{terms.tenancy_id}",
        f"tenancies/{terms.tenancy_id}/end",
        f"home-applications/{application.id}",
        f"home-allocations/{allocation.id}",
        f"services/{service.id}",
    ):
        assert (await secretary.get(f"/{ours.slug}/{path}")).status == 404, path


async def test_where_no_homes_are_let_there_are_no_such_pages(client):
    org = await make_organisation()
    await make_rules(org)
    secretary = client.as_(await make_officer(org))
    for path in ("homes", "homes/new", "homes/arrears", "services", "my-home"):
        assert (await secretary.get(f"/{org.slug}/{path}")).status == 404, path
    assert "homes" not in (await secretary.get(f"/{org.slug}/")).main.lower()

"""Homes, tenancies and membership with them, as the secretary records them."""

from datetime import date, timedelta

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from coopcouncil.housing.actions.membership import end_membership
from coopcouncil.housing.actions.tenancies import end_tenancy
from coopcouncil.housing.kinds import (
    Afterwards,
    EndWhy,
    Outcome,
)
from coopcouncil.housing.models import (
    HomeLine,
    TenancyHolder,
    TenancyTerms,
)
from coopcouncil.housing.reads import homes_on, prospects_on, rule_breaches, tenancies_of
from coopcouncil.housing.rules.mutual import (
    NeitherTenantNorProspective,
    SayWhatBecomesOfTheTenancy,
)
from coopcouncil.joining.review import look, open_items
from coopcouncil.kernel import clock
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.models import Nation
from tests.housing.building import (
    NOW,
    make_co_op,
    make_home,
    make_tenancy,
    member_of,
)
from tests.make import make_member, make_officer

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stopped")]


async def test_a_home_is_taken_in_changed_and_put_right_as_at_every_day(client):
    org = await make_co_op()
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/homes/new")
    done = await form.submit(
        reference="12",
        postal_address="12 Heol y Bont\nGlanwern",
        bedrooms="3",
        rent="95.50",
        effective_on__day="1",
        effective_on__month="4",
        effective_on__year="2024",
    )
    page = await done.follow()
    assert page.h1 == "Home 12"
    assert "£95.50 a week" in page.main
    change = await secretary.get(f"{page.response.request.url.path}/change")
    done = await change.submit(
        rent="98.00",
        effective_on__day="1",
        effective_on__month="4",
        effective_on__year="2025",
        reason="Yearly review",
    )
    assert "£98.00 a week" in (await done.follow()).main
    path = done.location
    then = await secretary.get(f"{path}?on-day=31&on-month=3&on-year=2025")
    assert "£95.50 a week" in then.main.split("History")[0]

    with clock.frozen(NOW + timedelta(days=2)):
        line = await HomeLine.known(org).filter(reason="Yearly review").get()
        fix = await secretary.get(f"{path}/corrections/{line.id}")
        assert "bedrooms" not in fix.fields  # the line spoke of the rent alone
        again = await fix.submit(rent="97.00")
        assert again.status == 422
        assert again.errors
        done = await fix.submit(rent="97.00", reason="A slip of the pen")
        page = await done.follow()
        assert "£97.00 a week" in page.main
        assert "A slip of the pen" in page.main
        known = "on-day=1&on-month=5&on-year=2025&known-day=16&known-month=3&known-year=2026"
        before = await secretary.get(f"{path}?{known}")
        assert "£98.00 a week" in before.main.split("History")[0]
        file = await secretary.get(f"/{org.slug}/homes/export?{known}")
        assert "98.00" in file.text
        assert "97.00" not in file.text


async def test_nothing_of_homes_is_rewritten(db):
    org = await make_co_op()
    home = await make_home(org)
    line = await HomeLine.known(org).get(home_id=home.id)
    line.bedrooms = 9
    with pytest.raises(IntegrityError):
        async with in_transaction():
            await line.save(update_fields=["bedrooms"])
    with pytest.raises(IntegrityError):
        async with in_transaction():
            await line.delete()


async def test_a_contract_in_wales_has_its_words_and_its_statements_day(client):
    org = await make_co_op()
    home, gwen = await make_home(org, "7"), await make_member(org, "Gwen Parry", number="7")
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/homes/{home.id}/let")
    assert form.fields["agreement"] == "standard-contract"
    nobody = await form.submit(members="999")
    assert nobody.errors == ["Nobody has the member number 999."]
    page = await (
        await form.submit(
            members=gwen.member_number,
            began_on__day="1",
            occupied_on__day="2",
            began_on__month="3",
            occupied_on__month="3",
        )
    ).follow()
    assert "Standard occupation contract" in page.main
    assert "Contract-holders" in page.main
    assert "Written statement due by 15 March 2026 Overdue" in page.main
    assert "1 written statement is overdue" in (await secretary.get(f"/{org.slug}/")).main
    holder = await TenancyHolder.known(org).get()
    path = f"{page.response.request.url.path}/tenants/{holder.id}/statement"
    given = await (await secretary.get(path)).submit(on__day="10")
    page = await given.follow()
    assert "Written statement given on 10 March 2026 In time" in page.main
    assert not await TenancyHolder.known(org).filter(statement_on=None).exists()
    assert await TenancyHolder.within(org).count() == 2

    welsh = await secretary.in_("cy").get(page.response.request.url.path)
    assert "Deiliaid contract" in welsh.main
    assert "Contract meddiannaeth safonol" in welsh.main


async def test_in_england_it_is_a_contractual_tenancy_without_that_statement(client):
    org = await make_co_op(nation=Nation.ENGLAND)
    terms = await make_tenancy(org, await make_home(org), await make_member(org))
    page = await client.as_(await make_officer(org)).get(
        f"/{org.slug}/tenancies/{terms.tenancy_id}"
    )
    assert "Contractual tenancy" in page.main
    assert "statement" not in page.main


async def test_a_home_is_let_to_members_alone_and_once(client):
    org = await make_co_op()
    home = await make_home(org)
    gone = await make_member(org, "Gone Before")
    await leave(org, await member_of(org, gone), date(2025, 1, 1), reason="", by=None)
    ada = await make_member(org, "Ada Lovell")
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/homes/{home.id}/let")
    refused = await form.submit(members=f"{ada.member_number}, {gone.member_number}")
    assert "Gone Before is not a member on that day." in refused.errors[0]
    assert not await TenancyTerms.within(org).exists()
    assert (await form.submit(members=ada.member_number)).status == 303
    assert (await form.submit(members=ada.member_number)).errors == [
        "The home has a tenancy in those days already."
    ]


async def test_a_tenant_does_not_leave_the_register_without_the_tenancy(client):
    org = await make_co_op()
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Rees")
    terms = await make_tenancy(org, await make_home(org, "B-03"), ada, bob)
    member = await member_of(org, ada)
    with pytest.raises(SayWhatBecomesOfTheTenancy):
        async with in_transaction():
            await leave(org, member, date(2026, 3, 16), reason="", by=None)

    secretary = client.as_(await make_officer(org))
    holder = await TenancyHolder.known(org).get(member_id=ada.member_id)
    path = f"/{org.slug}/tenancies/{terms.tenancy_id}/tenants/{holder.id}/membership"
    form = await secretary.get(path)
    done = await form.submit(because="resigned", outcome="others-stay")
    assert done.status == 303
    assert not await as_at(org, date(2026, 3, 16)).filter(member_id=ada.member_id).exists()
    assert not await tenancies_of(org, ada.member_id, date(2026, 3, 16))
    assert await tenancies_of(org, ada.member_id, date(2026, 3, 15))
    assert await tenancies_of(org, bob.member_id, date(2026, 3, 16))
    assert await rule_breaches(org, date(2026, 3, 16)) == ()


@pytest.mark.parametrize("cause", [Cause.DIED, Cause.EXPELLED])
async def test_a_surrender_ends_both_and_a_death_waits_for_a_person(client, cause):
    org = await make_co_op()
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Rees")
    first = await make_tenancy(org, await make_home(org, "1"), ada)
    await make_tenancy(org, await make_home(org, "2"), bob)
    today = date(2026, 3, 16)
    await end_membership(
        org, first, await member_of(org, ada), today, Outcome.SURRENDER, Cause.RESIGNED, by=None
    )
    assert (await TenancyTerms.known(org).get(tenancy_id=first.tenancy_id)).ended_on == today

    await leave(org, await member_of(org, bob), today, reason="", by=None, because=cause)
    page = await client.as_(await make_officer(org)).get(f"/{org.slug}/homes/rule")
    assert "Bob Rees, home 2: membership ended on 16 March 2026" in page.main
    assert "Tenants who are no members" in page.main


async def test_a_tenancy_that_ends_proposes_leaving_or_waiting(client):
    org = await make_co_op()
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Rees")
    home = await make_home(org)
    terms = await make_tenancy(org, home, ada, bob)
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/tenancies/{terms.tenancy_id}/end")
    assert form.fields[f"member-{ada.member_id}"] == "leaves"
    done = await form.submit(
        **{f"member-{bob.member_id}": "prospective"}, why="surrender", void_why="New kitchen"
    )
    assert done.status == 303, done.main
    today = date(2026, 3, 16)
    assert [entry.member_id for entry in await as_at(org, today)] == [bob.member_id]
    assert [p.member_id for p in await prospects_on(org, today)] == [bob.member_id]
    assert await rule_breaches(org, today) == ()
    (row,) = await homes_on(org, today)
    assert row.void is not None
    assert row.void.why == "New kitchen"
    assert row.terms is None

    with clock.frozen(NOW + timedelta(days=21)):
        later = client.as_(secretary.person)  # the session of three weeks ago has ended
        page = await later.get(f"/{org.slug}/homes/{home.id}")
    assert "Rent lost: £286.50 in 21 days" in page.main
    again = await secretary.get(f"/{org.slug}/tenancies/{terms.tenancy_id}/end")
    assert (await again.submit(why="surrender")).status == 422


async def test_members_who_are_neither_are_listed_for_a_person(client):
    org = await make_co_op()
    ada = await make_member(org, "Ada Lovell")
    terms = await make_tenancy(org, await make_home(org), ada)
    await end_tenancy(
        org,
        terms,
        date(2026, 3, 1),
        EndWhy.SURRENDER,
        {ada.member_id: Afterwards.UNDECIDED},
        by=None,
    )
    assert await rule_breaches(org, date(2026, 3, 16)) == (
        NeitherTenantNorProspective(ada.member_id),
    )
    officer = await make_officer(org)
    await look(org, date(2026, 3, 16), officer)
    ((item, _entry),) = await open_items(org)
    assert (item.finder, item.member_id, item.due_on) == (
        "no-home",
        ada.member_id,
        date(2026, 3, 1),
    )
    secretary = client.as_(officer)
    page = await secretary.get(f"/{org.slug}/homes/rule")
    assert "Members who are neither tenants nor prospective tenants" in page.main
    form = await secretary.get(f"/{org.slug}/homes/rule/prospective?member={ada.member_number}")
    page = await (await form.submit()).follow()
    assert "The rule holds today" in page.main

"""Tenancies, the rule, the waiting list, money and services as at a day, as known on another."""

from datetime import UTC, date, datetime

import pytest

from coopcouncil.housing.actions.money import (
    add_plan,
    begin_service,
    change_price,
    note_arrears,
    take_plan,
    withdraw_note,
)
from coopcouncil.housing.actions.tenancies import tenant_goes
from coopcouncil.housing.actions.waiting import (
    CriterionDraft,
    close_application,
    give_points,
    record_scheme,
)
from coopcouncil.housing.kinds import Afterwards, ClosedWhy, PlanKept, PriceEvery
from coopcouncil.housing.models import ArrearsNote, CriterionMet, PointsCriterion, TenancyHolder
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.chapters.housing import Allocating
from coopcouncil.organisations.models import Role
from tests.housing.building import (
    make_co_op,
    make_home,
    make_tenancy,
    make_waiting,
    member_of,
)
from tests.make import make_member, make_officer

pytestmark = pytest.mark.anyio


def noon(day):
    return datetime(2026, 3, day, 12, tzinfo=UTC)


def asked(on=None, known=None):
    """The two days as a page's address has them."""
    return "?" + "&".join(
        f"{name}-day={day}&{name}-month=3&{name}-year=2026"
        for name, day in (("on", on), ("known", known))
        if day
    )


async def secretary(client, org):
    return client.as_(await make_officer(org, Role.SECRETARY, "Sioned Parry"))


async def test_who_holds_a_tenancy(client):
    with clock.frozen(noon(2)):
        org = await make_co_op()
        ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Rees")
        terms = await make_tenancy(org, await make_home(org), ada, bob)
    with clock.frozen(noon(6)):
        holder = await TenancyHolder.known(org).get(member_id=bob.member_id)
        day = date(2026, 3, 4)
        await tenant_goes(org, terms, holder, day, Afterwards.LEAVES, reason="Moved", by=None)
    with clock.frozen(noon(9)):
        browser = await secretary(client, org)
        path = f"/{org.slug}/tenancies/{terms.tenancy_id}"
        now = (await browser.get(path)).main
        assert "From 1 January 2024 until 4 March 2026" in now
        then = (await browser.get(path + asked(on=5, known=5))).main
        assert "until 4 March 2026" not in then
        assert "As at the end of 5 March 2026, as known on 5 March 2026." in then
        assert "Put right what is recorded" not in then
        early = (await browser.get(path + asked(known=1))).main
        assert "Nobody knew of it at that moment." in early
        assert "Ada Lovell" not in early


async def test_whether_the_rule_held(client):
    with clock.frozen(noon(2)):
        org = await make_co_op()
        ada = await make_member(org, "Ada Lovell")
    with clock.frozen(noon(6)):
        await make_tenancy(org, await make_home(org), ada, since=date(2026, 3, 1))
    with clock.frozen(noon(9)):
        browser = await secretary(client, org)
        path = f"/{org.slug}/homes/rule"
        assert "The rule holds today" in (await browser.get(path)).main
        assert "The rule held on that day" in (await browser.get(path + asked(on=4))).main
        then = (await browser.get(path + asked(on=4, known=4))).main
        assert "Members who are neither tenants nor prospective tenants" in then
        assert "Ada Lovell" in then


async def test_who_waited_and_by_how_many_points(client):
    with clock.frozen(noon(2)):
        org = await make_co_op(allocating=Allocating.POINTS)
        draft = CriterionDraft("Child", "Plentyn", 10, 4)
        await record_scheme(org, [draft], date(2026, 1, 1), "", by=None)
        criterion = await PointsCriterion.within(org).get()
        found = await make_waiting(org, Gwen=date(2026, 2, 1), Huw=date(2026, 2, 2))
        # As it was before notes of points were kept.
        await CriterionMet.create(
            organisation=org, application=found["Huw"], criterion=criterion, times=1
        )
    with clock.frozen(noon(5)):
        await give_points(org, found["Gwen"], {criterion: 3}, by=None)
        await give_points(org, found["Huw"], {criterion: 2}, by=None)
    with clock.frozen(noon(7)):
        await close_application(org, found["Gwen"], ClosedWhy.WITHDRAWN, "", by=None)
    with clock.frozen(noon(9)):
        browser = await secretary(client, org)
        path = f"/{org.slug}/homes/waiting"

        async def told(**days):
            rows = (await browser.get(path + asked(**days))).rows()
            return [(row[1].split()[0], row[4]) for row in rows]

        assert await told() == [("Huw", "20")]
        assert await told(on=6) == [("Gwen", "30"), ("Huw", "20")]
        assert await told(on=4) == [("Huw", "10"), ("Gwen", "0")]
        assert await told(known=4) == [("Huw", "10"), ("Gwen", "0")]
        assert await told(known=1) == []


async def test_what_was_owed_and_noted(client):
    with clock.frozen(noon(2)):
        org = await make_co_op()
        ada = await make_member(org, "Ada Lovell")
        member = await member_of(org, ada)
        since = date(2026, 1, 5)
        await note_arrears(
            org, member, date(2026, 3, 1), Money(24_000), since, PlanKept.NONE, by=None
        )
    with clock.frozen(noon(6)):
        note = await ArrearsNote.known(org).get()
        await withdraw_note(org, note, reason="Another tenant's", by=None)
    with clock.frozen(noon(9)):
        browser = await secretary(client, org)
        path = f"/{org.slug}/homes/arrears"
        assert "£240" not in (await browser.get(path)).main
        then = (await browser.get(path + asked(known=5))).main
        assert "£240" in then
        assert "Take back" not in then
        assert "£240" not in (await browser.get(path + asked(known=1))).main


async def test_who_had_a_service_at_which_price(client):
    with clock.frozen(noon(2)):
        org = await make_co_op()
        ada = await make_member(org, "Ada Lovell")
        service = await begin_service(org, "Laundry", "", "", "", date(2026, 1, 1), by=None)
        since = date(2026, 1, 1)
        plan = await add_plan(
            org, service, "Weekly wash", "", PriceEvery.WEEK, Money(450), since, by=None
        )
    with clock.frozen(noon(5)):
        await change_price(org, plan, Money(500), date(2026, 3, 1), by=None)
        await take_plan(org, plan, await member_of(org, ada), date(2026, 3, 1), by=None)
    with clock.frozen(noon(9)):
        browser = await secretary(client, org)
        path = f"/{org.slug}/services/{service.id}"
        now = (await browser.get(path)).main
        assert "£5" in now
        assert "Ada Lovell" in now
        then = (await browser.get(path + asked(on=4, known=4))).main
        assert "£4.50" in then
        assert "Ada Lovell" not in then
        listed = (await browser.get(f"/{org.slug}/services" + asked(known=4))).main
        assert "£4.50" in listed
        past = (await browser.get(f"/{org.slug}/services?on-day=1&on-month=1&on-year=2025")).main
        assert "Laundry" not in past

"""What hangs on a number that goes is the kept member's, and the other's again when undone."""

from datetime import date

import pytest
from tortoise import connections

from coopcouncil.housing.models import Prospect, TenancyHolder
from coopcouncil.housing.reads import rule_breaches, tenancies_of
from coopcouncil.kernel import clock
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import check_books
from coopcouncil.members.duplicates.carrying import CARRYING
from coopcouncil.members.duplicates.merging import merge, recorded_since, unmerge
from coopcouncil.members.duplicates.referring import REFERRING, tables_naming_members
from coopcouncil.members.duplicates.refusals import HeldElsewhere
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.members.safeguarding import stop_contact, stopped
from coopcouncil.mutuals.models import Employment
from coopcouncil.officers.actions import take_office
from coopcouncil.officers.reads import entry_of as officer_entry_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.models import Learner, LearnerLine
from coopcouncil.shares.actions.allotting import allotted
from coopcouncil.shares.actions.book import keeping
from coopcouncil.shares.kinds import ShareKind
from coopcouncil.shares.reads import held_of, unnumbered
from tests.housing.building import make_co_op, make_home, make_tenancy
from tests.ledger.books import make_books, move
from tests.make import make_member, make_organisation, make_rules

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def said(org: Organisation, member: int, on: date | None = None) -> RegisterEntry:
    """What the register says of a member."""
    found = await entry_of(org, member, on)
    assert found is not None
    return found


TODAY = date(2026, 3, 16)
_OWN = ("id", "recorded_at", "superseded_at", "recorded_by_id")


async def two(org, **facts):
    await make_member(org, "Siân Prys", number="1", **facts)
    await make_member(org, "Sian Price", number="2", **facts)
    return [await Member.within(org).get(number=number) for number in "12"]


async def rows_of(*tables):
    """Every row as it stands, but for its own number and the moment of writing it."""
    found = {}
    for table in tables:
        rows = await connections.get("default").execute_query_dict(
            f'SELECT * FROM "{table}" ORDER BY id'
        )
        found[table] = [dict(row) for row in rows]
    return found


async def known(org, *models):
    """What these tables say now."""
    return [
        [
            {name: value for name, value in row.items() if name not in _OWN}
            for row in await model.known(org).order_by("member_id", "since").values()
        ]
        for model in models
    ]


async def register_of(org):
    rows = (
        await RegisterEntry.within(org)
        .filter(superseded_at=None)
        .order_by("member_id", "valid_from")
        .values()
    )
    return [{k: v for k, v in row.items() if k not in ("id", "recorded_at")} for row in rows]


async def test_shares_go_over_without_a_transfer_and_come_back_to_the_byte():
    org = await make_organisation()
    await make_rules(org, par_value=100)
    one, other = await two(org)
    async with keeping(org, "", None) as book:
        await allotted(book, one.id, ShareKind.PAR, 1, date(2021, 1, 1))
        await allotted(book, other.id, ShareKind.PAR, 1, date(2022, 2, 2))
    before = await register_of(org)

    made = await merge(org, one, other, {}, reason="Same", by=None)
    assert sum(held.shares for held in await held_of(org, one.id)) == 2
    assert await held_of(org, other.id) == []
    assert (await said(org, one.id)).shares == 2
    assert (await said(org, one.id, date(2021, 6, 1))).shares == 1
    assert await unnumbered(org) == []
    assert await recorded_since(made) == 0

    await unmerge(org, made, reason="Cousins", by=None)
    assert await register_of(org) == before
    assert [sum(h.shares for h in await held_of(org, each.id)) for each in (one, other)] == [1, 1]
    assert await unnumbered(org) == []


async def test_a_home_and_the_wait_for_one_go_over_and_come_back():
    org = await make_co_op()
    one, other = await two(org)
    await make_tenancy(org, await make_home(org), await said(org, other.id))
    before = await known(org, TenancyHolder, Prospect)
    made = await merge(org, one, other, {}, reason="Same", by=None)
    assert len(await tenancies_of(org, one.id, TODAY)) == 1
    assert await rule_breaches(org, TODAY) == ()  # The tenant is a member, the member a tenant.
    await unmerge(org, made, reason="Cousins", by=None)
    assert await known(org, TenancyHolder, Prospect) == before
    assert await tenancies_of(org, one.id, TODAY) == []


async def test_two_numbers_that_hold_one_home_jointly_become_one_tenant():
    org = await make_co_op()
    one, other = await two(org)
    entries = [await said(org, each.id) for each in (one, other)]
    await make_tenancy(org, await make_home(org), *entries)
    before = await known(org, TenancyHolder)
    made = await merge(org, one, other, {}, reason="Same", by=None)
    assert [row.member_id for row in await TenancyHolder.known(org)] == [one.id]
    await unmerge(org, made, reason="Cousins", by=None)
    assert await known(org, TenancyHolder) == before


async def test_an_office_is_the_kept_members_from_its_first_day():
    org = await make_organisation()
    await make_rules(org)
    one, other = await two(org, date_of_birth="1980-01-01")
    facts = {"given_name": "Siân", "member_id": other.id, "offices": "committee"}
    facts |= {"chosen": "elected", "chosen_on": "2024-05-01", "date_of_birth": "1980-01-01"}
    officer = await take_office(org, facts, date(2024, 5, 1), by=None)
    made = await merge(org, one, other, {}, reason="Same", by=None)
    first = await officer_entry_of(org, officer.id, date(2024, 5, 1))
    assert first is not None
    assert first.member_id == one.id
    await unmerge(org, made, reason="Cousins", by=None)
    after = await officer_entry_of(org, officer.id, TODAY)
    assert after is not None
    assert after.member_id == other.id


async def test_jobs_learners_and_stops_name_the_other_number_and_come_back_to_the_byte():
    org = await make_organisation()
    one, other = await two(org)
    await Employment.create(organisation=org, employee_number="E1", member=other)
    learner = await Learner.create(organisation=org, member=other)
    await LearnerLine.create(
        organisation=org, learner=learner, holds_from=date(2025, 9, 1), recorded_at=clock.now()
    )
    await stop_contact(org, other, "Under protection", date(2025, 1, 1), None, by=None)
    tables = ("employment", "learner", "contact_stop")
    before = await rows_of(*tables)
    made = await merge(org, one, other, {}, reason="Same", by=None)
    assert await stopped([one.id], TODAY) == {one.id}
    after = await rows_of(*tables)
    assert {row["member_id"] for rows in after.values() for row in rows} == {one.id}
    await unmerge(org, made, reason="Cousins", by=None)
    assert await rows_of(*tables) == before


async def test_two_learners_are_not_made_one():
    org = await make_organisation()
    one, other = await two(org)
    for each in (one, other):
        await Learner.create(organisation=org, member=each)
    with pytest.raises(HeldElsewhere) as caught:
        await merge(org, one, other, {}, reason="Same", by=None)
    assert "tied to a learner of their own" in caught.value.sentence(str)


async def test_what_stands_open_in_the_books_is_posted_over_and_back():
    org = await make_books()
    one, other = await two(org)
    income, owed = Purpose.OTHER_INCOME, Purpose.OWED_BY_MEMBERS
    await move(org, owed, income, 1200, member=other.id)
    before = await rows_of("posting", "posting_line")
    made = await merge(org, one, other, {}, reason="Same", by=None)
    after = await rows_of("posting", "posting_line")
    assert after["posting_line"][:2] == before["posting_line"]
    said = {(row["member_id"], row["amount"]) for row in after["posting_line"][2:]}
    assert said == {(other.id, -1200), (one.id, 1200), (other.id, 1200), (one.id, -1200)}
    await unmerge(org, made, reason="Cousins", by=None)
    lines = (await rows_of("posting_line"))["posting_line"]
    assert sum(row["amount"] for row in lines if row["member_id"] == one.id) == 0
    assert (await check_books(org)).balanced


async def test_every_table_that_names_a_member_has_a_meaning():
    """A table that nobody has thought about would refuse a merge by itself."""
    assert REFERRING.keys() | CARRYING.keys() == set(tables_naming_members())

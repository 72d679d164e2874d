"""Homes and tenancies for tests; a test varies only what it is about."""

from datetime import UTC, date, datetime
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.housing.actions.homes import add_home, empty_home
from coopcouncil.housing.actions.money import note_arrears
from coopcouncil.housing.actions.tenancies import let_home
from coopcouncil.housing.actions.waiting import apply_for_home
from coopcouncil.housing.kinds import (
    HomeKind,
    PlanKept,
    RentEvery,
)
from coopcouncil.housing.models import (
    Home,
    TenancyTerms,
)
from coopcouncil.housing.rules.tenancies import agreements
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.organisations.chapters.housing import Homes
from coopcouncil.organisations.models import Nation, Organisation
from tests.make import make_organisation, make_person, make_rules

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)


async def make_co_op(nation: Nation = Nation.WALES, **parameters: Any) -> Organisation:
    """A fully mutual housing co-operative with its rules."""
    org = await make_organisation("Tai Glanwern", nation=nation)
    await make_rules(org, **{"homes": Homes.FULLY_MUTUAL, **parameters})
    return org


async def make_home(org: Organisation, reference: str = "1", **facts: Any) -> Home:
    """A house of three bedrooms at £95.50 a week since 2020."""
    said = {
        "postal_address": f"{reference} Heol y Bont\nGlanwern",
        "bedrooms": 3,
        "kind": HomeKind.HOUSE,
        "rent_pence": 9550,
        "rent_every": RentEvery.WEEK,
        "rent_weeks": 52,
        "is_let": True,
        **facts,
    }
    return await add_home(org, reference, date(2020, 1, 1), said, by=None)


async def make_tenancy(
    org: Organisation,
    home: Home,
    *tenants: RegisterEntry,
    since: date = date(2024, 1, 1),
    by: Person | None = None,
) -> TenancyTerms:
    """The home let to these members."""
    members = [await Member.one(org, id=tenant.member_id) for tenant in tenants]
    (usual, *_others) = agreements(org.nation, True)
    made = await let_home(org, home, usual, since, since, members, by=by)
    terms = await TenancyTerms.known(org).filter(tenancy_id=made.id).get()
    await terms.fetch_related("home")
    return terms


async def at_home(client, org, address):
    """A member before a browser, who signs in with this address."""
    return client.as_(await make_person("Own Self", address))


async def member_of(org, entry):
    return await Member.one(org, id=entry.member_id)


async def make_waiting(org, **names):
    found = {}
    for given, applied in names.items():
        facts = {"given_name": given, "family_name": "Wynne", "bedrooms": 2, "applied_on": applied}
        facts["email"] = f"{given.lower()}@example.org"
        found[given] = await apply_for_home(org, facts, by=None)
    return found


async def make_empty(org, reference="5"):
    home = await make_home(org, reference)
    await empty_home(org, home, date(2026, 3, 1), why="Repairs", by=None)
    return home


async def make_arrears(org, entry, pence=24_000):
    since, today = date(2026, 1, 5), date(2026, 3, 16)
    member = await member_of(org, entry)
    await note_arrears(org, member, today, Money(pence), since, PlanKept.NONE, by=None)

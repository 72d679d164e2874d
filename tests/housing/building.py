"""Homes and tenancies for tests; a test varies only what it is about."""

from datetime import date
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.housing.actions.homes import add_home
from coopcouncil.housing.actions.tenancies import let_home
from coopcouncil.housing.kinds import HomeKind, RentEvery
from coopcouncil.housing.models import Home, TenancyTerms
from coopcouncil.housing.rules.tenancies import agreements
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.organisations.chapters.housing import Homes
from coopcouncil.organisations.models import Nation, Organisation
from tests.make import make_organisation, make_rules


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

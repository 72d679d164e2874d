"""Tai Glanwern's homes: 62 let and two empty, a panel at work, a laundry and broadband."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.demo.names import people
from coopcouncil.housing.actions import allocation, money, waiting
from coopcouncil.housing.actions.homes import empty_home
from coopcouncil.housing.kinds import Agreement, HomeKind, PlanKept, PriceEvery, RentEvery
from coopcouncil.housing.models import (
    Home,
    HomeLine,
    HomeVoid,
    Prospect,
    ServicePlan,
    Shortlisted,
    Subscription,
    Tenancy,
    TenancyHolder,
    TenancyTerms,
)
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import current
from coopcouncil.organisations.models import Organisation

OPENED = date(2014, 9, 1)
LET, JOINT = 62, 16
RENTS = {1: 7840, 2: 9120, 3: 10475}


@dataclass(frozen=True)
class _House:
    """A home before it is written: what it is and who lives there."""

    reference: str
    bedrooms: int
    address: str
    postcode: str
    tenants: Sequence[RegisterEntry]


async def fill(org: Organisation, today: date, who: Mapping[str, Person]) -> None:
    """Homes, tenancies, the waiting list, an allocation, arrears, services."""
    members = await current(org).order_by("member_number")
    homes = await _homes(org, _houses(members), today)
    await _prospective(org, members[LET + JOINT :])
    await _empty(org, homes, today, who["ysgrifennydd"])
    await _allocation(org, homes["63"], members, today, who)
    iolo = next(m for m in members if m.email == who_address("iolo"))
    await money.note_arrears(
        org,
        await Member.one(org, id=iolo.member_id),
        today - timedelta(days=4),
        Money(31240),
        today - timedelta(days=63),
        PlanKept.NONE,
        by=who["ysgrifennydd"],
    )
    await _services(org, members, today, who["ysgrifennydd"])


def who_address(key: str) -> str:
    """The address under which somebody of the story stands in the register."""
    return f"{key}@example.org"


def _houses(members: Sequence[RegisterEntry]) -> list[_House]:
    """Each of the first 62 members has a home; the next sixteen share one of these."""
    stream = Random("tai-glanwern-homes")  # noqa: S311  a demonstration, not a secret
    joint = dict(zip(range(8, 8 + 3 * JOINT, 3), members[LET : LET + JOINT], strict=True))
    houses = []
    for n, member in enumerate(members[:LET]):
        tenants = [member, joint[n]] if n in joint else [member]
        bedrooms = max(len(tenants), stream.choice((1, 2, 2, 3, 3)))
        house = _House(f"{n + 1:02}", bedrooms, member.postal_address, member.postcode, tenants)
        houses.append(house)
    houses.append(_House("63", 2, "4 Maes y Bont\nGlanwern", "ZZ5 4AB", ()))
    houses.append(_House("64", 3, "6 Maes y Bont\nGlanwern", "ZZ5 4AB", ()))
    return houses


async def _homes(org: Organisation, houses: Sequence[_House], today: date) -> dict[str, Home]:
    """Written in bulk, as the deeds would have over the years."""
    now = clock.now()
    both: dict[str, Any] = {"organisation_id": org.id, "recorded_at": now, "reason": ""}
    await Home.bulk_create([Home(organisation_id=org.id, reference=h.reference) for h in houses])
    homes = {home.reference: home for home in await Home.within(org)}
    review = date(today.year, 4, 1) if (today.month, today.day) >= (4, 1) else None
    review = review or date(today.year - 1, 4, 1)
    lines = []
    for house in houses:
        rent = RENTS[house.bedrooms]
        kind = HomeKind.FLAT if house.bedrooms == 1 else HomeKind.HOUSE
        weekly: dict[str, Any] = {"rent_every": RentEvery.WEEK, "rent_weeks": 52}
        lines.append(
            HomeLine(
                home_id=homes[house.reference].id,
                effective_on=OPENED,
                postal_address=house.address,
                postcode=house.postcode,
                bedrooms=house.bedrooms,
                kind=kind,
                rent_pence=rent * 100 // 104,
                adaptations="Ramp" if house.reference in ("07", "29") else "",
                is_let=True,
                **weekly,
                **both,
            )
        )
        lines.append(
            HomeLine(
                home_id=homes[house.reference].id,
                effective_on=review,
                rent_pence=rent,
                **weekly,
                **both | {"reason": "Yearly review of rents."},
            )
        )
    await HomeLine.bulk_create(lines)
    let = [house for house in houses if house.tenants]
    await Tenancy.bulk_create(
        [Tenancy(organisation_id=org.id, number=n) for n in range(1, len(let) + 1)]
    )
    tenancies = {tenancy.number: tenancy for tenancy in await Tenancy.within(org)}
    terms, holders = [], []
    for number, house in enumerate(let, 1):
        began = max(tenant.joined_on or OPENED for tenant in house.tenants)
        # Two came lately: one whose statement is due, one who should have had it by now.
        lately = {40: today - timedelta(days=6), 41: today - timedelta(days=31)}
        began = lately.get(number, began)
        given = max(began + timedelta(days=5), date(2023, 2, 1))
        terms.append(
            TenancyTerms(
                tenancy_id=tenancies[number].id,
                home_id=homes[house.reference].id,
                agreement=Agreement.STANDARD_CONTRACT,
                began_on=began,
                occupied_on=began,
                **both,
            )
        )
        holders += [
            TenancyHolder(
                tenancy_id=tenancies[number].id,
                member_id=tenant.member_id,
                since=began,
                statement_on=None if number in lately else given,
                **both,
            )
            for tenant in house.tenants
        ]
    await TenancyTerms.bulk_create(terms)
    await TenancyHolder.bulk_create(holders)
    lately_in = [h.member_id for h in holders if h.since > today - timedelta(days=60)]
    joined = {m.member_id: m.joined_on for house in houses for m in house.tenants}
    await Prospect.bulk_create(
        [
            Prospect(member_id=h.member_id, since=joined[h.member_id], until=h.since, **both)
            for h in holders
            if h.member_id in lately_in
        ]
    )
    return homes


async def _prospective(org: Organisation, members: Sequence[RegisterEntry]) -> None:
    for member in members:
        await Prospect.create(
            organisation=org,
            member_id=member.member_id,
            since=member.joined_on or OPENED,
            recorded_at=clock.now(),
        )


async def _empty(
    org: Organisation, homes: Mapping[str, Home], today: date, by: Person
) -> list[HomeVoid]:
    return [
        await empty_home(
            org,
            homes[reference],
            today - timedelta(days=days),
            ready_on=today - timedelta(days=ready) if ready else None,
            why=why,
            by=by,
        )
        for reference, days, ready, why in (
            ("63", 47, 12, "The tenant moved to be near family."),
            ("64", 9, 0, "New kitchen before the next letting."),
        )
    ]


async def _allocation(
    org: Organisation,
    home: Home,
    members: Sequence[RegisterEntry],
    today: date,
    who: Mapping[str, Person],
) -> None:
    """Seven wait; the chair has scored, one stands aside, one is still to declare."""
    by = who["ysgrifennydd"]
    for n, person in enumerate(islice(people("tai-glanwern-waiting", today, welsh=True), 4)):
        facts = {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "email": person.email,
            "postal_address": person.postal_address,
            "postcode": person.postcode,
            "date_of_birth": person.born,
            "language": "cy" if n % 2 else "en",
            "bedrooms": 1 + n % 3,
            "needs": "No stairs." if n == 1 else "",
            "applied_on": today - timedelta(days=400 - 60 * n),
        }
        await waiting.apply_for_home(org, facts, by=by)
    for n, entry in enumerate((members[LET + JOINT], members[LET + JOINT + 1], members[20])):
        facts = {"bedrooms": 2, "applied_on": today - timedelta(days=150 - 20 * n)}
        member = await Member.one(org, id=entry.member_id)
        await waiting.apply_for_home(org, facts, member=member, by=by)
    begun = await allocation.begin_allocation(org, home, by=by)
    panel = [
        await allocation.name_panelist(org, begun, who_address(key), by=by)
        for key in ("cadeirydd", "swyddog-canlyniadau", "gwenda")
    ]
    listed = await Shortlisted.within(org).filter(allocation_id=begun.id).order_by("id")
    ids = [row.application_id for row in listed]
    chair, officer, _gwenda = panel
    await allocation.declare_interests(org, chair, {}, by=who["cadeirydd"])
    scores: dict[int, tuple[int | None, str]] = {
        application: (score, why)
        for application, (score, why) in zip(
            ids,
            (
                (6, "Has waited longest."),
                (5, "The home has stairs, which they cannot climb."),
                (4, "Could share for now."),
                (7, "Overcrowded where they live."),
                (8, "Prospective tenant who helps at every work day."),
                (5, "Housed for now."),
            ),
            strict=False,
        )
    }
    for application in ids[len(scores) :]:
        scores[application] = (5, "Meets what the home offers.")
    await allocation.give_scores(org, begun, chair, scores, by=who["cadeirydd"])
    await allocation.declare_interests(
        org, officer, {ids[0]: "We are cousins."}, by=who["swyddog-canlyniadau"]
    )


async def _services(
    org: Organisation, members: Sequence[RegisterEntry], today: date, by: Person
) -> None:
    laundry = await money.begin_service(
        org,
        "Laundry",
        "Golchdy",
        "Four machines and two dryers behind the old school.",
        "Pedwar peiriant a dau sychwr y tu ôl i’r hen ysgol.",
        date(2016, 5, 1),
        by=by,
    )
    broadband = await money.begin_service(
        org,
        "Broadband",
        "Band eang",
        "The co-operative’s own fibre to every home.",
        "Ffibr y gydweithfa ei hun i bob cartref.",
        date(2021, 1, 1),
        by=by,
    )
    weekly = await money.add_plan(
        org,
        laundry,
        "Two washes a week",
        "Dau olchiad yr wythnos",
        PriceEvery.WEEK,
        Money(350),
        date(2016, 5, 1),
        by=by,
    )
    await money.change_price(org, weekly, Money(400), date(2024, 4, 1), by=by)
    plans = [weekly]
    for name, name_cy, price in (
        ("100 megabits", "100 megabit", 1200),
        ("500 megabits", "500 megabit", 1800),
    ):
        plans.append(
            await money.add_plan(
                org,
                broadband,
                name,
                name_cy,
                PriceEvery.MONTH,
                Money(price),
                date(2021, 1, 1),
                by=by,
            )
        )
    await _subscribe(org, members, plans, today)


async def _subscribe(
    org: Organisation, members: Sequence[RegisterEntry], plans: Sequence[ServicePlan], today: date
) -> None:
    stream = Random("tai-glanwern-services")  # noqa: S311
    now, rows = clock.now(), []
    for n, member in enumerate(members[:LET]):
        had = ([plans[0]] if n % 3 == 0 else []) + ([plans[1 + n % 2]] if n % 4 else [])
        for plan in had:
            since = date(2021, 1, 1) + timedelta(days=stream.randint(0, 1400))
            since = min(max(since, member.joined_on or OPENED), today - timedelta(days=30))
            rows.append(
                Subscription(
                    organisation_id=org.id,
                    plan_id=plan.id,
                    member_id=member.member_id,
                    since=since,
                    recorded_at=now,
                    reason="",
                )
            )
    await Subscription.bulk_create(rows)

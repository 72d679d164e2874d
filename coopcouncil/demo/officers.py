"""Who holds office in the demonstration place, what they declared, and who asked to see a register.

At Tai Glanwern three are equally long in office and two of them retire next week: a lot must be
drawn. At the learning trust a newspaper asked for the register and was answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.accounts.models import Person
from coopcouncil.demo.cast import CAST
from coopcouncil.demo.orgs import at
from coopcouncil.kernel import clock
from coopcouncil.members.kinds import Fact
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import as_at
from coopcouncil.officers.actions import declare, leave_office, take_office
from coopcouncil.officers.kinds import Chosen, Ending
from coopcouncil.officers.models import Officer
from coopcouncil.organisations.models import Organisation
from coopcouncil.statutory.actions import Request, answer_request, log_request
from coopcouncil.statutory.kinds import Answer, Capacity, Wish

RECORDED = timedelta(days=115)


@dataclass(frozen=True)
class Sitting:
    """Somebody in office: a member by number, or one of those who have long been members."""

    offices: str
    chosen: Chosen | None
    years_ago: int
    number: str = ""
    is_employee: bool = False
    seat_of: str = ""
    """The constituency that the seat is kept for, by key."""


C, E, A = Chosen.COOPTED, Chosen.ELECTED, Chosen.APPOINTED
COMMITTEES: Mapping[str, tuple[Sitting, ...]] = {
    "tai-glanwern": (
        Sitting("committee chair", E, 2, "0002"),
        Sitting("secretary", None, 3, "0001"),
        Sitting("committee treasurer", E, 2),
        Sitting("committee", E, 2),
        Sitting("committee", E, 1),
        Sitting("committee", E, 1),
        Sitting("committee vice-chair", E, 1),
        Sitting("committee", C, 0),
    ),
    "leisure": (
        Sitting("secretary", None, 4, "0002"),
        Sitting("committee chair", E, 2, seat_of="users"),
        Sitting("committee vice-chair", E, 2, is_employee=True, seat_of="staff"),
        Sitting("committee treasurer", E, 3, seat_of="community"),
        Sitting("committee", E, 1, is_employee=True, seat_of="staff"),
        Sitting("committee", E, 1, seat_of="users"),
        Sitting("committee", E, 3, seat_of="users"),
        Sitting("committee", A, 2),
        Sitting("committee", C, 0),
    ),
    "credit-union": (
        Sitting("secretary manager", None, 5, "0001"),
        Sitting("committee chair", E, 2),
        Sitting("committee treasurer", E, 1),
        Sitting("committee", E, 3),
        Sitting("committee", E, 1),
        Sitting("committee", E, 2),
    ),
    "learning-trust": (
        Sitting("secretary", None, 4, "0001"),
        Sitting("committee chair", E, 2),
        Sitting("committee vice-chair", E, 1),
        Sitting("committee", E, 1),
        Sitting("committee", E, 3),
        Sitting("committee", A, 4),
        Sitting("committee", A, 2, is_employee=True),
    ),
}


async def fill(place: Mapping[str, Organisation], who: Mapping[str, Person], today: date) -> None:
    """Record the officers, two declarations and two requests to see a register."""
    secretaries = {
        "tai-glanwern": who["ysgrifennydd"],
        "leisure": who["leisure-secretary"],
        "credit-union": who["credit-union-officer"],
        "learning-trust": who["trust-administrator"],
    }
    made: dict[str, list[Officer]] = {}
    with clock.frozen(at(today - RECORDED, 11)):
        for slug, sittings in COMMITTEES.items():
            made[slug] = await _sit(place[slug], sittings, today, secretaries[slug])
    await _who_left(place["leisure"], made["leisure"][6], today, secretaries["leisure"])
    with clock.frozen(at(today - timedelta(days=60), 14)):
        await declare(
            place["tai-glanwern"],
            made["tai-glanwern"][0],
            "Pugh a’i Ferched, builders",
            "My sister’s firm tenders for the co-op’s repairs.",
            today - timedelta(days=60),
            by=secretaries["tai-glanwern"],
        )
        await declare(
            place["leisure"],
            made["leisure"][1],
            "Calder Cycling Club",
            "I chair the club, which hires the track.",
            today - timedelta(days=70),
            by=secretaries["leisure"],
        )
    await _requests(place, today, secretaries)


async def _sit(
    org: Organisation, sittings: tuple[Sitting, ...], today: date, by: Person
) -> list[Officer]:
    long_since = iter(
        await as_at(org, _agm(today, 5))
        .filter(date_of_birth__lte=_agm(today, 30), date_of_birth__isnull=False)
        .exclude(member_number__in=_of_the_cast(org.slug))
        .order_by("member_number")
        .limit(len(sittings))
    )
    found: list[Officer] = []
    for each in sittings:
        if each.number:
            entry = await as_at(org, clock.today()).get(member_number=each.number)
        else:
            entry = next(long_since)
            if each.seat_of:
                # Somebody who was long a member of that constituency.
                group = as_at(org, _agm(today, 5)).filter(constituency__key=each.seat_of)
                old = group.filter(date_of_birth__lte=_agm(today, 30)).order_by("member_number")
                entry = (await old.offset(4 + len(found)).limit(1))[0]
        day = _agm(today, each.years_ago) if each.years_ago else today - timedelta(days=200)
        facts = {**_facts(entry), "offices": each.offices}
        facts["is_employee"] = "yes" if each.is_employee else ""
        if each.seat_of:
            facts["constituency_id"] = entry.constituency_id
        if each.chosen:
            facts |= {"chosen": each.chosen.value, "chosen_on": day.isoformat()}
        found.append(await take_office(org, facts, day, by=by, reason=""))
    return found


async def _who_left(org: Organisation, officer: Officer, today: date, by: Person) -> None:
    with clock.frozen(at(today - timedelta(days=40), 16)):
        day = today - timedelta(days=48)
        await leave_office(
            org, officer, Ending.RESIGNED, day, by=by, reason="By letter, read out on the day."
        )


async def _requests(
    place: Mapping[str, Organisation], today: date, secretaries: Mapping[str, Person]
) -> None:
    trust, glanwern = place["learning-trust"], place["tai-glanwern"]
    with clock.frozen(at(today - timedelta(days=30), 12)):
        asked = await log_request(
            trust,
            Request(
                today - timedelta(days=30),
                "Calderbrook Courier",
                Capacity.PUBLIC,
                Wish.LOOK,
                postal_address="2 Market Street\nCalderbrook",
                purpose="An article on who governs our schools.",
                disclosed_to="Nobody by name; numbers to our readers.",
            ),
            by=secretaries["learning-trust"],
        )
    with clock.frozen(at(today - timedelta(days=27), 12)):
        await answer_request(
            trust,
            asked.id,
            Answer.SHOWN,
            today - timedelta(days=27),
            "At the office, for an hour; no copy was asked for.",
            by=secretaries["learning-trust"],
        )
    with clock.frozen(at(today - timedelta(days=2), 12)):
        await log_request(
            glanwern,
            Request(
                today - timedelta(days=2),
                "Gwenda Parry",
                Capacity.MEMBER,
                Wish.LOOK,
                member_number="0004",
                purpose="To see whom to ask to second a motion.",
            ),
            by=secretaries["tai-glanwern"],
        )


def _of_the_cast(slug: str) -> list[str]:
    """The numbers of those who have another part in the story."""
    return [f"{n:04}" for n, _part in enumerate((p for p in CAST if p.org == slug), 1)]


def _facts(entry: RegisterEntry) -> dict[str, Fact]:
    return {
        "given_name": entry.given_name,
        "family_name": entry.family_name,
        "postal_address": entry.postal_address,
        "postcode": entry.postcode,
        "email": entry.email,
        "email_purposes": entry.email_purposes,
        "date_of_birth": entry.date_of_birth.isoformat() if entry.date_of_birth else None,
        "member_id": entry.member_id,
    }


def _agm(today: date, years_ago: int) -> date:
    """The annual meeting so many years before next week's."""
    return (today + timedelta(days=8)).replace(day=1) - timedelta(days=365 * years_ago)

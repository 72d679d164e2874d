"""The registers of the demonstration place, as enrolled in the years before."""

from datetime import date, timedelta
from itertools import islice
from random import Random

from coopcouncil.demo.cast import CAST
from coopcouncil.demo.enrol import (
    Joining,
    constituencies,
    enrol,
    joined_between,
    wanted_format,
)
from coopcouncil.demo.names import Invented, people
from coopcouncil.demo.orgs import SCHOOLS
from coopcouncil.members.kinds import Fact
from coopcouncil.organisations.models import Organisation

OPENED = date(2014, 9, 1)


async def fill(orgs: dict[str, Organisation], today: date) -> None:
    """Enrol everybody."""
    await _learning_trust(orgs, today)
    await _tai_glanwern(orgs["tai-glanwern"], today)
    await _leisure(orgs["leisure"], today)
    await _credit_union(orgs["credit-union"], today)


async def _learning_trust(orgs: dict[str, Organisation], today: date) -> None:
    trust = orgs["learning-trust"]
    groups = await constituencies(
        trust,
        (
            ("parents", "Parents and carers", "Rhieni a gofalwyr"),
            ("staff", "Staff", "Staff"),
            ("learners", "Learners", "Dysgwyr"),
            ("community", "Local community", "Y gymuned leol"),
            ("alumni", "Former learners", "Cyn-ddysgwyr"),
        ),
    )
    stream = Random("learning-trust")  # noqa: S311  a demonstration, not a secret
    adults = people("trust-adults", today)
    young = people("trust-learners", today, ages=(11, 18))
    joiners = _cast("learning-trust", today, constituency_id=groups["parents"].id)
    for slug, _name, _name_cy in SCHOOLS:
        school = orgs[slug]
        large = slug == "calderbrook-high"
        sizes = {"parents": 480 if large else 130, "staff": 90 if large else 26}
        sizes |= {"community": 40 if large else 18, "alumni": 60 if large else 0}
        sizes |= {"learners": 420 if large else 0}
        for key, size in sizes.items():
            for who in islice(young if key == "learners" else adults, size):
                joined = joined_between(stream, OPENED, today - timedelta(days=60))
                if key == "learners":
                    joined = max(joined, who.born + timedelta(days=11 * 366))
                more: dict[str, Fact] = {
                    "constituency_id": groups[key].id,
                    "part_id": None if key == "alumni" else school.id,
                    "format": wanted_format(stream),
                }
                joiners.append(Joining(who, joined, more))
    # Whoever is of the cast is a parent at the first school.
    for joining in joiners[: len(_parts("learning-trust"))]:
        joining.facts["part_id"] = orgs[SCHOOLS[0][0]].id
    await enrol(trust, joiners, "Taken over from the schools’ lists.", None)


async def _tai_glanwern(org: Organisation, today: date) -> None:
    groups = await constituencies(org, (("tenants", "Tenant members", "Aelodau sy’n denantiaid"),))
    stream = Random("tai-glanwern")  # noqa: S311
    share: dict[str, Fact] = {
        "constituency_id": groups["tenants"].id,
        "shares": 1,
        "amount_paid": 100,
    }
    joiners = _cast("tai-glanwern", today, **share)
    for who in islice(people("tai-glanwern", today, welsh=True), 82 - len(joiners)):
        language = stream.choices(("cy", "en", ""), (5, 4, 1))[0]
        joined = joined_between(stream, OPENED, today - timedelta(days=90))
        more: dict[str, Fact] = {**share, "language": language, "format": wanted_format(stream)}
        joiners.append(Joining(who, joined, more))
    await enrol(org, joiners, "Taken over from the book of members.", None)


async def _leisure(org: Organisation, today: date) -> None:
    groups = await constituencies(
        org,
        (
            ("staff", "Staff", "Staff"),
            ("users", "Users", "Defnyddwyr"),
            ("community", "Community", "Y gymuned"),
        ),
    )
    stream = Random("leisure")  # noqa: S311
    share: dict[str, Fact] = {"shares": 1, "amount_paid": 100}
    joiners = _cast("leisure", today, constituency_id=groups["users"].id, **share)
    everyone = people("leisure", today, ages=(16, 90))
    for key, size in (("staff", 140), ("users", 2050), ("community", 410)):
        for who in islice(everyone, size):
            joined = joined_between(stream, OPENED, today - timedelta(days=60))
            more: dict[str, Fact] = {
                **share,
                "constituency_id": groups[key].id,
                "format": wanted_format(stream),
            }
            joiners.append(Joining(who, max(joined, who.born + timedelta(days=16 * 366)), more))
    await enrol(org, joiners, "Taken over from the council’s leisure cards.", None)


async def _credit_union(org: Organisation, today: date) -> None:
    groups = await constituencies(org, (("savers", "Savers", "Cynilwyr"),))
    stream = Random("credit-union")  # noqa: S311
    saver: dict[str, Fact] = {"constituency_id": groups["savers"].id}
    joiners = _cast("credit-union", today, **saver)
    for who in islice(people("credit-union", today), 420 - len(joiners)):
        pounds = 1 + stream.randint(0, 2400)
        more: dict[str, Fact] = {**saver, "shares": pounds, "amount_paid": pounds * 100}
        joiners.append(Joining(who, joined_between(stream, OPENED, today), more))
    await enrol(org, joiners, "Taken over from the book of members.", None)


def _parts(slug: str) -> list[str]:
    return [part.key for part in CAST if part.org == slug]


def _cast(slug: str, today: date, **more: Fact) -> list[Joining]:
    """The people of the story who belong here, first in the register."""
    found = []
    for number, part in enumerate(part for part in CAST if part.org == slug):
        who = Invented(
            part.given_name,
            part.family_name,
            part.email,
            f"{number + 1} Bank Top\n{'Glanwern' if slug == 'tai-glanwern' else 'Calderbrook'}",
            "ZZ1 9ZZ",
            today - timedelta(days=365 * (35 + 4 * number)),
        )
        language: dict[str, Fact] = {"language": part.language or "en"}
        found.append(Joining(who, OPENED + timedelta(days=30 * number), {**language, **more}))
    return found

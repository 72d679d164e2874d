"""A small cluster to test with: a trust, two schools, five constituencies, the keepers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.members.models import Constituency, Member
from coopcouncil.organisations.models import LegalForm, Organisation, Role
from coopcouncil.schools.actions.learners import Said, enter_learner
from coopcouncil.schools.models import Learner
from tests.make import (
    make_constituency,
    make_member,
    make_officer,
    make_organisation,
    make_rules,
)


@dataclass
class Cluster:
    trust: Organisation
    brook: Organisation
    hill: Organisation
    parents: Constituency
    learners: Constituency
    alumni: Constituency
    staff: Constituency
    administrator: Person


async def make_cluster(**rules: Any) -> Cluster:
    """A trust with the schools Brook and Hill; its administrator is its secretary too."""
    trust = await make_organisation(
        "Calder Trust", legal_form=LegalForm.COMPANY_LIMITED_BY_GUARANTEE
    )
    await make_rules(trust, **{"member_age": 11, "vote_age": 11, **rules})
    brook = await make_organisation("Brook School", legal_form=LegalForm.SCHOOL, parent=trust)
    hill = await make_organisation("Hill School", legal_form=LegalForm.SCHOOL, parent=trust)
    return Cluster(
        trust,
        brook,
        hill,
        await make_constituency(trust, "Parents", name_cy="Rhieni"),
        await make_constituency(trust, "Learners", name_cy="Dysgwyr"),
        await make_constituency(trust, "Alumni", name_cy="Cyn-ddysgwyr"),
        await make_constituency(trust, "Staff", name_cy="Staff y trust"),
        await make_officer(trust, Role.TRUST_ADMINISTRATOR, "Tara Trust", over_cluster=True),
    )


async def make_learner(
    place: Cluster,
    name: str,
    *,
    school: Organisation | None = None,
    born: date | None = date(2014, 5, 1),
    since: date = date(2025, 9, 1),
    member: bool = False,
    **said: str,
) -> Learner:
    """A learner at Brook, or the school given; `member=True` enters them in the register too."""
    given, _, family = name.rpartition(" ")
    at = school or place.brook
    row: Member | None = None
    if member:
        entry = await make_member(
            place.trust,
            name,
            constituency=place.learners,
            part=at,
            joined_on=since,
            date_of_birth=born.isoformat() if born else None,
        )
        row = await Member.one(place.trust, id=entry.member_id)
    facts = Said(part_id=at.id, given_name=given, family_name=family, date_of_birth=born, **said)
    return await enter_learner(place.trust, facts, since, None, row)


async def make_parent(
    place: Cluster, name: str, school: Organisation | None = None, **facts: Any
) -> Member:
    """A member among the parents of a school."""
    entry = await make_member(
        place.trust, name, constituency=place.parents, part=school or place.brook, **facts
    )
    return await Member.one(place.trust, id=entry.member_id)

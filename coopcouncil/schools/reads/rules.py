"""The ages and the constituencies that a trust goes by."""

from datetime import date, datetime

from coopcouncil.members.models import Constituency
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rules import NoRulesYet
from coopcouncil.schools.models import ClusterConstituency, Duty
from coopcouncil.schools.rules.learners import Ages


async def ages_of(trust: Organisation, on: date, known_at: datetime | None = None) -> Ages:
    """The rulebook's ages on a day, as known now or at a moment; before any rules, the usual."""
    try:
        rules = (await rulebook_on(trust, on, known_at)).rules
    except NoRulesYet:
        return Ages(16, 16, 18)
    return Ages(rules.member_age, rules.vote_age, rules.officer_age)


async def duties_of(trust: Organisation) -> dict[Duty, int]:
    """The constituency of each duty, by number: as set, or else by its key."""
    keys = {c.key: c.id for c in await Constituency.within(trust)}
    guessed = {
        Duty.LEARNERS: keys.get("learners") or keys.get("pupils") or keys.get("students"),
        Duty.GUARDIANS: keys.get("parents") or keys.get("parents-and-carers"),
        Duty.ALUMNI: keys.get("alumni") or keys.get("former-learners"),
    }
    found = {duty: number for duty, number in guessed.items() if number is not None}
    for row in await ClusterConstituency.within(trust):
        found[row.duty] = row.constituency_id
    return found

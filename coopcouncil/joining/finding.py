"""What time alone changes: what a finder tells, the finders here, and a list of all of them.

A finder looks through the register for what a day brings: a learner past the age of the
constituency, a job that ended. Higher slices add theirs to `REVIEWS` in `told.py`, and to
`OTHERS` who else than a member a finding may be of.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from coopcouncil.joining.reads import House
from coopcouncil.joining.rules.eligibility import age_on, birthday, settled
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.fits import read_fits
from coopcouncil.members.kinds import Cause, Fact, MemberKind
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.chapters.joining import VotingPlace
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a finder proposes of one member."""

    member_id: int | None = None
    """Whose it is; of somebody who is no member, `other` says it."""
    other: str = ""
    """Who else, as "learner:12": the word before the colon is a key of `OTHERS`."""
    due_on: date
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """What the register is to say from that day on; nothing where a person must see to it."""
    because: Cause | None = None
    """Why membership is to end on that day, where it is."""
    detail: str = ""
    """What a reader in any language understands: a name, a number."""


@dataclass(frozen=True)
class Concerned:
    """Whom a finding is of, as the list shows them: a name, and the page that tells more."""

    name: str
    number: str
    leads: tuple[str, dict[str, Any]]


Others = Callable[[Organisation, Collection[int]], Awaitable[Mapping[int, Concerned]]]
OTHERS: dict[str, Others] = {}
"""By the word that a finding's `other` begins with: those of these numbers who still wait to be
decided about. Whoever is left out needs no decision any more. Filled in `told.py`."""

Find = Callable[[House, date], Awaitable[Sequence[Finding]]]
"""Everything due up to and on a day, as the register knows it now."""


@dataclass(frozen=True)
class Finder:
    """One kind of finding: its heading, what is proposed in a sentence, how it is found."""

    title: Any
    proposal: Any
    find: Find


async def past_upper_age(house: House, upto: date) -> list[Finding]:
    """Members as old as their constituency's upper age."""
    found: list[Finding] = []
    for constituency in house.constituencies:
        limit = house.rules.qualified_by.get(constituency.key)
        if limit is None or limit.under_age is None:
            continue
        for entry in await _born(house.org, upto, constituency.id, limit.under_age):
            assert entry.date_of_birth is not None
            due = birthday(entry.date_of_birth, limit.under_age)
            found.append(
                Finding(
                    member_id=entry.member_id,
                    due_on=due,
                    facts=_elsewhere(entry),
                    because=None if entry.fits else Cause.INELIGIBLE,
                    detail=constituency.name,
                )
            )
    return found


async def of_voting_age(house: House, upto: date) -> list[Finding]:
    """Young members of a class without a vote who come of voting age."""
    rules = house.rules
    if not rules.vote_age or not rules.without_vote:
        return []
    found = []
    for entry in await _born(house.org, upto, None, rules.vote_age, rules.without_vote):
        assert entry.date_of_birth is not None
        due = birthday(entry.date_of_birth, rules.vote_age)
        joined = entry.joined_on
        # Whoever was old enough on joining chose that class: it is none for the young.
        if joined is not None and age_on(entry.date_of_birth, joined) >= rules.vote_age:
            continue
        found.append(
            Finding(
                member_id=entry.member_id,
                due_on=due,
                facts={"member_class": ""},
                detail=entry.member_class,
            )
        )
    return found


async def votes_elsewhere(house: House, upto: date) -> list[Finding]:
    """Members whose vote belongs to another of their constituencies by the rules' order."""
    if house.rules.voting_constituency is not VotingPlace.ORDER:
        return []
    today = clock.today()
    found = []
    async for entry in as_at(house.org, today).exclude(fits=""):
        if entry.constituency_id is None:
            continue
        here = (entry.constituency_id, entry.part_id)
        right = settled([here, *read_fits(entry.fits)], None, VotingPlace.ORDER, house.order)
        if right.votes_in != here:
            facts: dict[str, Fact] = {
                "constituency_id": right.votes_in[0],
                "part_id": right.votes_in[1],
                "fits": right.fits,
            }
            found.append(Finding(member_id=entry.member_id, due_on=entry.valid_from, facts=facts))
    return found


async def unrepresented(house: House, upto: date) -> list[Finding]:
    """Organisations that nobody is named to speak for."""
    found = as_at(house.org, clock.today()).filter(
        member_kind=MemberKind.ORGANISATION, representative=""
    )
    return [Finding(member_id=e.member_id, due_on=e.valid_from) async for e in found]


REVIEWS: dict[str, Finder] = {
    "upper-age": Finder(
        lazy("Past the age of their constituency"),
        lazy("Move to another constituency that fits, or end the membership where none does"),
        past_upper_age,
    ),
    "voting-age": Finder(
        lazy("Old enough to vote"), lazy("Take out of the class without a vote"), of_voting_age
    ),
    "votes-elsewhere": Finder(
        lazy("Votes in another constituency by the rules"),
        lazy("Move the vote to the constituency that comes first"),
        votes_elsewhere,
    ),
    "unrepresented": Finder(
        lazy("Organisation without a representative"),
        lazy("Ask who speaks for it, and enter the name in the register"),
        unrepresented,
    ),
}
"""By its key; `told.py` adds those of higher slices."""


async def _born(
    org: Organisation,
    upto: date,
    constituency: int | None,
    age: int,
    classes: Sequence[str] = (),
) -> list[RegisterEntry]:
    """Members who are that old by the day, of a constituency or of some classes."""
    # A few days more than enough for 29 February: the exact day is reckoned below.
    latest = date(upto.year - age, upto.month, min(upto.day, 28)) + timedelta(days=3)
    found = as_at(org, clock.today()).filter(date_of_birth__lte=latest)
    found = found.filter(member_kind=MemberKind.PERSON)
    if constituency is not None:
        found = found.filter(constituency_id=constituency)
    if classes:
        found = found.filter(member_class__in=list(classes))
    return [
        entry
        for entry in await found
        if entry.date_of_birth and birthday(entry.date_of_birth, age) <= upto
    ]


def _elsewhere(entry: RegisterEntry) -> dict[str, Fact]:
    """The facts that move a member to the first other place that fits."""
    places = read_fits(entry.fits)
    if not places:
        return {}
    (constituency, part), *rest = places
    remaining = settled([(constituency, part), *rest], (constituency, part), VotingPlace.ASKED, ())
    return {"constituency_id": constituency, "part_id": part, "fits": remaining.fits}

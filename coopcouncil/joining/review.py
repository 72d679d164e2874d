"""What time alone changes: found by the program, decided by a person.

A finder looks through the register for what a day brings: a learner past the age of the
constituency, a job that ended. Higher slices add theirs to `REVIEWS` in `told.py`. What they
find is proposed; nothing happens before somebody decides, one by one or many at once.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.joining.kinds import Answer
from coopcouncil.joining.models import Review, ReviewItem
from coopcouncil.joining.reads import House, house_of
from coopcouncil.joining.rules.eligibility import age_on, birthday, settled
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.fits import read_fits
from coopcouncil.members.kinds import Cause, Fact, Kind, MemberKind
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import as_at, entries_as_at_sql
from coopcouncil.members.recording import recording
from coopcouncil.members.refusals import LeftAlready, NothingChanged
from coopcouncil.members.within import change_within, leave_within
from coopcouncil.organisations.chapters.joining import VotingPlace
from coopcouncil.organisations.models import Organisation

YEARLY = timedelta(days=366)
MOST_AT_ONCE = 2_000


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a finder proposes of one member."""

    member_id: int
    due_on: date
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """What the register is to say from that day on; nothing where a person must see to it."""
    because: Cause | None = None
    """Why membership is to end on that day, where it is."""
    detail: str = ""
    """What a reader in any language understands: a name, a number."""


Find = Callable[[House, date], Awaitable[Sequence[Finding]]]
"""Everything due up to and on a day, as the register knows it now."""


@dataclass(frozen=True)
class Finder:
    """One kind of finding: its heading, what is proposed in a sentence, how it is found."""

    title: Any
    proposal: Any
    find: Find


class ReasonToLeave(Refused):
    """A proposal that is not followed says why."""

    def sentence(self, _: Gettext) -> str:
        return _("Say why it is left as it is.")


class DecidedAlready(Refused):
    """Somebody was quicker."""

    def sentence(self, _: Gettext) -> str:
        return _("Some of these were decided on already. Look at the list again.")


class NobodyTicked(Refused):
    """Nothing was chosen."""

    def sentence(self, _: Gettext) -> str:
        return _("Tick at least one.")


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


async def look(org: Organisation, upto: date, by: Person | None) -> Review:
    """Ask every finder for what is due up to a day; what is new is added to the list."""
    house = await house_of(org)
    findings = [
        (key, each) for key, finder in REVIEWS.items() for each in await finder.find(house, upto)
    ]
    async with in_transaction() as connection:
        await lock("review", org.id)
        before = await ReviewItem.within(org).count()
        now = clock.now()
        await ReviewItem.bulk_create(
            [
                ReviewItem(
                    organisation=org,
                    member_id=each.member_id,
                    finder=key,
                    due_on=each.due_on,
                    facts=dict(each.facts),
                    ends_because=each.because.value if each.because else "",
                    detail=each.detail[:300],
                    found_at=now,
                )
                for key, each in findings
            ],
            batch_size=1_000,
            ignore_conflicts=True,
            using_db=connection,
        )
        held = await Review.create(
            organisation=org,
            upto=upto,
            held_at=now,
            held_by=by,
            found=await ReviewItem.within(org).count() - before,
        )
        who = by.id if by else None
        await audit.record(
            org.id, who, "looked for what time changes", f"review:{held.id}", found=held.found
        )
    return held


async def open_items(org: Organisation) -> list[tuple[ReviewItem, RegisterEntry]]:
    """What waits for a decision, with what the register says of each member now.

    Members who have left meanwhile need no decision any more, and are passed over.
    """
    items = await ReviewItem.within(org).filter(answer=None).order_by("finder", "due_on", "id")
    if not items:
        return []
    found = as_at(org, clock.today()).filter(member_id__in=[item.member_id for item in items])
    entries = {entry.member_id: entry for entry in await found}
    return [(item, entries[item.member_id]) for item in items if item.member_id in entries]


async def open_count(org: Organisation) -> int:
    """How many findings wait for a decision, of members who are still in the register."""
    rows = await connections.get("default").execute_query_dict(
        f"SELECT count(*) AS n FROM review_item AS r JOIN ({entries_as_at_sql()}) AS e "  # noqa: S608
        "ON e.member_id = r.member_id WHERE r.organisation_id = $1 AND r.answer IS NULL",
        [org.id, clock.today()],
    )
    return int(rows[0]["n"])


async def is_due(org: Organisation) -> bool:
    """Whether nobody has looked for a year, though there are members."""
    last = await Review.within(org).order_by("-id").first()
    if last is not None:
        return clock.now() - last.held_at > YEARLY
    rows = await connections.get("default").execute_query_dict(
        f"SELECT 1 FROM ({entries_as_at_sql()}) AS e LIMIT 1",  # noqa: S608
        [org.id, clock.today()],
    )
    return bool(rows)


async def follow(org: Organisation, ids: Sequence[int], reason: str, by: Person) -> int:
    """Do what is proposed of these, as one change-set; each line names the reason."""
    kinds = {key: str(finder.title) for key, finder in REVIEWS.items()}
    async with recording(org, Kind.CHANGE, reason, by) as book:
        items = await _undecided(org, ids)
        for item in items:
            why = reason or kinds.get(item.finder, item.finder)
            # From the day it is due, or from now: what was reported yesterday stays as it was.
            on = max(item.due_on, clock.today())
            try:
                if item.ends_because:
                    await leave_within(book, item.member_id, on, Cause(item.ends_because), why)
                elif item.facts:
                    await change_within(
                        book, item.member_id, item.facts, effective_on=on, reason=why
                    )
            except (NothingChanged, LeftAlready):
                pass  # Somebody recorded it by hand meanwhile: the finding is settled all the same.
            item.answer, item.reason = Answer.DONE, reason
            item.decided_at, item.decided_by = clock.now(), by
            item.change_set = book.change_set
            await item.save()
        await book.told(members=[item.member_id for item in items][:100], review=len(items))
    return len(items)


async def leave_as_is(org: Organisation, ids: Sequence[int], reason: str, by: Person) -> int:
    """Decide that nothing changes for these, and why. The same finding is not proposed again."""
    if not reason.strip():
        raise ReasonToLeave
    async with in_transaction():
        await lock("review", org.id)
        items = await _undecided(org, ids)
        for item in items:
            item.answer, item.reason = Answer.LEFT, reason
            item.decided_at, item.decided_by = clock.now(), by
            await item.save()
        await audit.record(
            org.id,
            by.id,
            "left findings of a review as they are",
            f"organisation:{org.id}",
            items=[item.id for item in items][:100],
        )
    return len(items)


async def _undecided(org: Organisation, ids: Sequence[int]) -> list[ReviewItem]:
    if not ids:
        raise NobodyTicked
    items = await ReviewItem.within(org).filter(id__in=list(ids)[:MOST_AT_ONCE]).order_by("id")
    if not items or any(item.answer is not None for item in items):
        raise DecidedAlready
    return items


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

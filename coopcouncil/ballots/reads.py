"""Named reads: how far a ballot has got, whose votes a person may cast, who is on the roll."""

import hashlib
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from tortoise import connections

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.ballots.models import (
    Ballot,
    BallotConstituency,
    Kind,
    Option,
    Roll,
    RollEntry,
    TurnoutStep,
)
from coopcouncil.ballots.rules.chain import canonical, instant
from coopcouncil.ballots.rules.papers import RESOLUTION_OPTIONS, longest
from coopcouncil.ballots.rules.roll import Entry
from coopcouncil.ballots.rules.state import Course, State, state_of
from coopcouncil.kernel import clock
from coopcouncil.kernel.db.rows import as_model, columns, first
from coopcouncil.members.models import Constituency
from coopcouncil.organisations.models import (
    Organisation,
    Role,
    RulebookVersion,
    live_grants,
)
from coopcouncil.organisations.rulebook import Rulebook

_COURSE = """
    b.opens_at, b.closes_at,
    EXISTS (SELECT FROM roll r WHERE r.ballot_id = b.id AND r.sealed_at IS NOT NULL) AS is_sealed,
    EXISTS (SELECT FROM ballot_suspension s
            WHERE s.ballot_id = b.id AND s.resumed_at IS NULL) AS is_suspended,
    EXISTS (SELECT FROM ballot_voiding v WHERE v.ballot_id = b.id) AS is_voided,
    EXISTS (SELECT FROM ballot_closing c WHERE c.ballot_id = b.id) AS is_closed,
    EXISTS (SELECT FROM opened_box o WHERE o.ballot_id = b.id) AS is_opened,
    EXISTS (SELECT FROM ballot_declaration d WHERE d.ballot_id = b.id) AS is_declared,
    EXISTS (SELECT FROM roll_work w WHERE w.ballot_id = b.id) AS is_roll_worked_on
"""
_COURSE_FACTS = tuple(one.name for one in fields(Course))


async def courses(ballots: Iterable[Ballot]) -> dict[int, Course]:
    """How far each of these ballots has got."""
    rows = await connections.get("default").execute_query_dict(
        f"SELECT b.id, {_COURSE} FROM ballot b WHERE b.id = ANY($1::bigint[])",  # noqa: S608
        [[ballot.id for ballot in ballots]],
    )
    return {row["id"]: _course(row) for row in rows}


async def with_course(org: Organisation, number: int) -> tuple[Ballot, Course] | None:
    """The organisation's ballot of this number and how far it has got, in one statement."""
    row = await first(
        f"SELECT {columns(Ballot, 'b')}, {_COURSE} FROM ballot b"  # noqa: S608
        " WHERE b.id = $1 AND b.organisation_id = $2",
        [number, org.id],
    )
    return (as_model(Ballot, "b", row), _course(row)) if row else None


def _course(row: Mapping[str, Any]) -> Course:
    return Course(**{name: row[name] for name in _COURSE_FACTS})


async def course_of(ballot: Ballot) -> Course:
    """How far the ballot has got."""
    return (await courses([ballot]))[ballot.id]


async def state_now(ballot: Ballot) -> State:
    """Where the ballot stands at this moment."""
    return state_of(await course_of(ballot), clock.now())


async def organisation_of(ballot: Ballot) -> Organisation:
    """Whose ballot it is."""
    return await Organisation.get(id=ballot.organisation_id)


async def rules_of(ballot: Ballot) -> Rulebook:
    """The rules that the ballot was begun under."""
    return (await version_of(ballot)).rules


async def version_of(ballot: Ballot) -> RulebookVersion:
    """The version that the ballot is pinned to; a school's ballot goes by its trust's."""
    return await RulebookVersion.everywhere().filter(id=ballot.rulebook_id).get()


async def paper_length_of(ballot: Ballot) -> int:
    """The bytes that every paper of this ballot is padded to."""
    if ballot.kind is Kind.RESOLUTION:
        return longest(RESOLUTION_OPTIONS, 1)
    options = max(1, await Option.of(ballot).count())
    if ballot.kind is Kind.FPTP:
        return longest(options, 1)
    if ballot.kind is Kind.APPROVAL:
        return longest(options, min(options, ballot.most_choices or options))
    return longest(options, options)


async def public_terms(ballot: Ballot) -> dict[str, object]:
    """What the sealing event fixes besides the roll, in integers and strings."""
    version = await version_of(ballot)
    options = await Option.of(ballot).order_by("place")
    texts = [
        [ballot.title, ballot.title_cy],
        [ballot.question, ballot.question_cy],
        [ballot.explanation, ballot.explanation_cy],
        [ballot.office, ballot.office_cy],
        *([o.name, o.name_cy, o.statement, o.statement_cy] for o in options),
    ]
    return {
        "kind": ballot.kind.value,
        "footing": ballot.footing.value,
        "rule": ballot.count_rule,
        "rulebook": version.number,
        "seats": ballot.seats,
        "options": len(options),
        "most_choices": ballot.most_choices or 0,
        "passing": ballot.passing or {},
        "quorum": ballot.quorum or 0,
        "qualifying_on": ballot.qualifying_on.isoformat(),
        "opens_at": instant(ballot.opens_at),
        "closes_at": instant(ballot.closes_at),
        "vote_changeable": int(ballot.vote_changeable),
        "paper_vote": ballot.paper_vote.value,
        "papers": ballot.papers.value,
        "key_keeper": ballot.key_keeper.value,
        "public_key": bytes(ballot.public_key or b"").hex(),
        "texts_hash": hashlib.sha256(canonical(texts).encode() + b"\n").hexdigest(),
    }


async def addresses_of(person: Person) -> list[str]:
    """The addresses that a person has proven to read."""
    rows = await EmailAddress.filter(person_id=person.id).values_list("address", flat=True)
    return [str(address) for address in rows]


async def scrutineers_of(org: Organisation) -> list[tuple[str, str, str]]:
    """Address, name and language of everyone who scrutinises the organisation's ballots."""
    grants = await live_grants(org.id).filter(role=Role.SCRUTINEER)
    if org.parent_id is not None:
        over = live_grants(org.parent_id).filter(role=Role.SCRUTINEER, over_cluster=True)
        grants += await over
    found = {}
    for person in await Person.filter(id__in=[grant.person_id for grant in grants]).order_by("id"):
        for address in (await addresses_of(person))[:1]:
            found[address] = (address, person.name, person.language or "")
    return list(found.values())


# By address alone in the first half, the ballot looked at afterwards (`+ 0`): a roll that was
# only just cut has no statistics yet, and would be read from end to end for each voter.
_VOTES = """
WITH mine AS (
    SELECT ARRAY(SELECT a.address FROM email_address a WHERE a.person_id = $2) AS addresses
)
SELECT {columns} FROM roll_entry e
WHERE e.email = ANY((SELECT addresses FROM mine)::text[]) AND e.ballot_id + 0 = $1
    AND NOT EXISTS (SELECT FROM email_release x WHERE x.entry_id = e.id AND x.agreed_at IS NOT NULL)
UNION ALL
SELECT {columns} FROM email_release x JOIN roll_entry e ON e.id = x.entry_id
WHERE x.email = ANY((SELECT addresses FROM mine)::text[]) AND x.ballot_id = $1
    AND x.agreed_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM email_release y
        WHERE y.entry_id = x.entry_id AND y.agreed_at IS NOT NULL AND y.id > x.id
    )
ORDER BY "e.number"
"""


async def votes_of(ballot: Ballot, person: Person) -> list[RollEntry]:
    """The roll's entries whose votes this person may cast: more than one where people share
    an address. An address changed after sealing counts once it was released."""
    rows = await connections.get("default").execute_query_dict(
        _VOTES.format(columns=columns(RollEntry, "e")), [ballot.id, person.id]
    )
    return [as_model(RollEntry, "e", row) for row in rows]


async def ballots_with_my_vote(org: Organisation, person: Person) -> set[int]:
    """The ids of the organisation's ballots on whose roll the person is."""
    mine = await addresses_of(person)
    if not mine:
        return set()
    rows = await connections.get("default").execute_query_dict(
        "SELECT DISTINCT e.ballot_id FROM roll_entry e JOIN ballot b ON b.id = e.ballot_id"
        " WHERE b.organisation_id = $1 AND (e.email = ANY($2::text[]) OR EXISTS (SELECT FROM"
        " email_release x WHERE x.entry_id = e.id AND x.agreed_at IS NOT NULL"
        " AND x.email = ANY($2::text[])))",
        [org.id, mine],
    )
    return {row["ballot_id"] for row in rows}


async def voted_in(org: Organisation, person: Person) -> set[int]:
    """The ids of the ballots in which every vote that the person may cast is in the box, as the
    person's own page may say; nobody else asks."""
    mine = await addresses_of(person)
    rows = await connections.get("default").execute_query_dict(
        "SELECT e.ballot_id FROM roll_entry e JOIN ballot b ON b.id = e.ballot_id"
        " WHERE b.organisation_id = $1 AND e.email = ANY($2::text[]) GROUP BY e.ballot_id"
        " HAVING bool_and(EXISTS (SELECT FROM envelope v WHERE v.roll_entry_id = e.id)"
        " OR EXISTS (SELECT FROM paper_mark m WHERE m.entry_id = e.id))",
        [org.id, mine],
    )
    return {row["ballot_id"] for row in rows}


@dataclass(frozen=True, slots=True)
class OnPaper:
    """One choice as the voter sees it."""

    place: int
    option: Option | None
    is_withdrawn: bool = False


async def paper_of(ballot: Ballot) -> list[OnPaper]:
    """The options in the order of the paper; none are stored for a resolution."""
    options = await Option.of(ballot).order_by("place").prefetch_related("withdrawal")
    return [OnPaper(one.place, one, one.withdrawal is not None) for one in options]


async def standing_of(ballot: Ballot) -> list[int]:
    """The places on the paper that may be chosen."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT o.place FROM ballot_option o WHERE o.ballot_id = $1"
        " AND NOT EXISTS (SELECT FROM ballot_withdrawal w WHERE w.option_id = o.id)"
        " ORDER BY o.place",
        [ballot.id],
    )
    return [row["place"] for row in rows]


async def constituencies_of(ballot: Ballot) -> list[Constituency]:
    """The constituencies that the ballot names; none means all that vote."""
    rows = await BallotConstituency.of(ballot).prefetch_related("constituency")
    return sorted((row.constituency for row in rows), key=lambda one: (one.place, one.id))


async def roll_of(ballot: Ballot) -> Roll | None:
    """The roll, once it is cut."""
    return await Roll.of(ballot).get_or_none()


async def roll_lines(ballot: Ballot, piece: int = 10_000) -> AsyncIterator[list[Entry]]:
    """The roll as it is sealed, piece by piece in the order of numbers."""
    after = 0
    while True:
        _count, rows = await connections.get("default").execute_query(
            "SELECT e.number, e.member_number, e.name, coalesce(c.key, ''),"
            " coalesce(p.slug, ''), e.email FROM roll_entry e"
            " LEFT JOIN constituency c ON c.id = e.constituency_id"
            " LEFT JOIN organisation p ON p.id = e.part_id"
            " WHERE e.ballot_id = $1 AND e.number > $2 ORDER BY e.number LIMIT $3",
            [ballot.id, after, piece],
        )
        if not rows:
            return
        yield [Entry(*row) for row in rows]
        after = rows[-1][0]


async def turnout_of(ballot: Ballot) -> list[tuple[datetime, int]]:
    """The steps that may be shown while voting goes on."""
    return [(step.at, step.total) for step in await TurnoutStep.of(ballot).order_by("at")]

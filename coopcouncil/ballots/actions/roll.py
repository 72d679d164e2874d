"""The roll: cut from the register in one statement, then sealed for good."""

import secrets
from collections.abc import Awaitable, Callable

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import locks
from coopcouncil.ballots.actions.chain import add_event
from coopcouncil.ballots.actions.telling import tell_roll
from coopcouncil.ballots.models import Ballot, EventKind, Roll, RollBar, RollEntry
from coopcouncil.ballots.nominating import KeptOff
from coopcouncil.ballots.reads import course_of, paper_length_of, public_terms, roll_lines, rules_of
from coopcouncil.ballots.rules.course import StillInTheWay, may_change
from coopcouncil.ballots.rules.obstacles import QualifyingDayToCome
from coopcouncil.ballots.rules.roll import RollHash
from coopcouncil.ballots.settingup import obstacles_of
from coopcouncil.kernel import audit, clock
from coopcouncil.members.reads import entries_as_at_sql
from coopcouncil.organisations.rulebook import Rulebook

Told = Callable[[int], Awaitable[None]]
"""Hears how many voters have been taken in."""

KEPT_OFF: list[KeptOff] = []
"""Filled in `told.py`: the members, by id, from whom the rules take the vote on the qualifying day.
Nobody, unless a slice below knows of a rule that does."""

_ELIGIBLE = f"""
FROM ({entries_as_at_sql("$2", "$3")}) AS e
LEFT JOIN constituency AS c ON c.id = e.constituency_id
WHERE e.status <> 'suspended' AND coalesce(c.votes, true)
    AND (cardinality($4::bigint[]) = 0 OR e.constituency_id = ANY ($4::bigint[]))
    AND ($5::bigint IS NULL OR e.part_id = $5)
    AND (e.date_of_birth IS NULL OR e.date_of_birth + make_interval(years => $6) <= $3)
    AND NOT (lower(e.member_class) = ANY ($8::text[]))
"""
# An organisation votes through whoever is named to speak for it, at the address notified for that.
_SPOKEN_FOR = "e.member_kind = 'organisation' AND e.representative"
_CUT = f"""
WITH cut AS (INSERT INTO roll_entry (ballot_id, number, member_id, member_number, name, sort_key,
    constituency_id, part_id, email, told_by_email, language, format, postal_address, postcode)
SELECT $1, row_number() OVER (ORDER BY e.sort_key, e.member_number), e.member_id,
    e.member_number,
    left(trim(e.given_name || ' ' || e.family_name)
        || CASE WHEN {_SPOKEN_FOR} <> '' THEN ' (' || e.representative || ')' ELSE '' END, 201),
    e.sort_key, e.constituency_id, e.part_id,
    lower(CASE WHEN {_SPOKEN_FOR}_email <> '' THEN e.representative_email ELSE e.email END),
    ({_SPOKEN_FOR}_email <> '') OR e.email <> '' AND (e.email_purposes = ''
        OR 'voting' = ANY (string_to_array(e.email_purposes, ' '))),
    e.language, e.format, e.postal_address, e.postcode
{_ELIGIBLE} AND NOT (e.member_id = ANY ($7::bigint[]))
RETURNING 1) SELECT count(*) AS voters FROM cut
"""  # noqa: S608  its parts are ours: no value is ever written into it
_BAR = f"""
INSERT INTO roll_bar (ballot_id, member_id, member_number, name)
SELECT $1, e.member_id, e.member_number, trim(e.given_name || ' ' || e.family_name)
{_ELIGIBLE} AND e.member_id = ANY ($7::bigint[])
"""


async def _nobody(_done: int) -> None:
    """Who waits for the whole need not hear how far it is."""


async def cut_roll(ballot: Ballot, by: Person | None) -> Roll:
    """Everyone who could vote at the end of the qualifying day, as the register knows it now.

    A roll that was cut before is replaced, until it is sealed.
    """
    async with in_transaction():
        await locks.alone(ballot)
        may_change(await course_of(ballot))
        return await cut_now(ballot, by)


async def seal_roll(ballot: Ballot, by: Person | None) -> None:
    """From here on nothing changes: the roll, the words and the times are told to everybody."""
    async with in_transaction():
        await locks.alone(ballot)
        await ballot.refresh_from_db()
        may_change(await course_of(ballot))
        await seal_now(ballot, by)


async def cut_now(ballot: Ballot, by: Person | None, told: Told = _nobody) -> Roll:
    """Within a transaction that holds the ballot's lock and has asked whether it may change."""
    rules = await rules_of(ballot)
    if ballot.qualifying_on > clock.today():
        raise QualifyingDayToCome(ballot.qualifying_on)
    await RollEntry.of(ballot).delete()
    await RollBar.of(ballot).delete()
    await Roll.of(ballot).delete()
    client = connections.get("default")
    named = await client.execute_query_dict(
        "SELECT constituency_id FROM ballot_constituency WHERE ballot_id = $1", [ballot.id]
    )
    kept_off = sorted(await _kept_off(ballot, rules))
    values = [
        ballot.id,
        ballot.organisation_id,
        ballot.qualifying_on,
        [row["constituency_id"] for row in named],
        ballot.part_id,
        rules.vote_age,
        kept_off,
        [name.lower() for name in rules.without_vote],
    ]
    found = await client.execute_query_dict(_CUT, values)
    if kept_off:
        await client.execute_query(_BAR, values)
    count = int(found[0]["voters"])
    salt = secrets.token_hex(32)
    roll = await Roll.create(
        ballot=ballot,
        cut_at=clock.now(),
        count=count,
        salt=salt,
        hash=await _hash(ballot, salt, told),
    )
    await _record(ballot, by, "cut a ballot's roll", voters=count)
    return roll


async def seal_now(ballot: Ballot, by: Person | None, told: Told = _nobody) -> None:
    """Within a transaction that holds the ballot's lock and has asked whether it may change."""
    if await obstacles_of(ballot):
        raise StillInTheWay
    roll = await Roll.of(ballot).get()
    roll.hash = await _hash(ballot, roll.salt, told)
    roll.sealed_at, roll.sealed_by = clock.now(), by
    await roll.save()
    ballot.paper_length = await paper_length_of(ballot)
    await ballot.save(update_fields=["paper_length"])
    event = await add_event(
        ballot,
        EventKind.SEALED,
        roll_count=roll.count,
        roll_hash=roll.hash,
        **await public_terms(ballot),
    )
    await _record(ballot, by, "sealed a ballot's roll", voters=roll.count, roll=roll.hash)
    await tell_roll(ballot, event)


async def _kept_off(ballot: Ballot, rules: Rulebook) -> set[int]:
    await ballot.fetch_related("organisation")
    found: set[int] = set()
    for asked in KEPT_OFF:
        found.update(await asked(ballot.organisation, ballot.qualifying_on, rules))
    return found


async def _hash(ballot: Ballot, salt: str, told: Told) -> str:
    found, done = RollHash(salt), 0
    async for entries in roll_lines(ballot):
        found.add(entries)
        done += len(entries)
        await told(done)
    return found.hex


async def _record(ballot: Ballot, by: Person | None, verb: str, **facts: object) -> None:
    await audit.record(
        ballot.organisation_id, by.id if by else None, verb, f"ballot:{ballot.id}", **facts
    )

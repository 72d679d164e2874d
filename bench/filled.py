"""Two registers in one database, filled by SQL as long-kept ones would be: a fifth of the members
have moved, some have left."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

import asyncpg

from coopcouncil.accounts.models import Person
from coopcouncil.demo.names import people as invented
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.members.words import search_text
from coopcouncil.organisations.actions.founding import Particulars, found
from coopcouncil.organisations.actions.offices import grant
from coopcouncil.organisations.kinds import LegalForm, Nation, Role
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.rulebook import KeyKeeper, Rulebook

SMALL, LARGE = 1_000, 1_000_000
NAMES = 20_000
"""So many different people, each of whom the large register knows fifty times."""
RULES_SINCE = date(2014, 9, 1)
OPENED = date(2015, 1, 1)
RECORDED = ("2020-01-01T00:00:00Z", "2024-06-01T00:00:00Z")
Name = tuple[str, str, str]
"""Given, family, postcode."""


@dataclass(frozen=True)
class Register:
    """One organisation of the two."""

    org: Organisation
    size: int
    members: tuple[int, int]
    """The first and the last member's id: the ids between them are the others'."""
    entries: tuple[int, int]
    group: int
    people: list[Name]


async def registers(dsn: str, secretary: Person) -> tuple[Register, Register]:
    """The small one and the large one."""
    database = await asyncpg.connect(dsn)
    async with _filling(database):
        people = await _names(database)
        small = await _register(database, "small", SMALL, secretary, people)
        large = await _register(database, "large", LARGE, secretary, people)
    await database.close()
    return small, large


@asynccontextmanager
async def _filling(database: asyncpg.Connection) -> AsyncIterator[None]:
    """Without what is dear to keep up to date row by row: it is built at the end, as it was."""
    indexes = await database.fetch(
        "SELECT indexname AS name, indexdef AS made FROM pg_indexes "
        "WHERE tablename IN ('register_entry', 'register_word') "
        "AND indexname <> 'register_entry_pkey' "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    )
    kept = await database.fetch(
        "SELECT conname AS name, pg_get_constraintdef(oid) AS made FROM pg_constraint "
        "WHERE conrelid = 'register_entry'::regclass AND contype IN ('x', 'f')"
    )
    for one in indexes:
        await database.execute(f"DROP INDEX {one['name']}")
    for one in kept:
        await database.execute(f'ALTER TABLE register_entry DROP CONSTRAINT "{one["name"]}"')
    yield
    await database.execute("SET maintenance_work_mem = '512MB'")
    for one in kept:
        await database.execute(
            f'ALTER TABLE register_entry ADD CONSTRAINT "{one["name"]}" {one["made"]}'
        )
    for one in indexes:
        await database.execute(one["made"])
    await database.execute("VACUUM ANALYZE")


async def _names(database: asyncpg.Connection) -> list[Name]:
    """The people of whom both registers are made, with the keys that only Python can make."""
    await database.execute(
        "CREATE TEMP TABLE who (n int, given text, family text, email text, address text, "
        "code text, born date, key text, words text)"
    )
    names, records = [], []
    for n, who in enumerate(islice(invented("bench-register", date(2026, 1, 1)), NAMES)):
        given, family = who.given_name, who.family_name
        names.append((given, family, who.postcode))
        key = welsh_key(f"{family} {given}")[:300]
        words = search_text("", given, family, who.email, who.postcode)
        where = who.postal_address
        records.append((n, given, family, who.email, where, who.postcode, who.born, key, words))
    await database.copy_records_to_table("who", records=records)
    return names


async def _register(
    database: asyncpg.Connection, slug: str, size: int, secretary: Person, people: list[Name]
) -> Register:
    org = await found(
        slug,
        Particulars(name=f"Calderbrook {slug.title()} Limited", postcode="ZZ1 1AA"),
        LegalForm.CO_OPERATIVE_SOCIETY,
        Nation.ENGLAND,
        replace(
            Rulebook.usual(LegalForm.CO_OPERATIVE_SOCIETY),
            ballots_outside_meetings=True,
            election_key=KeyKeeper.PLATFORM,
        ),
        RULES_SINCE,
    )
    await grant(org, secretary, Role.SECRETARY, by=None)
    await grant(org, secretary, Role.RETURNING_OFFICER, by=None)
    groups = await database.fetch(
        "INSERT INTO constituency (organisation_id, key, name, name_cy, votes, place) "
        "SELECT $1, 'group-' || n, 'Group ' || n, '', true, n FROM generate_series(1, 8) AS n "
        "RETURNING id",
        org.id,
    )
    sets = [
        await database.fetchval(
            "INSERT INTO change_set (organisation_id, number, recorded_at, kind, reason) "
            "VALUES ($1, $2, $3::text::timestamptz, 'import', '') RETURNING id",
            *(org.id, number, recorded),
        )
        for number, recorded in enumerate(RECORDED, 1)
    ]
    values = {
        "org": org.id,
        "size": size,
        "group": groups[0]["id"],
        "first": sets[0],
        "second": sets[1],
        "then": RECORDED[0],
        "later": RECORDED[1],
    }
    for statement in _FILL:
        await database.execute(statement.format(**values))
    members = await database.fetchrow(
        "SELECT min(id) AS low, max(id) AS high FROM member WHERE organisation_id = $1", org.id
    )
    entries = await database.fetchrow(
        "SELECT min(id) AS low, max(id) AS high FROM register_entry WHERE organisation_id = $1",
        org.id,
    )
    return Register(
        org,
        size,
        (members["low"], members["high"]),
        (entries["low"], entries["high"]),
        groups[2]["id"],
        people[:size],
    )


_ENTRY = """
    INSERT INTO register_entry (organisation_id, member_id, valid_from, valid_to, recorded_at,
        superseded_at, member_number, given_name, family_name, email, email_purposes,
        postal_address, postcode, date_of_birth, language, format, constituency_id, member_class,
        member_kind, status, joined_on, left_on, shares, amount_paid, other_property, reason,
        sort_key, search_text)
    SELECT {{org}}, member_id, {since}, {until}, '{recorded}', {superseded}, n::text, given, family,
        replace(email, '@', n || '@'), '', {address}, code, born, language, format, place, '',
        'person', {status}, joined, {left}, 1, 100, '', '', key,
        ' ' || n || replace(words, '@', n || '@')
    FROM filling WHERE {which} ORDER BY n
"""


def _entries(
    which: str,
    since: str = "joined",
    until: str = "'9999-12-31'",
    recorded: str = "{then}",
    superseded: str = "NULL::timestamptz",
    address: str = "address",
    status: str = "'member'",
    left: str = "NULL::date",
) -> str:
    return _ENTRY.format(
        which=which,
        since=since,
        until=until,
        recorded=recorded,
        superseded=superseded,
        address=address,
        status=status,
        left=left,
    )


# Each row is made of its member's number n: who joined when, who has moved, who has left.
_FILL = (
    """
    INSERT INTO member (organisation_id, number)
    SELECT {org}, n::text FROM generate_series(1, {size}) AS n
    """,
    f"""
    CREATE TEMP TABLE filling AS
    SELECT m.id AS member_id, m.number::int AS n, w.given, w.family, w.email, w.address,
        w.code, w.born, w.key, w.words,
        DATE '{OPENED}' + (m.number::int % 3000 * 7919 % 3000) AS joined,
        m.number::int % 5 = 0 AS moved, m.number::int % 33 = 0 AS gone,
        {{group}} + m.number::int % 8 AS place,
        (ARRAY['en', 'en', 'en', 'cy', ''])[1 + m.number::int % 5] AS language,
        CASE WHEN m.number::int % 47 = 0 THEN 'large-print' ELSE 'standard' END AS format
    FROM member AS m JOIN who AS w ON w.n = m.number::int % (SELECT count(*) FROM who)
    WHERE m.organisation_id = {{org}}
    """,
    "ALTER TABLE filling ADD moved_on date, ADD left_on date",
    "UPDATE filling SET moved_on = joined + 400 + n % 300 WHERE moved",
    "UPDATE filling SET left_on = joined + 800 WHERE gone",
    """
    INSERT INTO register_change (organisation_id, change_set_id, member_id, effective_on, facts,
        reason)
    SELECT {org}, {first}, member_id, joined, jsonb_build_object('given_name', given,
        'family_name', family, 'email', email, 'postal_address', address, 'postcode', code,
        'language', language, 'status', 'member', 'joined_on', joined, 'constituency_id', place),
        ''
    FROM filling
    """,
    """
    INSERT INTO register_change (organisation_id, change_set_id, member_id, effective_on, facts,
        reason)
    SELECT {org}, {second}, member_id, moved_on,
        jsonb_build_object('postal_address', '2 ' || address), 'Moved' FROM filling WHERE moved
    """,
    _entries("NOT moved AND NOT gone"),
    # Who moved: first known as living there for ever, later known as having moved.
    _entries("moved AND NOT gone", superseded="'{later}'::timestamptz"),
    _entries("moved AND NOT gone", until="moved_on", recorded="{later}"),
    _entries("moved AND NOT gone", since="moved_on", recorded="{later}", address="'2 ' || address"),
    _entries("gone", until="left_on"),
    _entries("gone", since="left_on", status="'left'", left="left_on"),
    "DROP TABLE filling",
)

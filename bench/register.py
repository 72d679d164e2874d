"""The register at a million members beside the register at a thousand.

Both organisations are in one database of the measurement's own, filled by SQL as a long-kept
register would be: a fifth of the members have moved, some have left. The site answers in this
process, whole pages by its own routes, as a signed-in secretary asks for them. Each row is the
95th percentile of one kind of page; the ratio is the million's to the thousand's. Then the
million's roll is cut.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from urllib.parse import urlencode

import asyncpg
import uvloop

from bench import Row, row
from coopcouncil.accounts.actions.signing_in import open_session
from coopcouncil.accounts.models import By, Person
from coopcouncil.accounts.session import COOKIE
from coopcouncil.app import make_app
from coopcouncil.ballots.actions.roll import cut_roll
from coopcouncil.ballots.actions.setup import Electorate, Terms, Texts, create_ballot
from coopcouncil.ballots.models import Footing, Kind, RollEntry
from coopcouncil.demo.names import people
from coopcouncil.kernel import clock
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.db import connected, server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.members.words import search_text
from coopcouncil.organisations.actions.founding import Particulars, found
from coopcouncil.organisations.actions.offices import grant
from coopcouncil.organisations.kinds import LegalForm, Nation, Role
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook

SMALL, LARGE = 1_000, 1_000_000
NAMES = 20_000
"""So many different people, each of whom the large register knows fifty times."""
REQUESTS = 120
WARMING = 12
RULES_SINCE = date(2014, 9, 1)
OPENED = date(2015, 1, 1)
RECORDED = ("2020-01-01T00:00:00Z", "2024-06-01T00:00:00Z")
KINDS = ("list", "search", "search, one common name", "as at a day", "a member")


def rows() -> Iterator[Row]:
    """Milliseconds, lower is better; then the seconds of a roll."""
    with (
        tempfile.TemporaryDirectory(prefix="cc-bench-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        yield from runner.run(_measured(Path(folder)))


@dataclass(frozen=True)
class Register:
    """One organisation of the two."""

    org: Organisation
    size: int
    members: tuple[int, int]
    """The first and the last member's id: the ids between them are the others'."""
    entries: tuple[int, int]
    group: int


async def _measured(home: Path) -> list[Row]:
    config = settings.use(settings.load({"COOPCOUNCIL_HOME": str(home)}))
    async with server(config) as dsn:
        await upgrade(tortoise_config(dsn), dsn)
        async with connected(dsn):
            secretary = await Person.create(name="Ros Officer", created_at=clock.now())
            database = await asyncpg.connect(dsn)
            async with _filling(database):
                await _names(database)
                small = await _register(database, "small", SMALL, secretary)
                large = await _register(database, "large", LARGE, secretary)
            cookie = await open_session(secretary, "Firefox", By.LINK)
            site = Site(config, cookie)
            found = []
            for kind in KINDS:
                few, many = await _percentiles(site, (small, large), kind)
                found.append(
                    row(
                        f"register, {kind}: 95th percentile at {LARGE:,}",
                        1000 * many[0],
                        "ms",
                        f"at {SMALL:,} members",
                        1000 * few[0],
                        f"{REQUESTS} pages each; median {1000 * many[1]:.1f} ms "
                        f"beside {1000 * few[1]:.1f} ms",
                    )
                )
            found += await _roll(large, secretary, database)
            await database.close()
    return found


class Site:
    """The whole site, asked without a network."""

    def __init__(self, config: Config, cookie: str) -> None:
        self.app = make_app(config)
        self.cookie = cookie

    async def get(self, path: str, query: str) -> float:
        """How long one page takes; it must be a page."""
        status = 0

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, object]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(str(message["status"]))

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [
                (b"host", b"localhost"),
                (b"accept", b"text/html"),
                (b"accept-language", b"en-GB"),
                (b"cookie", f"{COOKIE}={self.cookie}".encode()),
            ],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        began = perf_counter()
        await self.app(scope, receive, send)  # type: ignore[arg-type]
        took = perf_counter() - began
        if status != 200:
            raise AssertionError(f"{path}?{query} is {status}")
        return took


async def _percentiles(
    site: Site, registers: Sequence[Register], kind: str
) -> list[tuple[float, float]]:
    """The 95th percentile and the median of each; in turns, so that whatever else the machine
    does slows both alike."""
    streams = [Random(kind) for _register in registers]
    waits: list[list[float]] = [[] for _register in registers]
    for _n in range(WARMING + REQUESTS):
        for register, stream, own in zip(registers, streams, waits, strict=True):
            path, query = _asked(kind, register, stream)
            own.append(await site.get(f"/{register.org.slug}{path}", urlencode(query)))
    ordered = [sorted(own[WARMING:]) for own in waits]
    return [(own[len(own) * 95 // 100], own[len(own) // 2]) for own in ordered]


def _asked(kind: str, register: Register, stream: Random) -> tuple[str, dict[str, object]]:
    """One page that somebody might ask for: by turns first pages, far ones, filters, sorts."""
    entry = stream.randint(*register.entries)
    if kind == "a member":
        return f"/members/{stream.randint(*register.members)}", {}
    if kind.startswith("search"):
        given, family, code = _NAMES[stream.randrange(NAMES if register.size > NAMES else SMALL)]
        number = str(stream.randint(1, register.size))
        address = f"{given.lower()}.{family.lower()}"
        texts: tuple[str, ...] = (
            f"{given} {family}",
            f"{given} {family[:4]}",
            f"{given[:1]} {code}",
            number,
            code,
            f"{address}{number}@example.org",
            address,
            f"{family} {code.split()[0]}",
        )
        if kind != "search":
            # Thousands have it, tens of thousands begin so.
            texts = (family, family[:3], given[:4])
        return "/members", {"q": stream.choice(texts)}
    choices: tuple[dict[str, object], ...] = (
        {},
        {"sort": "-name"},
        {"sort": "number", "after": entry},
        {"sort": "joined"},
        {"sort": "-joined", "after": entry},
        {"after": entry},
        {"before": entry},
        {"constituency": register.group, "after": entry},
        {"constituency": register.group, "sort": "constituency"},
        {"language": "cy"},
        {"status": "left"},
        {"status": "all", "email": "no"},
        {"format": "large-print"},
    )
    query = stream.choice(choices)
    if kind == "as at a day":
        on = OPENED + timedelta(days=stream.randrange(1500, 4000))
        query = {**query, "on-day": on.day, "on-month": on.month, "on-year": on.year}
        if stream.random() < 0.5:
            query |= {"known-day": 1, "known-month": 5, "known-year": stream.choice((2022, 2025))}
        if stream.random() < 0.3:
            query["q"] = " ".join(_NAMES[stream.randrange(SMALL)][:2])
    return "/members", query


# ── Filling ──


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


_NAMES: list[tuple[str, str, str]] = []


async def _names(database: asyncpg.Connection) -> None:
    """The people of whom both registers are made, with the keys that only Python can make."""
    await database.execute(
        "CREATE TEMP TABLE who (n int, given text, family text, email text, address text, "
        "code text, born date, key text, words text)"
    )
    _NAMES.clear()
    records = []
    for n, who in enumerate(islice(people("bench-register", date(2026, 1, 1)), NAMES)):
        given, family = who.given_name, who.family_name
        _NAMES.append((given, family, who.postcode))
        key = welsh_key(f"{family} {given}")[:300]
        words = search_text("", given, family, who.email, who.postcode)
        where = who.postal_address
        records.append((n, given, family, who.email, where, who.postcode, who.born, key, words))
    await database.copy_records_to_table("who", records=records)


async def _register(
    database: asyncpg.Connection, slug: str, size: int, secretary: Person
) -> Register:
    org = await found(
        slug,
        Particulars(name=f"Calderbrook {slug.title()} Limited", postcode="ZZ1 1AA"),
        LegalForm.CO_OPERATIVE_SOCIETY,
        Nation.ENGLAND,
        Rulebook.usual(LegalForm.CO_OPERATIVE_SOCIETY),
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


async def _roll(register: Register, officer: Person, database: asyncpg.Connection) -> list[Row]:
    """Cutting the roll of a ballot from the register, its fingerprint and all."""
    opens = clock.now() + timedelta(days=30)
    ballot = await create_ballot(
        register.org,
        Kind.STV,
        Texts("Election of directors", "", "Who should be a director?", "", office="Director"),
        Terms(Footing.OUTSIDE, seats=3),
        Electorate(clock.today() - timedelta(days=1), opens, opens + timedelta(days=8)),
        await rulebook_on(register.org, clock.today()),
        officer,
    )
    began = perf_counter()
    roll = await cut_roll(ballot, officer)
    whole = perf_counter() - began
    voters = await RollEntry.of(ballot).count()
    if voters != roll.count or voters < register.size * 9 // 10:
        raise AssertionError(f"{roll.count} were said to be cut, {voters} are on the roll")
    began = perf_counter()
    await database.execute("CREATE TEMP TABLE beside AS SELECT * FROM roll_entry")
    copied = perf_counter() - began
    return [
        row(
            f"register, cutting a roll of {voters:,}",
            whole,
            "s",
            "the same rows copied within PostgreSQL, no index, no fingerprint",
            copied,
            "one INSERT … SELECT, then the fingerprint over all lines",
        )
    ]

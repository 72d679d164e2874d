"""Nobody with the whole database, a base backup with its WAL, the audit and the logs, and without
the key, can join a voter to a paper, before or after the count.

The same attacker (`attacker.py`) first works on a naive schema, and must find the join there: a
test that finds nothing anywhere would prove nothing.
"""

import itertools
import logging
import random
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.app import make_app
from coopcouncil.ballots import keys
from coopcouncil.ballots.actions.box import close_ballot, open_box
from coopcouncil.ballots.models import Ballot, Envelope, Kind, OpenedBox, RollEntry
from coopcouncil.ballots.rules.papers import padded, unpadded
from coopcouncil.kernel import clock
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.db import binaries
from coopcouncil.kernel.logs import JsonLines
from coopcouncil.kernel.models import AuditEntry, Job, OutboxMessage
from coopcouncil.organisations.models import Organisation
from tests.ballots.attacker import all_rows, best_join, papers_in, papers_in_files, voters_in
from tests.ballots.building import AFTER, DURING, key_folder, make_ballot, make_person
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio

VOTERS = 60
# Of 60 voters a guess in any one order is right for one on average. Among the thousand orders
# that the attacker tries, the luckiest is right for seven or so; a join is right for nearly all.
CHANCE = 0.2
CERTAIN = 0.95


class Hall:
    """A vote as it happened: who came when, and who handed in which paper."""

    def __init__(self, ballot: Ballot, entries: Sequence[RollEntry], last: int) -> None:
        chance = random.Random(7)
        # Each test has papers of its own: the server's WAL still holds those of the other.
        orders = itertools.permutations(range(1, 8))
        rankings = [" ".join(map(str, order)) for order in orders if order[-1] == last]
        self.ballot = ballot
        self.entries = list(entries)
        chance.shuffle(self.entries)
        self.papers = chance.sample(rankings, len(self.entries))
        self.came = [entry.email for entry in self.entries]
        self.truth = dict(zip(self.came, self.papers, strict=True))
        self.names = {
            text: entry.email
            for entry in self.entries
            for text in (entry.email, entry.name, entry.member_number, f"entry {entry.id}")
        }


async def hall_of_voters(last: int) -> Hall:
    """A ranked ballot in which no two voters say the same, so that a paper is its voter's."""
    # The attacker reads the WAL file by file: a vote that began in one of them would be cut in two.
    await connections.get("default").execute_script("SELECT pg_switch_wal()")
    ballot = await make_ballot(
        kind=Kind.STV, voters=VOTERS, candidates=[f"Candidate {n}" for n in range(7)]
    )
    return Hall(ballot, await RollEntry.of(ballot).order_by("number"), last)


async def vote_in_the_browser(hall: Hall, config: Config) -> None:
    """Everybody comes, one after the other, and casts over HTTP."""
    app = make_app(config)
    org = await Organisation.get(id=hall.ballot.organisation_id)
    for entry, paper in zip(hall.entries, hall.papers, strict=True):
        voter = Pages(app).as_(await make_person(entry.name, entry.email))
        ranks = {f"rank-{place}": str(n) for n, place in enumerate(paper.split(), 1)}
        base = f"/{org.slug}/ballots/{hall.ballot.id}/vote/{entry.number}"
        with clock.frozen(DURING):
            assert (await voter.post(f"{base}/check", ranks)).status == 200
            assert (await voter.post(f"{base}/cast", ranks)).status == 303


async def vote_naively(hall: Hall) -> None:
    """What one would write first: a mark on the roll and a paper, in one transaction."""
    await connections.get("default").execute_script(
        "CREATE TABLE naive_mark (roll_entry_id bigint PRIMARY KEY);"
        "CREATE TABLE naive_paper (ranking text NOT NULL)"
    )
    for entry, paper in zip(hall.entries, hall.papers, strict=True):
        async with in_transaction() as connection:
            await connection.execute_query("INSERT INTO naive_mark VALUES ($1)", [entry.id])
            await connection.execute_query("INSERT INTO naive_paper VALUES ($1)", [paper])


def base_backup(dsn: str, into: Path) -> Path:
    """A physical backup with the WAL that it needs, as a thief of backups has it."""
    subprocess.run(
        [
            *(binaries() / "pg_basebackup", "--pgdata", into, "--wal-method", "stream"),
            *("--checkpoint", "fast", "--no-sync", "--dbname", dsn),
        ],
        check=True,
        capture_output=True,
    )
    return into


async def wal_since_the_start() -> Path:
    """Where the server writes its WAL: an archive would hold all of it."""
    rows = await connections.get("default").execute_query_dict("SHOW data_directory")
    return Path(rows[0]["data_directory"]) / "pg_wal"


async def test_the_attacker_finds_everybody_in_a_naive_schema(
    fresh_db: str, tmp_path: Path
) -> None:
    hall = await hall_of_voters(last=1)
    await vote_naively(hall)
    # Neither freezing nor rewriting the tables parts what one transaction wrote.
    await connections.get("default").execute_script("VACUUM (FREEZE, FULL) naive_paper")
    await connections.get("default").execute_script("VACUUM (FREEZE, FULL) naive_mark")

    rows = await all_rows()
    voters, papers = voters_in(rows, hall.names), papers_in(rows, hall.papers)
    share, how = best_join(voters, papers, hall.came, hall.truth)
    assert share >= CERTAIN, how

    # By the transaction alone, without knowing in which order they came:
    mine = [row for row in rows if row.table in ("naive_mark", "naive_paper")]
    voters, papers = voters_in(mine, hall.names), papers_in(mine, hall.papers)
    voters.orders.clear()
    share, how = best_join(voters, papers, [], hall.truth)
    assert (share, how) == (1.0, "one transaction")

    # And in the WAL, to whoever saw in which order they came:
    await connections.get("default").execute_script("CHECKPOINT")
    in_wal = papers_in_files([await wal_since_the_start()], hall.papers)
    share, how = best_join(voters_in([], {}), in_wal, hall.came, hall.truth)
    assert share >= CERTAIN, how


async def test_nobody_is_found_in_ours_before_or_after_the_box_is_opened(
    fresh_db: str, config: Config, tmp_path: Path
) -> None:
    hall = await hall_of_voters(last=2)
    # So that the papers lie in the files as they are, and the attacker need not unpack them.
    await connections.get("default").execute_script(
        "ALTER TABLE opened_box ALTER papers SET STORAGE EXTERNAL"
    )
    before = await counters()
    log = Lines()
    logging.getLogger().addHandler(log)
    logging.getLogger("coopcouncil").setLevel(logging.INFO)
    try:
        await vote_in_the_browser(hall, config)
    finally:
        logging.getLogger().removeHandler(log)
    assert await counters() == before, "a vote left something besides its envelope"

    # Before: no paper stands anywhere, and all envelopes are of one size.
    rows = await all_rows()
    assert not papers_in(rows, hall.papers).orders
    first = base_backup(fresh_db, tmp_path / "backup before")
    wal = await wal_since_the_start()
    assert not papers_in_files([first, wal], hall.papers).orders
    assert not any(paper in line for line in log.lines for paper in hall.papers)
    assert len({len(one.sealed) for one in await Envelope.filter(ballot_id=hall.ballot.id)}) == 1
    await nobody_guesses_by_sealing_again(hall)

    with clock.frozen(AFTER):
        await close_ballot(hall.ballot, None)
        private = keys.kept(key_folder(), bytes(hall.ballot.public_key or b""))
        await open_box(hall.ballot, key_folder(), None)
    assert (await OpenedBox.of(hall.ballot).get()).count == VOTERS

    # After: the papers stand there, and nothing says whose each is.
    rows = await all_rows()
    voters, papers = voters_in(rows, hall.names), papers_in(rows, hall.papers)
    assert len(papers.orders["opened_box.papers: place"]) == VOTERS
    share, how = best_join(voters, papers, hall.came, hall.truth)
    assert share <= CHANCE, how

    second = base_backup(fresh_db, tmp_path / "backup after")
    in_files = papers_in_files([second, wal], hall.papers)
    assert in_files.orders, "the attacker should see the opened papers in the files"
    share, how = best_join(voters_in(rows, hall.names), in_files, hall.came, hall.truth)
    assert share <= CHANCE, how

    # The logs: who came when, and nothing that tells papers apart.
    told = voters_in([], {})
    share, how = best_join(told, papers, log.voters(hall), hall.truth)
    assert share <= CHANCE, how

    # With the key the first backup would tell all: it is the key that keeps the secret.
    assert private is not None
    assert_the_key_would_tell(hall, private, rows_of_envelopes)


rows_of_envelopes: dict[int, bytes] = {}


async def nobody_guesses_by_sealing_again(hall: Hall) -> None:
    """Sealing every possible paper with the public key gives no envelope that is there."""
    public = bytes(hall.ballot.public_key or b"")
    envelopes = await Envelope.filter(ballot_id=hall.ballot.id)
    rows_of_envelopes.update({one.roll_entry_id: bytes(one.sealed) for one in envelopes})
    there = set(rows_of_envelopes.values())
    assert len(there) == VOTERS
    for entry in hall.entries[:5]:
        for paper in hall.papers:
            again = keys.seal(
                public,
                hall.ballot.id,
                keys.entry(entry.id),
                padded(paper, hall.ballot.paper_length or 0),
            )
            assert again not in there


def assert_the_key_would_tell(hall: Hall, private: bytes, envelopes: dict[int, bytes]) -> None:
    opener = keys.Opener(private)
    for entry in hall.entries:
        paper = opener.open(hall.ballot.id, keys.entry(entry.id), envelopes[entry.id])
        assert paper is not None
        assert unpadded(paper) == hall.truth[entry.email]


async def counters() -> dict[str, object]:
    """What grows when something is recorded: sequences, audit, messages, jobs, events.

    Signing in has counters of its own, which know nothing of votes.
    """
    rows = await connections.get("default").execute_query_dict(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        " AND sequencename !~ '^(session|person|email_address|rate_count)_'"
    )
    return {
        **{row["sequencename"]: row["last_value"] for row in rows},
        "audit": await AuditEntry.all().count(),
        "messages": await OutboxMessage.all().count(),
        "jobs": await Job.all().count(),
    }


class Lines(logging.Handler):
    """The web log as it would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(JsonLines())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def voters(self, hall: Hall) -> list[str]:
        """Those whom the log names, in its order; the order they came in, where it names none."""
        named = [
            hall.names[text]
            for line in self.lines
            for text, email in hall.names.items()
            if (text == email or (" " in text and not text.startswith("entry"))) and text in line
        ]
        assert not named, "the log names a voter"
        return hall.came

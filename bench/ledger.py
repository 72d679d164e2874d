"""The books at five million postings, beside the plain sum of the same lines in SQL.

One organisation's books in a database of the measurement's own, filled by SQL with the triggers
asleep. The trial balance is read as its page reads it; the statement is that of a member with
20,000 postings. Each is beside `SELECT sum(amount)` over the same lines, in the same run.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

import asyncpg

from bench import Row, row
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.db import connected, server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade
from coopcouncil.ledger.actions import open_books
from coopcouncil.ledger.reads import books, check_books, entries
from coopcouncil.ledger.views.accounts import A_PAGE
from coopcouncil.organisations.actions.founding import Particulars, found
from coopcouncil.organisations.kinds import LegalForm, Nation
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.rulebook import Rulebook

POSTINGS = int(os.environ.get("BENCH_POSTINGS", "5000000"))
MEMBERS = 1_000
OF_ONE = 20_000
# How often what takes some milliseconds is measured: the best is free of what else ran.
FEW = 25
ON = date(2026, 3, 31)


def rows() -> Iterator[Row]:
    """Milliseconds, lower is better."""
    with tempfile.TemporaryDirectory(prefix="cc-bench-") as folder:
        yield from asyncio.run(_measured(Path(folder)))


async def _measured(home: Path) -> list[Row]:
    config = settings.use(settings.load({"COOPCOUNCIL_HOME": str(home)}))
    async with server(config, fsync=False) as dsn:
        await upgrade(tortoise_config(dsn), dsn)
        async with connected(dsn):
            org = await found(
                "books",
                Particulars(name="Large books"),
                LegalForm.CO_OPERATIVE_SOCIETY,
                Nation.ENGLAND,
                Rulebook.usual(LegalForm.CO_OPERATIVE_SOCIETY),
                date(2014, 9, 1),
            )
            await open_books(org, None)
            database = await asyncpg.connect(dsn)
            member = await _fill(database, org)
            trial = await _best(lambda: books(org, ON))
            plain = await _best(
                lambda: database.fetch(
                    "SELECT account_id, sum(amount) FROM posting_line"
                    " WHERE organisation_id = $1 GROUP BY account_id",
                    org.id,
                )
            )
            # Its last page: everything before is brought forward.
            last = await database.fetchval(
                "SELECT id FROM posting_line WHERE organisation_id = $1 AND member_id = $2"
                " ORDER BY posted_on DESC, posting_id DESC, id DESC LIMIT 1",
                org.id,
                member,
            )
            statement = await _best(
                lambda: entries(
                    org, date(2000, 1, 1), ON, member=member, before=last, limit=A_PAGE + 1
                ),
                FEW,
            )
            sum_of_one = await _best(
                lambda: database.fetch(
                    "SELECT sum(amount) FROM posting_line"
                    " WHERE organisation_id = $1 AND member_id = $2",
                    org.id,
                    member,
                ),
                FEW,
            )
            checked = await _best(lambda: check_books(org), 1)
            await database.close()
    return [
        row(
            f"trial balance over {POSTINGS:,} postings",
            1000 * trial,
            "ms",
            "plain SQL sum",
            1000 * plain,
        ),
        row(
            f"a member's statement over {OF_ONE:,} postings",
            1000 * statement,
            "ms",
            "plain SQL sum",
            1000 * sum_of_one,
            "its last page, with its running balance and what was brought forward",
        ),
        row(f"ledger check over {POSTINGS:,} postings", checked, "s"),
    ]


async def _fill(database: asyncpg.Connection, org: Organisation) -> int:
    """Years of payments, bank against subscriptions; the id of the member with the most."""
    bank, income = [
        await database.fetchval(
            "SELECT id FROM ledger_account WHERE organisation_id = $1 AND purpose = $2", org.id, one
        )
        for one in ("bank", "subscriptions")
    ]
    async with database.transaction():
        await database.execute("SET LOCAL session_replication_role = replica")
        await database.execute(
            "INSERT INTO member (organisation_id, number)"
            " SELECT $1, n::text FROM generate_series(1, $2::int) AS n",
            org.id,
            MEMBERS,
        )
        first = await database.fetchval(
            "SELECT min(id) FROM member WHERE organisation_id = $1", org.id
        )
        await database.execute(
            "INSERT INTO posting (id, organisation_id, number, kind, posted_on, text, line_count,"
            " recorded_at) SELECT n, $1, n, 'payment', DATE '2019-04-01' + n % 2500,"
            " 'Subscription', 2, now() FROM generate_series(1, $2::int) AS n",
            org.id,
            POSTINGS,
        )
        await database.execute(
            "INSERT INTO posting_line (organisation_id, posting_id, account_id, member_id, amount,"
            " posted_on, note) SELECT $1, n, side.account,"
            " CASE WHEN side.sign > 0 THEN NULL WHEN n <= $5 THEN $4::bigint"
            " ELSE $4 + 1 + n % ($6 - 1) END, side.sign * (200 + n % 300),"
            " DATE '2019-04-01' + n % 2500, ''"
            " FROM generate_series(1, $2::int) AS n,"
            " (VALUES ($3::bigint, 1), ($7::bigint, -1)) AS side (account, sign)",
            org.id,
            POSTINGS,
            bank,
            first,
            OF_ONE,
            MEMBERS,
            income,
        )
    await database.execute("VACUUM ANALYZE posting_line")
    await database.execute("VACUUM ANALYZE posting")
    return int(first)


async def _best(work: Callable[[], Awaitable[object]], times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        began = perf_counter()
        await work()
        best = min(best, perf_counter() - began)
    return best

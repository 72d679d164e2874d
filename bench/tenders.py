"""Two hundred tenders with 2,400,000 scores: pages of the site beside the SQL behind them.

The site answers in this process, whole pages by its own routes, as a signed-in reader asks for
them. Each is beside the plain SQL that fetches what the page shows, in the same run.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from time import perf_counter

import asyncpg
import uvloop

from bench import Row, row
from bench.assessed import (
    BIDS,
    EVALUATORS,
    GROUPS,
    TENDERS,
    UNDER,
    Assessed,
    agree,
    assessed,
)
from bench.promised import PROMISES
from bench.site import Site
from coopcouncil.accounts.actions.signing_in import open_session
from coopcouncil.accounts.models import By, Person
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.db import connected, server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade

TIMES = 7
SCORES = TENDERS * BIDS * GROUPS * UNDER * EVALUATORS

LIST = """
    SELECT *, (SELECT count(*) FROM tender WHERE organisation_id = $1 AND revises_id IS NULL)
    FROM tender WHERE organisation_id = $1 AND revises_id IS NULL
    ORDER BY created_at DESC, id DESC LIMIT 50
"""
MATRIX = """
    SELECT offer.id, score.criterion_id, score.takes_part_id, score.points, score.reason,
        agreed.points, agreed.reason
    FROM offer JOIN score ON score.offer_id = offer.id
    LEFT JOIN agreed_score AS agreed
        ON agreed.offer_id = offer.id AND agreed.criterion_id = score.criterion_id
    WHERE offer.lot_id = $1
"""
PROGRESS = """
    SELECT score.takes_part_id, score.criterion_id, count(score.points), min(length(score.reason))
    FROM offer JOIN score ON score.offer_id = offer.id
    WHERE offer.lot_id = $1 GROUP BY 1, 2
"""
PORTFOLIO = """
    SELECT one.*, contract.number, supplier.name, due.promised, due.passed, told.kept, told.waiting,
        told.disputed
    FROM commitment AS one
    JOIN contract ON contract.id = one.contract_id JOIN supplier ON supplier.id = supplier_id
    LEFT JOIN (
        SELECT commitment_id, sum(amount) AS promised,
            sum(amount) FILTER (WHERE due_on < current_date) AS passed
        FROM commitment_instalment GROUP BY 1
    ) AS due ON due.commitment_id = one.id
    LEFT JOIN (
        SELECT commitment_id,
            sum(report.amount) FILTER (WHERE answered = 'confirmed') AS kept,
            sum(report.amount) FILTER (WHERE answered IS NULL) AS waiting,
            bool_or(answered = 'disputed') AS disputed
        FROM commitment_report AS report
        LEFT JOIN recipient_answer AS answer ON answer.report_id = report.id GROUP BY 1
    ) AS told ON told.commitment_id = one.id
    WHERE one.organisation_id = $1
"""
RESULT = "SELECT result FROM scoring_run WHERE lot_id = $1 ORDER BY number DESC LIMIT 1"


def rows() -> Iterator[Row]:
    """Milliseconds, lower is better."""
    with (
        tempfile.TemporaryDirectory(prefix="cc-bench-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        yield from runner.run(_measured(Path(folder)))


async def _measured(home: Path) -> list[Row]:
    config = settings.use(settings.load({"COOPCOUNCIL_HOME": str(home)}))
    async with server(config, fsync=False) as dsn:
        await upgrade(tortoise_config(dsn), dsn)
        async with connected(dsn):
            database = await asyncpg.connect(dsn)
            found = await _pages(config, database, await assessed(database))
            await database.close()
    return found


async def _pages(config: Config, database: asyncpg.Connection, made: Assessed) -> list[Row]:
    work = f"/{made.org.slug}/tenders/work"
    one = f"{work}/{made.tender.id}"
    lot = int(made.lot.id)
    lead, moderator = await _site(config, made.lead), await _site(config, made.moderator)
    found = [
        await _beside(database, "list of tenders", lead, work, LIST, made.org.id),
        await _beside(
            database,
            f"portfolio of {TENDERS * PROMISES:,} promises",
            lead,
            f"/{made.org.slug}/promises/work",
            PORTFOLIO,
            made.org.id,
        ),
        await _beside(database, "a matrix", moderator, f"{one}/moderation", MATRIX, lot),
        await _beside(database, "a progress", moderator, f"{one}/progress", PROGRESS, lot),
    ]
    began = perf_counter()
    await agree(made)
    summed = row(f"a sum made and kept, {BIDS} bids", 1000 * (perf_counter() - began), "ms")
    return [
        *found,
        summed,
        await _beside(database, "a result", moderator, f"{one}/result", RESULT, lot),
        await _beside(
            database, "each score as CSV", moderator, f"{one}/result/reasons.csv", MATRIX, lot
        ),
    ]


async def _site(config: Config, person: Person) -> Site:
    return Site(config, await open_session(person, "Firefox", By.LINK))


async def _beside(
    database: asyncpg.Connection, name: str, site: Site, path: str, sql: str, *given: int
) -> Row:
    async def asked() -> None:
        await site.get(path, "")

    plain = await _best(lambda: database.fetch(sql, *given))
    return row(
        f"{name}, {SCORES:,} scores in all",
        1000 * await _best(asked),
        "ms",
        "plain SQL",
        1000 * plain,
    )


async def _best(work: Callable[[], Awaitable[object]]) -> float:
    best = float("inf")
    for _ in range(TIMES):
        began = perf_counter()
        await work()
        best = min(best, perf_counter() - began)
    return best

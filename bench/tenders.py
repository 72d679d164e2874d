"""Two hundred tenders with 2,400,000 scores: pages of the site beside the SQL behind them.

The site answers in this process, whole pages by its own routes, as a signed-in reader asks for
them. Each is beside the plain SQL that fetches what the page shows, in the same run. What a page
costs that has nothing to show (who reads, of which organisation, the page around it) is measured
too: where the SQL takes less than that, the ratio is of the frame and not of the list.
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

TIMES = 12
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
HOME = f"""
    SELECT count(*) FILTER (WHERE disputed), count(*) FILTER (WHERE kept < passed),
        (SELECT count(*) FROM tender WHERE organisation_id = $1 AND stage <> 'ended')
    FROM ({PORTFOLIO}) AS one
"""
TENDER = """
    SELECT count(agreed.points), count(*), (
        SELECT count(*) FROM tender_part AS part
        JOIN scores_finished AS done ON done.takes_part_id = part.id AND done.lot_id = $1
    )
    FROM offer LEFT JOIN agreed_score AS agreed ON agreed.offer_id = offer.id
    WHERE offer.lot_id = $1
"""
PUBLISHED = """
    SELECT tender.*, edition.hash, edition.method -> 'title' AS title, bids.many
    FROM tender JOIN tender_edition AS edition ON edition.tender_id = tender.id
    LEFT JOIN (SELECT tender_id, count(*) AS many FROM bid GROUP BY 1) AS bids
        ON bids.tender_id = tender.id
    WHERE tender.organisation_id = $1 AND tender.published_at IS NOT NULL
    ORDER BY tender.published_at DESC
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
    place, org, lot = f"/{made.org.slug}", int(made.org.id), int(made.lot.id)
    work = f"{place}/tenders/work"
    one = f"{work}/{made.tender.id}"
    lead, moderator = await _site(config, made.lead), await _site(config, made.moderator)
    promises = f"{TENDERS * PROMISES:,} promises"

    async def beside(name: str, site: Site, path: str, sql: str, given: int) -> Row:
        # In turn, so that what else the machine does falls on both.
        plain = ours = float("inf")
        for _ in range(TIMES):
            plain = min(plain, await _timed(lambda: database.fetch(sql, given)))
            ours = min(ours, await _timed(lambda: site.get(path, "")))
        return row(name, 1000 * ours, "ms", "plain SQL", 1000 * plain)

    empty = min([await lead.get(work, "q=nothing-is-called-so") for _ in range(TIMES)])
    found = [
        row(f"a page with nothing to show, {SCORES:,} scores in all", 1000 * empty, "ms"),
        await beside("list of tenders, 50 of them", lead, work, LIST, org),
        await beside(f"portfolio of {promises}", lead, f"{place}/promises/work", PORTFOLIO, org),
        await beside(
            f"list of {promises} as CSV", lead, f"{place}/promises/work/list.csv", PORTFOLIO, org
        ),
        await beside("the council's home", lead, f"{place}/", HOME, org),
        await beside(f"public page of {promises}", lead, f"{place}/social-value", PORTFOLIO, org),
        await beside("public list of tenders", lead, f"{place}/tenders", PUBLISHED, org),
        await beside("a tender's own page", lead, one, TENDER, lot),
        await beside("a matrix", moderator, f"{one}/moderation", MATRIX, lot),
        await beside("a progress", moderator, f"{one}/progress", PROGRESS, lot),
    ]
    began = perf_counter()
    await agree(made)
    return [
        *found,
        row(f"a sum made and kept, {BIDS} bids", 1000 * (perf_counter() - began), "ms"),
        await beside("a result", moderator, f"{one}/result", RESULT, lot),
        await beside("a sum with every step", moderator, f"{one}/result/1/sums/1", RESULT, lot),
        await beside("each score as CSV", moderator, f"{one}/result/reasons.csv", MATRIX, lot),
    ]


async def _site(config: Config, person: Person) -> Site:
    return Site(config, await open_session(person, "Firefox", By.LINK))


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    began = perf_counter()
    await work()
    return perf_counter() - began

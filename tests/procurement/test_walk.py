"""Nobody sees what they may not: every page and export × every role × every stage.

The routes are taken from the table of addresses itself: one that is not in `OPENS` fails. What is
secret is marked with a word of its own (`make_walk.MARKS`), and `SEES` says who may read it from
which stage on, and where; every other sighting fails, and so does a line that nobody saw.
"""

import html
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import httpx2
import pytest
from pypdf import PdfReader

from coopcouncil.accounts.access import SIGNED_IN
from coopcouncil.kernel import clock
from coopcouncil.kernel.web import ANYONE, GuardedRoute
from coopcouncil.organisations.actions import grant
from coopcouncil.organisations.kinds import Role
from coopcouncil.procurement.access import BIDDERS, LEAD, WORKERS
from tests.pageclient import ORIGIN, Pages
from tests.procurement.make_walk import MARKS, World
from tests.procurement.walk_addresses import addresses, pages
from tests.procurement.walk_opens import ALL, ALL_SIGNED_IN, INSIDE, OPENS, SAMPLE, STAGES
from tests.procurement.walk_sees import SEES

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


@dataclass
class Walked:
    """What was opened and read, and by whom."""

    opened: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sightings: set[tuple[str, str, str, str]] = field(default_factory=set)
    """Mark, role, page, stage."""
    broken: list[str] = field(default_factory=list)
    asked: int = 0


def tried_by(route: GuardedRoute, roles: Iterable[str], stage: str) -> list[str]:
    """Everybody at the last stage, when each id is there. Before, those whom the route's own guard
    lets in: it asks for a role, a part or a supplier, which are the same at every stage."""
    let_in = {
        LEAD.name: "lead",
        WORKERS.name: INSIDE,
        BIDDERS.name: "winner loser",
        SIGNED_IN.name: ALL_SIGNED_IN,
        ANYONE.name: SAMPLE,
    }[route.who.name]
    return [one for one in roles if stage == STAGES[-1] or one in let_in.split()]


@lru_cache(maxsize=512)
def words_of_pdf(data: bytes) -> str:
    """A paper that several are given byte by byte alike is taken apart once."""
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages)


def read(answer: httpx2.Response) -> str:
    """The words of a page, a table, a PDF or a workbook."""
    kind = answer.headers.get("content-type", "")
    if "pdf" in kind:
        return words_of_pdf(answer.content)
    if "spreadsheet" in kind:
        book = zipfile.ZipFile(io.BytesIO(answer.content))
        return "\n".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    return html.unescape(answer.text)


async def look(client: Pages, world: World, stage: str, walked: Walked) -> None:
    """One stage, by everybody."""
    marks = {mark: re.compile(word) for mark, word in MARKS.items()}
    there = await addresses(world)
    for role, person in world.people.items():
        own = client.as_(person)
        await own.get("/healthz")
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=client.app), base_url=ORIGIN, cookies=own.cookies
        ) as browser:
            for route, path in there:
                if role not in tried_by(route, [role], stage):
                    continue
                name = str(route.name).removeprefix("procurement:")
                answer = await browser.get(path)
                walked.asked += 1
                if answer.status_code >= 500:
                    walked.broken.append(f"{answer.status_code} {path} {role} {stage}")
                if answer.status_code == 200:
                    walked.opened[name].add(role)
                text = read(answer)
                walked.sightings |= {
                    (mark, role, name, stage) for mark, word in marks.items() if word.search(text)
                }


def allowed(mark: str, role: str, name: str, stage: str) -> bool:
    """Whether a line of the table covers it."""
    return any(
        role in line.roles.split()
        and name in line.pages.split()
        and STAGES.index(stage) >= STAGES.index(line.since)
        for line in SEES[mark]
    )


def faults(walked: Walked) -> list[str]:
    """What somebody opened or read and should not have."""
    found = list(walked.broken)
    for name, roles in walked.opened.items():
        found += [f"{one} opened {name}" for one in roles - set(OPENS.get(name, "").split())]
    for mark, role, name, stage in sorted(walked.sightings):
        if not allowed(mark, role, name, stage):
            found.append(f"{role} read {mark} on {name} while {stage}")
    return found


def idle(walked: Walked) -> list[str]:
    """What the tables allow and nobody did: a net with such holes catches nothing there."""
    found = []
    for name, roles in OPENS.items():
        found += [f"{one} never opened {name}" for one in set(roles.split()) - walked.opened[name]]
    for mark, lines in SEES.items():
        for line in lines:
            for role in line.roles.split():
                for stage in STAGES[STAGES.index(line.since) :]:
                    if line.roles == ALL and stage != STAGES[-1] and role not in SAMPLE.split():
                        continue
                    if not any(
                        (mark, role, name, stage) in walked.sightings for name in line.pages.split()
                    ):
                        found.append(f"{role} never read {mark} while {stage}: {line.pages}")
    return found


async def test_every_page_is_in_the_table() -> None:
    assert {str(one.name).removeprefix("procurement:") for one in pages()} == set(OPENS)
    assert set(SEES) == set(MARKS)


async def test_nobody_sees_what_they_may_not(client: Pages) -> None:
    world, walked = await World.begun(), Walked()
    seen = []
    async for stage, at in world.stages():
        with clock.frozen(at):
            await look(client, world, stage, walked)
        seen.append(stage)
    assert tuple(seen) == STAGES
    assert not faults(walked), "\n".join(faults(walked))
    assert not idle(walked), "\n".join(idle(walked))
    assert walked.asked > 4_000


async def test_an_insider_is_caught(client: Pages) -> None:
    """The stranger becomes a lead behind the table's back, and Bob an evaluator who leaks."""
    world, walked = await World.begun(), Walked()
    await grant(world.org, world.who("stranger"), Role.PROCUREMENT_LEAD, by=None)
    world.people = {"stranger": world.who("stranger")}
    async for stage, at in world.stages():
        if stage == STAGES[0]:
            with clock.frozen(at):
                await look(client, world, STAGES[-1], walked)
            break
    caught = faults(walked)
    assert "stranger opened what_if" in caught
    assert "stranger read an invented bid on what_if while contracted" in caught
    assert "stranger read a licensed worth on tender_measures while contracted" in caught

"""Nobody does what they may not: every POST of procurement × every role × every stage.

Each is sent as a browser would, from a page of the site, with a form that would do something. It
must be refused, and the tables of procurement, and what is waiting to be sent, must stay as they
were to the byte.
"""

from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from tortoise import Tortoise, connections

from coopcouncil.accounts.access import SIGNED_IN
from coopcouncil.kernel import clock
from coopcouncil.kernel.web import ANYONE, GuardedRoute
from coopcouncil.organisations.actions import grant
from coopcouncil.organisations.kinds import Role
from coopcouncil.procurement.access import BIDDERS, LEAD, WORKERS
from coopcouncil.procurement.bids.models import SupplierPerson
from tests.pageclient import ORIGIN, Pages
from tests.procurement.make_walk import World
from tests.procurement.walk_addresses import addresses, pages
from tests.procurement.walk_deeds import DOES, FILES, FORM, OTHERS
from tests.procurement.walk_opens import ALL, ALL_SIGNED_IN, INSIDE, STAGES

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]

REFUSED = {401, 403, 404, 409, 410, 429}
SENT = {"sec-fetch-site": "same-origin", "origin": ORIGIN}

# Whom a route's own guard lets in. It asks for a role, a part or a supplier, which are the same at
# every stage: whoever it keeps out is tried at the last stage alone, when every object is there.
LET_IN = {
    LEAD.name: "lead",
    WORKERS.name: INSIDE,
    BIDDERS.name: "winner loser",
    SIGNED_IN.name: ALL_SIGNED_IN,
    ANYONE.name: ALL,
}


@dataclass
class Walked:
    """What was sent, what was not refused, and what changed all the same."""

    sent: int = 0
    names: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def called(route: GuardedRoute) -> str:
    return str(route.name).removeprefix("procurement:")


def doers(route: GuardedRoute) -> set[str]:
    """Who may do it."""
    return set(DOES.get(called(route), "lead" if route.who.name == LEAD.name else "none").split())


async def owners(world: World) -> dict[str, str]:
    """By how an address of a supplier's own begins, whose it is."""
    found: dict[str, str] = {}
    acts = {row.person_id: row for row in await SupplierPerson.within(world.org)}
    for role in ("winner", "loser"):
        if role in world.bids:
            found[f"/{world.org.slug}/bids/{world.bids[role].id}/"] = role
            supplier = acts[world.who(role).id].supplier_id
            found[f"/{world.org.slug}/bids/organisations/{supplier}/"] = role
    return found


async def digest(world: World) -> str:
    """Of every row of the council in every table of procurement, and of what waits to be sent."""
    tables = sorted(
        model._meta.db_table
        for model in Tortoise.apps["coopcouncil"].values()
        if model.__module__.startswith("coopcouncil.procurement.")
    )
    one = (
        "SELECT '{0}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {0} AS t "
        "WHERE organisation_id = $1"
    )
    sql = " UNION ALL ".join(one.format(table) for table in [*tables, "outbox_message"])
    return str((await connections.get("default").execute_query(sql, [world.org.id]))[1])


def fewer(there: list[tuple[GuardedRoute, str]]) -> list[tuple[GuardedRoute, str]]:
    """At most three objects of each address: the first, the last and one between."""
    found = []
    for route in pages("POST"):
        paths = [path for one, path in there if one is route]
        if paths:
            chosen = dict.fromkeys([paths[0], paths[len(paths) // 2], paths[-1]])
            found += [(route, path) for path in chosen]
    return found


async def send(browser: httpx2.AsyncClient, route: GuardedRoute, path: str) -> httpx2.Response:
    """A form that would do something."""
    name = called(route)
    body: dict[str, Any] = {**FORM, **OTHERS.get(name, {})}
    if name in FILES:
        return await browser.post(path, data=body, files={"file": FILES[name]}, headers=SENT)
    return await browser.post(path, data=body, headers=SENT)


def is_refused(answer: httpx2.Response) -> bool:
    """Refused, or sent to sign in."""
    to_sign_in = answer.status_code == 303 and "/sign-in" in answer.headers["location"]
    return answer.status_code in REFUSED or to_sign_in


async def try_all(client: Pages, world: World, stage: str, walked: Walked) -> None:
    """One stage, by everybody who may not."""
    there = fewer(await addresses(world, "POST"))
    whose = await owners(world)
    before = await digest(world)
    for role, person in world.people.items():
        own = client.as_(person)
        await own.get("/healthz")
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=client.app), base_url=ORIGIN, cookies=own.cookies
        ) as browser:
            for route, path in there:
                if stage != STAGES[-1] and role not in LET_IN[route.who.name].split():
                    continue
                mine = next((who for start, who in whose.items() if path.startswith(start)), "")
                may = {mine if one == "own" else one for one in doers(route)}
                if role in may:
                    continue
                answer = await send(browser, route, path)
                walked.sent += 1
                walked.names.add(called(route))
                if not is_refused(answer):
                    walked.faults.append(f"{answer.status_code} {role} {path} while {stage}")
        after = await digest(world)
        if after != before:
            walked.faults.append(f"{role} changed something while {stage}")
            before = after


async def test_nobody_does_what_they_may_not(client: Pages) -> None:
    world, walked = await World.begun(), Walked()
    async for stage, at in world.stages():
        with clock.frozen(at):
            await try_all(client, world, stage, walked)
        assert not walked.faults, "\n".join(walked.faults)
    assert walked.names == {called(route) for route in pages("POST")}
    assert set(DOES) <= walked.names
    assert walked.sent > 2_500


async def test_the_forms_would_do_something(client: Pages) -> None:
    """The stranger is made a lead behind the table's back: what was refused changes rows now."""
    world = await World.begun()
    await grant(world.org, world.who("stranger"), Role.PROCUREMENT_LEAD, by=None)
    did: set[str] = set()
    own = client.as_(world.who("stranger"))
    await own.get("/healthz")
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=client.app), base_url=ORIGIN, cookies=own.cookies
    ) as browser:
        async for stage, at in world.stages():
            with clock.frozen(at):
                for route, path in fewer(await addresses(world, "POST")):
                    if called(route) in did or route.who.name != LEAD.name:
                        continue
                    before = await digest(world)
                    await send(browser, route, path)
                    if await digest(world) != before:
                        did.add(called(route))
            if stage == STAGES[0]:
                break
    assert len(did) >= 12, sorted(did)

"""Nobody's member is shown to another's roles: every page of the demonstration, every role.

Somebody with all roles of an organisation finds its pages, one of a kind. Where no link leads, the
route's own pattern is filled with a number of the organisation's. Then, for each role, a person who
holds it in another organisation and in another school asks for every one of them; so does a member
of each. What they are given names no member, and no member's address, that is not their own
organisation's.
"""

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Match
from tortoise import connections
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.models import Model

from coopcouncil.accounts.models import DemoSignIn, Person
from coopcouncil.app import make_app
from coopcouncil.ballots.models import Option, RollEntry
from coopcouncil.housing.models import HomeLine, HomeOffer, HomeVoid, ServicePlan, TenancyHolder
from coopcouncil.joining.models import ApplicationFile
from coopcouncil.kernel.config import Config, use
from coopcouncil.kernel.db import connected
from coopcouncil.meetings.models import AgendaItem
from coopcouncil.members.models import Member, RegisterChange
from coopcouncil.mutuals.models import CourseStage
from coopcouncil.officers.models import OfficerChange
from coopcouncil.organisations.actions import grant
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.privacy.models import AccessRequest
from coopcouncil.schools.models import Guardianship, Learner, SeatHolder
from coopcouncil.shares.models import ShareEvent, ShareNomination
from tests.conftest import drop_database, make_database
from tests.make import make_person
from tests.pageclient import Pages
from tests.test_routes import OWNERS, filled, tenanted

pytestmark = pytest.mark.anyio

WHOLE = ("tai-glanwern", "learning-trust", "canal-side-primary", "credit-union", "calderbrook")
"""Whose pages are asked for."""
ELSEWHERE = ("leisure", "albert-street-primary")
"""Where those who ask hold their role; and whose pages those with a role at two others ask for."""
OTHERS = ("tai-glanwern", "canal-side-primary")
BY_MEMBER = {"me", "money", "arrears", "savings", "loans"}
"""Words with which an address begins whose number is a member's, or taken for one."""
WITHIN: dict[tuple[str, str], type[Model]] = {
    ("applications", "file"): ApplicationFile,
    ("ballots", "entry"): RollEntry,
    ("ballots", "option"): Option,
    ("courses", "stage"): CourseStage,
    ("forum", "holder"): SeatHolder,
    ("holdings", "event"): ShareEvent,
    ("home-allocations", "offer"): HomeOffer,
    ("homes", "line"): HomeLine,
    ("homes", "void"): HomeVoid,
    ("learners", "tie"): Guardianship,
    ("me", "request"): AccessRequest,
    ("meetings", "item"): AgendaItem,
    ("members", "line"): RegisterChange,
    ("members", "nomination"): ShareNomination,
    ("officers", "line"): OfficerChange,
    ("services", "plan"): ServicePlan,
    ("tenancies", "holder"): TenancyHolder,
}
"""What the second number of an address is, where it belongs to the first: a row that names it."""
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
NAME = re.compile(r"(?=(\b[^\W\d_][\w’'-]*(?: [^\W\d_][\w’'-]*){1,2}\b))")


@dataclass
class Walk:
    """The place, the addresses of its pages, and what strangers must not read there."""

    app: Starlette
    pages: list[str]
    secret: dict[str, frozenset[str]]
    found: frozenset[str]
    """The routes to which links lead."""

    def of(self, slugs: Iterable[str]) -> list[str]:
        """The pages of these organisations."""
        return [page for page in self.pages if page.split("/")[1] in set(slugs)]


@pytest.fixture(scope="module")
async def walk(cluster: str, demonstration: str, config: Config) -> AsyncIterator[Walk]:
    dsn = await make_database(cluster, "strangers", demonstration)
    app = make_app(config.for_demo())
    async with connected(dsn, everywhere=False):
        pages: list[str] = []
        for slug in (*WHOLE, *ELSEWHERE):
            pages += await pages_of(app, await Organisation.get(slug=slug))
        found = frozenset(filter(None, map(route_of, pages)))
        for route in tenanted():
            if "GET" in (route.methods or ()) and route.path not in found:
                pages += await asked_besides(route.path)
        secret = {slug: await known_only_there(slug) for slug in (*WHOLE, *ELSEWHERE)}
        yield Walk(app, pages, secret, found)
    await drop_database(cluster, "strangers")
    use(config)


async def with_all_roles(org: Organisation) -> Person:
    person = await make_person(f"Everything at {org.slug}")
    for role in Role:
        await grant(org, person, role, by=None)
    return person


async def pages_of(app: Starlette, org: Organisation) -> list[str]:
    """The addresses that somebody with every role finds there, one of each kind."""
    browser = Pages(app, person=await with_all_roles(org))
    waiting, seen, kinds = [f"/{org.slug}/"], set[str](), dict[str, int]()
    while waiting:
        address = waiting.pop(0)
        kind = re.sub(r"\d+", "0", urlsplit(address).path)
        if address in seen or kinds.get(kind, 0) or not address.startswith(f"/{org.slug}/"):
            continue
        seen.add(address)
        kinds[kind] = kinds.get(kind, 0) + 1
        found = await browser.get(address)
        if found.is_html:
            waiting += [urlsplit(link).path for link in found.links.values() if "//" not in link]
    return sorted(seen)


def route_of(address: str) -> str:
    """The pattern of an address, if there is one."""
    path = "/" + address.split("/", 2)[2]
    scope = {"type": "http", "path": path, "method": "GET", "root_path": "", "headers": []}
    matching = (r.path for r in tenanted() if r.matches(scope)[0] is Match.FULL)
    return next(matching, "")


async def asked_besides(pattern: str) -> list[str]:
    """Addresses of a route to which no link leads, with numbers of each organisation's own."""
    if "{" not in pattern:
        return [f"/{slug}{pattern}" for slug in (*WHOLE, *ELSEWHERE)]
    word = pattern.split("/")[1]
    owner = Member if word in BY_MEMBER else OWNERS.get(word, Member)
    # Where the demonstration has no such thing, at least the route is asked for.
    return await _with_numbers(pattern, owner) or await _with_numbers(pattern, Member)


async def _with_numbers(pattern: str, owner: type[Model]) -> list[str]:
    made = []
    for slug in (*WHOLE, *ELSEWHERE):
        org = await Organisation.get(slug=slug)
        if pair := await _pair_within(pattern, owner, org):
            made.append(f"/{slug}" + filled(pattern, *pair))
            continue
        row = await owner.filter(organisation_id=org.id).order_by("id").first()
        if row is not None:
            made.append(f"/{slug}" + filled(pattern, row.pk))
    return made


async def _pair_within(
    pattern: str, owner: type[Model], org: Organisation
) -> tuple[int, int] | None:
    """The numbers of something of the organisation's and of what belongs to it."""
    asked = re.findall(r"\{([a-z_]+):int\}", pattern)
    model = WITHIN.get((pattern.split("/")[1], asked[1])) if len(asked) == 2 else None
    if model is None:
        return None
    column = column_to(owner, model)
    through = f"{column}__organisation_id"
    found = model.filter(**{through: org.id}).exclude(**{f"{column}_id": None}).order_by("id")
    row = await found.first()
    return (getattr(row, f"{column}_id"), row.pk) if row is not None else None


def column_to(owner: type[Model], model: type[Model]) -> str:
    """The name under which a row names what it belongs to."""
    fields = model._meta.fields_map
    names = [name for name in sorted(model._meta.fk_fields) if _names(fields[name], owner)]
    return names[0]


def _names(field: object, owner: type[Model]) -> bool:
    return isinstance(field, ForeignKeyFieldInstance) and field.related_model is owner


async def test_numbers_of_a_pair_belong_together(walk: Walk) -> None:
    """The addresses with two numbers name a thing and what is its own, where there is one."""
    org = await Organisation.get(slug="learning-trust")
    pair = await _pair_within("/learners/{id:int}/guardians/{tie:int}/end", Learner, org)
    assert pair is not None
    assert (await Guardianship.get(id=pair[1])).learner_id == pair[0]
    both = filled("/learners/{id:int}/guardians/{tie:int}/end", *pair)
    assert both == f"/learners/{pair[0]}/guardians/{pair[1]}/end"


async def known_only_there(slug: str) -> frozenset[str]:
    """Names and addresses of members that stand in no other place, and are published nowhere."""
    rows = await connections.get("default").execute_query_dict(
        "WITH people AS (SELECT coalesce(p.slug, o.slug) AS slug,"
        " trim(e.given_name || ' ' || e.family_name) AS name, e.email"
        " FROM register_entry e JOIN organisation o ON o.id = e.organisation_id"
        " LEFT JOIN organisation p ON p.id = e.part_id WHERE e.superseded_at IS NULL),"
        " public AS (SELECT name FROM ballot_option UNION SELECT name FROM person"
        " UNION SELECT trim(given_name || ' ' || family_name) FROM officer_entry)"
        " SELECT name, email FROM people WHERE slug = $1"
        " AND name NOT IN (SELECT name FROM people WHERE slug <> $1)"
        " AND name NOT IN (SELECT name FROM public)"
        " AND (email = '' OR email NOT IN (SELECT email FROM people WHERE slug <> $1))",
        [slug],
    )
    return frozenset(row["name"] for row in rows if " " in row["name"]) | frozenset(
        row["email"] for row in rows if row["email"]
    )


def shown(text: str) -> Iterable[str]:
    """Whatever may be somebody's name or address in a page."""
    yield from ADDRESS.findall(text)
    for name in NAME.findall(text):
        yield name
        yield " ".join(name.split(" ")[:2])


async def read_by(
    walk: Walk, person: Person, slugs: Iterable[str] = WHOLE
) -> list[tuple[str, str]]:
    """What a stranger reads of members that are not theirs: where, and what."""
    found = []
    stranger = Pages(walk.app, person=person)
    for address in walk.of(slugs):
        status, body = await stranger.read(address)
        if status == 200:
            text = unescape(body.decode("utf-8", "ignore"))
            there = walk.secret[address.split("/")[1]]
            found += [(address, one) for one in set(shown(text)) & there]
    return found


async def test_there_is_something_to_hide(walk: Walk) -> None:
    """The walk would prove nothing with nobody to find, or a net with holes."""
    assert len(walk.found) > 340
    reached = {route_of(page) for page in walk.pages}
    everything = {r.path for r in tenanted() if "GET" in (r.methods or ())}
    assert everything - reached <= set(), "a route that nobody asks for"
    for slug in ("tai-glanwern", "canal-side-primary", "credit-union", "leisure"):
        assert len(walk.secret[slug]) > 20, slug
    insider = await with_all_roles(await Organisation.get(slug="tai-glanwern"))
    assert await read_by(walk, insider)


@pytest.mark.parametrize("role", list(Role))
async def test_no_role_elsewhere_reads_of_members_here(walk: Walk, role: Role) -> None:
    person = await make_person(f"Stranger as {role.value}")
    for slug in ELSEWHERE:
        await grant(await Organisation.get(slug=slug), person, role, by=None)

    assert await read_by(walk, person) == []


@pytest.mark.parametrize("role", list(Role))
async def test_nor_of_members_where_the_others_hold_theirs(walk: Walk, role: Role) -> None:
    person = await make_person(f"Stranger as {role.value}")
    for slug in OTHERS:
        await grant(await Organisation.get(slug=slug), person, role, by=None)

    assert await read_by(walk, person, ELSEWHERE) == []


@pytest.mark.parametrize("key", ["gwenda", "parent"])
async def test_a_member_reads_of_no_other_member(walk: Walk, key: str) -> None:
    """Of their own co-operative or school either: candidates and officers stand in public."""
    sign_in = await DemoSignIn.get(key=key).select_related("person")
    own = {sign_in.person.name, f"{key}@example.org"}

    # Who sits on the panel for a home reads whom it is to score, after declaring interests.
    read = [
        (where, who)
        for where, who in await read_by(walk, sign_in.person)
        if who not in own and not re.fullmatch(r"/tai-glanwern/home-allocations/\d+/panel", where)
    ]

    assert read == []

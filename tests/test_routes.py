"""Who may go where: every route, every role of the demonstration place, and strangers' numbers."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from tortoise.models import Model

from coopcouncil.accounts.models import DemoSignIn, Person
from coopcouncil.addresses import site_routes, tenant_routes
from coopcouncil.app import make_app
from coopcouncil.ballots.models import Ballot
from coopcouncil.checks.models import Check
from coopcouncil.housing.models import (
    ArrearsNote,
    Home,
    HomeAllocation,
    HomeApplication,
    HousingService,
    Tenancy,
)
from coopcouncil.joining.models import Application, Expulsion, JoiningForm
from coopcouncil.kernel.config import Config, use
from coopcouncil.kernel.db import connected
from coopcouncil.kernel.web import ANYONE, GuardedRoute
from coopcouncil.meetings.models import Meeting
from coopcouncil.members.models import ContactStop, Member
from coopcouncil.messages.models import Message
from coopcouncil.mutuals.models import Course, HrExport, ReservedContract
from coopcouncil.officers.models import Interest, Officer
from coopcouncil.organisations.models import Grant, Listing, NeedOrOffer, Organisation, Role
from coopcouncil.payments.bacs.models import BacsMandate
from coopcouncil.payouts.models import Payee, PayeeDetails, PaymentRun, PayoutItem
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.savings.dividends.models import DividendProposal
from coopcouncil.savings.juniors.models import Collection, CollectionPoint, JuniorSaver
from coopcouncil.savings.models import SavingsAccount, TillDay
from coopcouncil.savings.suspicions.models import Suspicion
from coopcouncil.schools.models import ClassVote, ForumSeat, Learner, RollOver
from coopcouncil.shares.models import (
    ShareApplication,
    ShareCertificate,
    ShareHolding,
    ShareWithdrawal,
)
from coopcouncil.shares.models_returns import ShareReturn
from coopcouncil.statutory.models import Inspection
from tests.conftest import drop_database, make_database
from tests.make import make_officer, make_person
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio

# Whose number the first `{id:int}` of an address is, by the address's first word.
OWNERS: dict[str, type[Model]] = {
    "applications": Application,
    "ballots": Ballot,
    "checks": Check,
    "bacs": BacsMandate,
    "co-operatives": Listing,
    "payee-details": PayeeDetails,
    "payees": Payee,
    "payment-runs": PaymentRun,
    "payouts": PayoutItem,
    "courses": Course,
    "expulsions": Expulsion,
    "inspections": Inspection,
    "interests": Interest,
    "join": JoiningForm,
    "joining-forms": JoiningForm,
    "meetings": Meeting,
    "members": Member,
    "messages": Message,
    "needs-and-offers": NeedOrOffer,
    "officers": Officer,
    "reserved-contracts": ReservedContract,
    "roles": Grant,
    "holdings": ShareHolding,
    "share-applications": ShareApplication,
    "share-certificates": ShareCertificate,
    "share-returns": ShareReturn,
    "withdrawals": ShareWithdrawal,
    "forum": ForumSeat,
    "class-votes": ClassVote,
    "households": Member,
    "learners": Learner,
    "roll-overs": RollOver,
    "safeguarding": ContactStop,
    "staff": HrExport,
    "homes": Home,
    "tenancies": Tenancy,
    "home-applications": HomeApplication,
    "home-allocations": HomeAllocation,
    "services": HousingService,
    "arrears-notes": ArrearsNote,
    "saving-accounts": SavingsAccount,
    "my-savings": SavingsAccount,
    "junior-savers": JuniorSaver,
    "my-children": JuniorSaver,
    "collection-points": CollectionPoint,
    "collections": Collection,
    "tills": TillDay,
    "dividends": DividendProposal,
    "suspicions": Suspicion,
    "tenders": Tender,
}
# Deeds that anybody may ask for: each sees to its own limits.
PUBLIC_DEEDS = {
    "/join/{id:int}",
    "/join/applications/{code}",
    "/join/applications/{code}/card",
    "/join/applications/{code}/debit",
    "/join/applications/{code}/files",
    "/join/applications/{code}/withdrawal",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/link/{token}",
    "/sign-in/passkey/options",
    "/sign-in/passkey",
    "/sign-out",
    "/vote",
    "/vote/check",
    "/vote/cast",
    "/vote/paper",
    "/news/stop/{token}",
    "/promises/answer/{token}",
    # Believed by its signature alone.
    "/webhooks/stripe",
}


def guarded() -> list[GuardedRoute]:
    return [r for r in (*site_routes(), *tenant_routes()) if isinstance(r, GuardedRoute)]


def tenanted() -> list[GuardedRoute]:
    return [r for r in tenant_routes() if isinstance(r, GuardedRoute)]


def test_every_route_says_who_may_use_it() -> None:
    others: list[BaseRoute] = [
        r for r in (*site_routes(), *tenant_routes()) if not isinstance(r, GuardedRoute)
    ]

    assert [getattr(r, "path", r) for r in others if not isinstance(r, Mount)] == []
    assert [r.path for r in others if isinstance(r, Mount)] == ["/static"]


def test_few_deeds_are_for_anybody() -> None:
    deeds = {r.path for r in guarded() if r.who is ANYONE and "POST" in (r.methods or ())}

    assert deeds <= PUBLIC_DEEDS


def test_no_two_routes_share_a_name() -> None:
    for routes in (site_routes(), tenant_routes()):
        names = Counter(r.name for r in routes if isinstance(r, GuardedRoute))
        assert [name for name, times in names.items() if times > 1] == []


@pytest.fixture(scope="module")
async def place(cluster: str, demonstration: str, config: Config) -> AsyncIterator[Starlette]:
    """The demonstration place; nothing here changes it."""
    dsn = await make_database(cluster, "walked", demonstration)
    app = make_app(config.for_demo())
    async with connected(dsn, everywhere=False):
        yield app
    await drop_database(cluster, "walked")
    use(config)


async def everything(org: Organisation) -> Person:
    """Somebody who holds every role of the organisation."""
    person = await make_officer(org, Role.SECRETARY, "Bethan Everything")
    for role in Role:
        if role is not Role.SECRETARY:
            from coopcouncil.organisations.actions import grant

            await grant(org, person, role, by=None)
    return person


def filled(path: str, *numbers: int) -> str:
    """An address of the pattern, with these numbers first and 1 for every other part."""
    for number in numbers:
        path = re.sub(r"\{[a-z_]+:int\}", str(number), path, count=1)
    return re.sub(r"\{[a-z_]+(:[a-z]+)?\}", "1", path)


async def test_a_stranger_gets_nowhere(place: Starlette) -> None:
    """Signed out, or signed in without any role: no deed is done, no officers' page is shown."""
    nobody, outsider = Pages(place), Pages(place, person=await make_person("Omar Outsider"))

    wrong = []
    for route in tenanted():
        if route.who is ANYONE:
            continue
        owner = OWNERS.get(route.path.split("/")[1])
        ours = owner.filter(**await _of("leisure", owner)).order_by("id") if owner else None
        row = await ours.first() if ours else None
        address = "/leisure" + filled(route.path, row.pk if row else 1)
        for visitor, allowed in ((nobody, {303, 401}), (outsider, {403, 404})):
            method = visitor.post if "POST" in (route.methods or ()) else visitor.get
            answer = await (method(address, {}) if method == visitor.post else method(address))
            # No credit union, no such address, whoever asks.
            elsewhere = route.who.name.endswith("in a credit union")
            fine = answer.status in ({404} if elsewhere else allowed)
            if visitor is nobody and answer.status == 303:
                fine = answer.location.startswith("/sign-in")
            # Some pages are for whoever is signed in, and then show only what is theirs.
            if not fine and not (visitor is outsider and route.who.name == "signed in"):
                wrong.append((visitor.person, address, answer.status))
    assert wrong == []


async def test_another_organisations_number_is_not_found(place: Starlette) -> None:
    """An officer with every role here, asking for what is somebody else's, gets 404."""
    leisure = await Organisation.get(slug="leisure")
    officer = Pages(place, person=await everything(leisure))

    wrong = []
    asked = 0
    for route in tenanted():
        owner = OWNERS.get(route.path.split("/")[1])
        if "{" not in route.path or owner is None or route.path.endswith("/{number:int}"):
            continue
        theirs = await owner.exclude(organisation_id=leisure.id).order_by("id").first()
        if theirs is None:
            continue
        address = "/leisure" + filled(route.path, theirs.pk)
        post = "POST" in (route.methods or ())
        answer = await (officer.post(address, {}) if post else officer.get(address))
        asked += 1
        if answer.status != 404:
            wrong.append((route.methods, address, answer.status))
    assert wrong == []
    assert asked > 40


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_every_link_leads_to_a_page(place: Starlette, language: str) -> None:
    """As each person of the story: follow every link, one of a kind; each page is sound.

    In English every person looks at each kind of page, in Welsh the first who comes to it.
    """
    wrong: list[str] = []
    by_anybody = Counter[str]()
    for sign_in in await DemoSignIn.all().select_related("person"):
        if sign_in.person.language != language:
            sign_in.person.language = language
            await sign_in.person.save(update_fields=["language"])
        browser = Pages(place, language, sign_in.person)
        waiting, seen = ["/", sign_in.leads_to], set[str]()
        kinds = Counter[str]() if language == "en" else by_anybody
        while waiting:
            address = waiting.pop(0)
            if address in seen:
                continue
            seen.add(address)
            kind = re.sub(r"\d+", "0", urlsplit(address).path)
            kinds[kind] += 1
            if kinds[kind] > 1:
                continue
            found = await browser.get(address)
            if found.status not in (200, 303):
                wrong.append(f"{sign_in.key}: {address} is {found.status}")
                continue
            if found.status == 303 or not found.is_html:
                continue
            for link in found.links.values():
                parts = urlsplit(link)
                if not parts.netloc and parts.path.startswith("/") and "lang=" not in link:
                    waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
        assert len(seen) > 5 or language == "cy", f"{sign_in.key} saw {seen}"
    assert wrong == []
    assert len(by_anybody) > 300 or language == "en"


async def _of(slug: str, owner: type[Model]) -> dict[str, int]:
    organisation = await Organisation.get(slug=slug)
    return {"organisation_id": organisation.id}

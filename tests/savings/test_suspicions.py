"""What was told to the nominated officer is read by nobody else, anywhere."""

import pytest
from tortoise import Tortoise, connections
from tortoise.exceptions import IntegrityError
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.transactions import in_transaction

from coopcouncil.addresses import tenant_routes
from coopcouncil.kernel.held import Subject
from coopcouncil.kernel.models import AuditEntry
from coopcouncil.kernel.web import GuardedRoute
from coopcouncil.organisations.models import Role
from coopcouncil.privacy.held import HELD
from coopcouncil.savings.suspicions.models import Suspicion, SuspicionStep
from tests.make import make_officer, make_person
from tests.pageclient import Pages
from tests.savings.building import make_account, make_saver, make_union, put, teller

pytestmark = pytest.mark.anyio
WORDS = "Banknotes smelling of petrol"


async def told(client: Pages):
    org = await make_union()
    ada = await make_saver(org, "Ada Lovell", email="ada@example.org")
    account = await make_account(org, ada)
    await put(org, account, 100)
    desk = client.as_(await teller(org))
    page = await desk.post(
        f"/{org.slug}/savings/tell", {"about": f"Ada Lovell, {ada.number}", "told": WORDS}
    )
    return org, ada, account, desk, await page.follow()


async def test_the_nominated_officer_reads_and_decides(client: Pages):
    org, _ada, _account, _desk, thanked = await told(client)
    assert "Speak of it with nobody else" in thanked.text
    assert WORDS not in thanked.main
    officer = client.as_(await make_officer(org, Role.NOMINATED_OFFICER, "Glenys Tudor"))
    found = await Suspicion.within(org).get()
    assert "Ada Lovell" in (await officer.get(f"/{org.slug}/suspicions")).main
    path = f"/{org.slug}/suspicions/{found.id}"
    assert WORDS in (await officer.get(path)).main
    await officer.post(
        f"{path}/steps", {"step": "reported", "reference": "SAR-1", "why": "Cash, no source"}
    )
    assert "SAR-1" in (await officer.get(path)).main
    assert await SuspicionStep.within(org).count() == 2


@pytest.mark.parametrize(
    "role", [one for one in Role if one is not Role.NOMINATED_OFFICER], ids=str
)
async def test_no_other_role_reads_it(client: Pages, role: Role):
    org, _ada, _account, _desk, _page = await told(client)
    found = await Suspicion.within(org).get()
    other = client.as_(await make_officer(org, role, "Ivor Bell"))
    for path in ("suspicions", f"suspicions/{found.id}"):
        assert (await other.get(f"/{org.slug}/{path}")).status == 403
    step = {"step": "noted", "why": "No"}
    assert (await other.post(f"/{org.slug}/suspicions/{found.id}/steps", step)).status == 403


async def test_no_page_that_others_can_open_holds_a_word_of_it(client: Pages):
    org, ada, account, _desk, _page = await told(client)
    everything = await make_person("Ivor Bell")
    from coopcouncil.organisations.actions import grant

    for role in Role:
        if role is not Role.NOMINATED_OFFICER:
            await grant(org, everything, role, by=None)
    pages = client.as_(everything)
    own = client.as_(await make_person("Ada Lovell", "ada@example.org"))
    opened = 0
    for route in tenant_routes():
        if not isinstance(route, GuardedRoute) or "GET" not in (route.methods or ()):
            continue
        path = f"/{org.slug}" + route.path
        if "{" in path:
            member = "/members/" in path or "shares/mine" in path
            number = ada.id if member else account.id
            path = path.replace("{id:int}", str(number))
        if "{" in path or "/live" in path or "/stream" in path or "/events" in path:
            continue
        for reader in (pages, own):
            answer = await reader.get(path)
            opened += answer.status == 200
            assert b"petrol" not in answer.body, path
    assert opened > 40


async def test_no_access_request_and_no_record_holds_a_word_of_it(client: Pages):
    org, ada, _account, desk, _page = await told(client)
    subject = Subject(org.id, None, ada.id)
    for held in HELD:
        for section in await held(subject):
            assert "petrol" not in repr(section)
            assert "uspicio" not in repr(section)
    for entry in await AuditEntry.filter(organisation_id=org.id):
        assert "petrol" not in str(entry.payload)
        assert "uspic" not in str(entry.payload)
    found = await desk.get(f"/{org.slug}/saving-accounts?q=petrol")
    assert "No account fits" in found.main


async def test_it_hangs_on_nobody_and_stays_as_it_was_written(client: Pages):
    await told(client)
    assert Tortoise.apps is not None
    for model in (Suspicion, SuspicionStep):
        for field in model._meta.fields_map.values():
            if isinstance(field, ForeignKeyFieldInstance):
                table = field.related_model._meta.db_table
                assert table in {"organisation", "person", "suspicion"}
    for sql in ("UPDATE suspicion SET told = 'Nothing'", "DELETE FROM suspicion_step"):
        with pytest.raises(IntegrityError):
            async with in_transaction():
                await connections.get("default").execute_query(sql)

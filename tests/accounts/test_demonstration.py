"""Being anybody: in the demonstration with one press, everywhere else never."""

from dataclasses import replace

import pytest

from coopcouncil.accounts.models import DemoSignIn
from coopcouncil.accounts.session import COOKIE
from coopcouncil.app import make_app
from coopcouncil.kernel.models import Installation, OutboxMessage
from tests.make import make_person
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def make_role() -> DemoSignIn:
    return await DemoSignIn.create(
        key="secretary",
        person=await make_person("Sioned Parry"),
        title="Sioned, secretary of Tai Glanwern",
        title_cy="Sioned, ysgrifennydd Tai Glanwern",
        leads_to="/account",
    )


async def test_one_press_is_a_role_in_the_demonstration(client):
    await make_role()
    await Installation.create(id=1, is_demonstration=True)
    for path in ("/", "/sign-in"):
        assert "Sioned, secretary of Tai Glanwern" in (await client.get(path)).main
        assert "Sioned, ysgrifennydd Tai Glanwern" in (await client.in_("cy").get(path)).main
    # The address that the terminal prints: looking at it signs nobody in.
    page = await client.get("/demo/secretary")
    assert page.h1 == "Sioned, secretary of Tai Glanwern"
    assert COOKIE not in client.cookies
    page = await (await page.submit()).follow()
    assert page.h1 == "Your account"
    assert "Sioned Parry" in page.main
    assert (await client.post("/demo/sign-in/nobody")).status == 404


@pytest.mark.parametrize("marked", [False, None])
async def test_there_are_no_role_sign_ins_in_a_real_installation(client, marked):
    await make_role()
    if marked is not None:
        await Installation.create(id=1, is_demonstration=marked)
    assert "Sioned" not in (await client.get("/sign-in")).main
    assert "Sioned" not in (await client.get("/")).main
    assert (await client.post("/demo/sign-in/secretary")).status == 404
    assert (await client.get("/demo/secretary")).status == 404
    assert (await client.get("/outbox")).status == 404
    assert COOKIE not in client.cookies


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])
async def test_a_listener_that_others_reach_has_no_role_sign_ins(db, config, host):
    await make_role()
    await Installation.create(id=1, is_demonstration=True)
    open_to_others = Pages(make_app(replace(config, host=host)))
    assert (await open_to_others.post("/demo/sign-in/secretary")).status == 404
    assert (await open_to_others.get("/outbox")).status == 404


async def test_a_page_that_points_its_own_name_at_us_is_nobody(client):
    await make_role()
    await Installation.create(id=1, is_demonstration=True)
    rebound = {"host": "evil.example", "origin": "http://evil.example"}
    assert (await client.post("/demo/sign-in/secretary", **rebound)).status == 404


async def test_the_outbox_shows_the_code(db, config):
    await Installation.create(id=1, is_demonstration=True)
    client = Pages(make_app(replace(config, demo=True)))
    page = await (await client.get("/sign-in")).submit(address="ada@example.org")
    page = await page.follow()
    outbox = await page.follow("This is a demonstration: read the message in the outbox")
    ((subject, recipient, _when),) = outbox.rows()
    assert recipient == "ada@example.org"
    message = await outbox.follow(subject)
    code = subject.removeprefix("Your sign-in code is ")
    assert code in message.main
    assert (await page.submit(code=code)).status == 303


async def test_with_a_mail_server_the_demonstration_has_no_outbox(db, config):
    await Installation.create(id=1, is_demonstration=True)
    client = Pages(make_app(replace(config, smtp_url="smtp://mail.example.org")))
    assert (await client.get("/outbox")).status == 404


async def test_the_outbox_is_searched_and_turned_page_by_page(client):
    await Installation.create(id=1, is_demonstration=True)
    for n in range(60):
        await OutboxMessage.create(
            organisation_id=0,
            purpose="test",
            recipient=f"member{n}@example.org",
            language="en",
            subject=f"Notice {n}",
            text="Come.",
            message_id=f"<{n}@localhost>",
        )
    first = await client.get("/outbox")
    assert [row[0] for row in first.rows()][:2] == ["Notice 59", "Notice 58"]
    last = await client.get("/outbox?page=3")
    assert [row[0] for row in last.rows()][-1] == "Notice 0"
    for wild in ("page=999", "page=0", "page=-1", "page=x", "page=99999999999999999999"):
        assert (await client.get(f"/outbox?{wild}")).status == 200
    found = await client.get("/outbox?q=member7@")
    assert [row[1] for row in found.rows()] == ["member7@example.org"]
    assert "No message has these words." in (await client.get("/outbox?q=%25%25")).main

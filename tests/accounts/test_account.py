"""What a person does on the pages of their account."""

import json
import re
from dataclasses import replace

import pytest

from coopcouncil.accounts.models import EmailAddress, Passkey, Person, Session
from coopcouncil.accounts.session import COOKIE
from coopcouncil.app import make_app
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.models import AuditEntry, OutboxMessage
from tests.accounts.authenticator import Phone
from tests.make import make_person
from tests.pageclient import Page, Pages

pytestmark = pytest.mark.anyio


@pytest.fixture
async def mailing(db: None, config: Config) -> Pages:
    return Pages(make_app(replace(config, smtp_url="smtp://mail.example.org")))


async def code_sent() -> str:
    message = await OutboxMessage.all().order_by("-id").first()
    assert message is not None
    found = re.search(r"^ +(\d{6})$", message.text or "", re.MULTILINE)
    assert found
    return found[1]


async def test_the_account_is_for_those_who_are_signed_in(client):
    answer = await client.get("/account")
    assert (answer.status, answer.location) == (303, "/sign-in?next=/account")
    assert (await client.post("/account/details", {"name": "Eve"})).status == 401


async def test_a_name_and_a_language_are_kept(client):
    ada = await make_person("Ada Lovell")
    page = await client.as_(ada).get("/account/details")
    page = await (await page.submit(name="Ada Lovell-Rees", language="cy")).follow()
    assert page.h1 == "Eich cyfrif"
    assert "Ada Lovell-Rees" in page.main
    await ada.refresh_from_db()
    assert ada.language == "cy"


async def test_the_language_switch_is_remembered_for_the_person(client):
    ada = await make_person("Ada Lovell")
    assert (await client.as_(ada).get("/account?lang=cy")).h1 == "Eich cyfrif"
    # On another machine, that asks for English.
    assert (await client.as_(ada).get("/account")).h1 == "Eich cyfrif"


async def test_an_address_is_added_once_it_is_proven(mailing):
    ada = await make_person("Ada Lovell", "ada@example.org")
    browser = mailing.as_(ada)
    page = await (await browser.get("/account/addresses/new")).submit(address="Ada@Work.example")
    page = await page.follow()
    code = await code_sent()
    wrong = await page.submit(code=f"{(int(code) + 1) % 10**6:06d}")
    assert wrong.status == 422
    assert not await EmailAddress.exists(address="ada@work.example")

    page = await (await page.submit(code=code)).follow()
    assert page.sentences == ["ada@work.example is added."]
    assert await EmailAddress.exists(address="ada@work.example", person=ada)
    # Whoever reads the address from before is told.
    told = await OutboxMessage.get(purpose="email/accounts/changed")
    assert told.recipient == "ada@example.org"
    assert "ada@work.example" in (told.text or "")
    assert await AuditEntry.exists(payload__contains={"verb": "added-address", "by": ada.id})


async def test_a_code_for_an_address_signs_nobody_in(mailing):
    ada, eve = await make_person("Ada Lovell"), await make_person("Eve Thief")
    page = await (await mailing.as_(ada).get("/account/addresses/new")).submit(
        address="new@example.org"
    )
    code, slip = await code_sent(), page.response.cookies.get("coopcouncil_proving")

    # Not with another account's session, and not as a sign-in.
    other = mailing.as_(eve)
    other.cookies.set("coopcouncil_proving", slip)
    assert (await other.post("/account/addresses/code", {"code": code})).status == 422
    fresh = Pages(mailing.app)
    fresh.cookies.set("coopcouncil_signing_in", slip)
    assert (await fresh.post("/sign-in/code", {"code": code})).location == "/sign-in"
    assert not await EmailAddress.exists(address="new@example.org")


async def test_an_address_of_another_account_is_not_taken_over(mailing):
    ada = await make_person("Ada Lovell")
    await make_person("Bob Owner", "bob@example.org")
    page = await (await mailing.as_(ada).get("/account/addresses/new")).submit(
        address="bob@example.org"
    )
    # Said only now that the code shows that Ada reads Bob's mail.
    page = await (await page.follow()).submit(code=await code_sent())
    assert page.status == 422
    assert any("another account does" in each for each in page.errors)


async def test_an_address_is_removed_and_the_last_one_stays(client):
    ada = await make_person("Ada Lovell", "one@example.org", "two@example.org")
    browser = client.as_(ada)
    one = await EmailAddress.get(address="one@example.org")
    page = await browser.get(f"/account/addresses/{one.id}/removal")
    page = await (await page.submit()).follow()
    assert page.sentences == ["one@example.org is removed."]
    assert "Remove" not in page.main

    two = await EmailAddress.get(address="two@example.org")
    refused = await browser.post(f"/account/addresses/{two.id}/removal")
    assert refused.status == 409
    assert "your only address" in refused.main


async def test_nobody_removes_anothers_address_passkey_or_session(client):
    ada, eve = (
        await make_person("Ada Lovell", "a@example.org", "b@example.org"),
        await make_person(),
    )
    await client.as_(ada).get("/account")
    address = await EmailAddress.get(address="a@example.org")
    session = await Session.get(person=ada)
    thief = client.as_(eve)
    assert (await thief.post(f"/account/addresses/{address.id}/removal")).status == 404
    assert (await thief.get(f"/account/addresses/{address.id}/removal")).status == 404
    assert (await thief.post("/account/passkeys/1/removal")).status == 404
    await thief.post(f"/account/sessions/{session.id}/end")
    await session.refresh_from_db()
    assert session.ended_at is None


async def test_a_session_elsewhere_is_ended(client):
    ada = await make_person("Ada Lovell")
    here, phone, tablet = client.as_(ada), client.as_(ada), client.as_(ada)
    for each in (here, phone, tablet):
        await each.get("/account")
    ids = [row.id for row in await Session.filter(person=ada).order_by("id")]
    page = await (await here.post(f"/account/sessions/{ids[1]}/end")).follow()
    assert page.sentences == ["That browser is signed out."]
    assert (await phone.get("/account")).status == 303
    assert (await tablet.get("/account")).status == 200

    await here.post("/account/sessions/end-others")
    assert (await tablet.get("/account")).status == 303
    assert (await here.get("/account")).status == 200


async def make_passkey(browser: Pages, phone: Phone, label: str = "My phone") -> Page:
    options = json.loads((await browser.post("/account/passkeys/options")).text)
    return await post_json(
        browser, "/account/passkeys", {"credential": phone.make(options), "label": label}
    )


async def sign_in_by(browser: Pages, phone: Phone) -> Page:
    options = json.loads((await browser.post("/sign-in/passkey/options")).text)
    return await post_json(
        browser, "/sign-in/passkey", {"credential": phone.sign(options), "next": "/account"}
    )


async def post_json(browser: Pages, path: str, value: object) -> Page:
    """As the page's script sends it."""
    response = await browser._browser.post(
        path, json=value, headers={"sec-fetch-site": "same-origin"}
    )
    return Page(response, browser)


async def test_a_passkey_is_made_signs_in_is_renamed_and_removed(client):
    ada, phone = await make_person("Ada Lovell"), Phone()
    browser = client.as_(ada)
    await browser.get("/account")
    made = await make_passkey(browser, phone)
    assert json.loads(made.text) == {"next": "/account"}
    assert "My phone" in (await browser.get("/account")).main
    told = await OutboxMessage.get(purpose="email/accounts/changed")
    assert "A passkey was added to your account: My phone." in (told.text or "")

    other = Pages(client.app)
    assert json.loads((await sign_in_by(other, phone)).text) == {"next": "/account"}
    page = await other.get("/account")
    assert "Ada" in page.main
    key = await Passkey.get(person=ada)
    page = await other.get(f"/account/passkeys/{key.id}")
    page = await (await page.submit(label="Work phone")).follow()
    assert "Work phone" in page.main
    await other.post(f"/account/passkeys/{key.id}/removal")

    third = Pages(client.app)
    refused = await sign_in_by(third, phone)
    assert refused.status == 422
    assert "not accepted" in json.loads(refused.text)["problem"]
    assert COOKIE not in third.cookies


async def test_a_passkeys_answer_works_once(client):
    ada, phone = await make_person("Ada Lovell"), Phone()
    browser = client.as_(ada)
    await browser.get("/account")
    await make_passkey(browser, phone)
    options = json.loads((await Pages(client.app).post("/sign-in/passkey/options")).text)
    answer = {"credential": phone.sign(options)}
    assert (await post_json(Pages(client.app), "/sign-in/passkey", answer)).status == 200
    assert (await post_json(Pages(client.app), "/sign-in/passkey", answer)).status == 422


@pytest.mark.parametrize(
    "phone",
    [Phone(origin="https://evil.example"), Phone(verifies=False)],
    ids=["for another site", "without its owner"],
)
async def test_a_passkeys_answer_must_be_for_us_and_by_its_owner(client, phone):
    ada = await make_person("Ada Lovell")
    browser = client.as_(ada)
    await browser.get("/account")
    assert (await make_passkey(browser, phone)).status == 422
    honest = Phone()
    await make_passkey(browser, honest)
    honest.origin, honest.verifies = phone.origin, phone.verifies
    assert (await sign_in_by(Pages(client.app), honest)).status == 422


async def test_another_key_does_not_answer_for_a_passkey(client):
    ada, phone = await make_person("Ada Lovell"), Phone()
    browser = client.as_(ada)
    await browser.get("/account")
    await make_passkey(browser, phone)
    forged = Phone(credential_id=phone.credential_id)
    assert (await sign_in_by(Pages(client.app), forged)).status == 422
    # And nobody registers it again under another account.
    eve = client.as_(await make_person("Eve Thief"))
    await eve.get("/account")
    refused = await make_passkey(eve, forged)
    assert refused.status == 422
    assert "already" in json.loads(refused.text)["problem"]


@pytest.mark.parametrize(
    "sent", [b"", b"[]", b"{}", b'{"credential": "x"}', b'{"credential": "{}"}', b"\xff", b"1"]
)
async def test_what_is_no_passkeys_answer_is_refused_in_a_sentence(client, sent):
    response = await client._browser.post(
        "/sign-in/passkey", content=sent, headers={"sec-fetch-site": "same-origin"}
    )
    assert response.status_code in (400, 422)


async def test_a_challenge_asked_by_one_person_makes_no_key_for_another(client):
    ada, eve, phone = await make_person(), await make_person(), Phone()
    first, second = client.as_(ada), client.as_(eve)
    await first.get("/account")
    await second.get("/account")
    options = json.loads((await first.post("/account/passkeys/options")).text)
    refused = await post_json(
        second, "/account/passkeys", {"credential": phone.make(options), "label": ""}
    )
    assert refused.status == 422
    assert not await Passkey.exists()
    assert await Person.all().count() == 2

"""Signing in by a code or a link, as a person does it, and as somebody does who should not."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coopcouncil.accounts.models import EmailAddress, Person, Session, SignInCode
from coopcouncil.accounts.session import COOKIE
from coopcouncil.app import make_app
from coopcouncil.kernel import clock
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.models import OutboxMessage
from tests.make import make_person
from tests.pageclient import Page, Pages

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
async def mailing(db: None, config: Config) -> Pages:
    """A browser before a site that sends mail: its messages wait in the outbox."""
    return Pages(make_app(replace(config, smtp_url="smtp://mail.example.org")))


async def ask(browser: Pages, address: str = "ada@example.org", onward: str = "") -> Page:
    """As far as the page where the code is typed."""
    page = await browser.get("/sign-in" + (f"?next={onward}" if onward else ""))
    return await (await page.submit(address=address)).follow()


async def newest() -> OutboxMessage:
    message = await OutboxMessage.all().order_by("-id").first()
    assert message is not None
    return message


async def code_sent() -> str:
    found = re.search(r"^ +(\d{6})$", (await newest()).text or "", re.MULTILINE)
    assert found
    return found[1]


async def link_sent() -> str:
    found = re.search(r"https?://\S+(/sign-in/link/\S+)", (await newest()).text or "")
    assert found
    return found[1]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.mark.parametrize(("language", "heading"), [("en", "Your account"), ("cy", "Eich cyfrif")])
async def test_a_code_signs_a_member_in(mailing, language, heading):
    await make_person("Ada Lovell", "ada@example.org")
    mailing = mailing.in_(language)

    page = await ask(mailing, " ADA@example.org ", onward="/account")
    assert "ada@example.org" in page.main
    code = await code_sent()
    signed_in = await page.submit(code=f"{code[:3]} {code[3:]}")

    assert signed_in.status == 303
    account = await signed_in.follow()
    assert account.h1 == heading
    assert "Ada Lovell" in account.main


async def test_the_message_is_in_the_language_of_the_page(mailing):
    await ask(mailing.in_("cy"))
    message = await newest()
    assert message.language == "cy"
    assert message.subject.startswith("Eich cod mewngofnodi yw ")
    assert message.is_sensitive


async def test_a_newcomer_is_asked_for_a_name_and_has_no_role(mailing):
    page = await ask(mailing, "new@example.org")
    page = await (await page.submit(code=await code_sent())).follow()
    assert page.h1 == "Your details"
    assert (await page.submit(name="")).status == 422
    page = await (await page.submit(name="Nia Newcomer", language="cy")).follow()
    # From now on in the language just chosen, whatever the browser asks for.
    assert page.h1 == "Aelodau, cyfarfodydd a phleidleisiau mewn un lle"
    assert await Person.exists(name="Nia Newcomer", language="cy")


async def test_known_and_unknown_addresses_get_the_same_answer(mailing, config):
    await make_person("Ada Lovell", "ada@example.org")
    known = await ask(mailing, "ada@example.org")
    stranger = Pages(mailing.app)
    unknown = await ask(stranger, "eve@example.org")

    assert known.status == unknown.status == 200
    assert known.main.replace("ada@", "eve@") == unknown.main
    assert await OutboxMessage.filter(purpose="email/accounts/sign_in").count() == 2
    # Asking alone makes nobody an account.
    assert not await EmailAddress.exists(address="eve@example.org")


async def test_a_wrong_code_is_refused_and_five_of_them_spend_it(mailing):
    page = await ask(mailing)
    code = await code_sent()
    for _try in range(5):
        refused = await page.submit(code=other_than(code))
        assert refused.status == 422
        assert any("That is not the code" in each for each in refused.errors)

    refused = await page.submit(code=code)
    assert refused.status == 422
    assert any("no longer works" in each for each in refused.errors)
    assert not await Session.exists()


async def test_a_code_works_once(mailing):
    page = await ask(mailing)
    code = await code_sent()
    slip = mailing.cookies.get("coopcouncil_signing_in")
    assert (await page.submit(code=code)).status == 303

    thief = Pages(mailing.app)
    thief.cookies.set("coopcouncil_signing_in", slip)
    refused = await thief.post("/sign-in/code", {"code": code})
    assert refused.status == 422
    assert COOKIE not in thief.cookies


async def test_a_code_of_ten_minutes_ago_is_too_old(mailing):
    with clock.frozen(NOON):
        page = await ask(mailing)
        code = await code_sent()
    with clock.frozen(NOON + timedelta(minutes=10)):
        assert (await page.submit(code=code)).status == 422
    with clock.frozen(NOON + timedelta(minutes=9, seconds=59)):
        assert (await page.submit(code=code)).status == 303


async def test_a_code_belongs_to_the_browser_that_asked(mailing):
    await ask(mailing)
    code = await code_sent()
    elsewhere = Pages(mailing.app)
    answer = await elsewhere.post("/sign-in/code", {"code": code})
    assert (answer.status, answer.location) == (303, "/sign-in")

    await ask(elsewhere, "eve@example.org")
    refused = await elsewhere.post("/sign-in/code", {"code": code})
    assert refused.status == 422


async def test_what_is_no_code_is_said_at_the_field(mailing):
    page = await ask(mailing)
    refused = await page.submit(code="abc")
    assert refused.status == 422
    assert refused.errors == ["Code: Enter the figures of the code, like 123456."]
    # A slip of the finger is no try.
    assert (await page.submit(code=await code_sent())).status == 303


async def test_looking_at_a_link_changes_nothing_and_pressing_signs_in(mailing):
    await make_person("Ada Lovell", "ada@example.org")
    await ask(mailing)
    link = await link_sent()

    elsewhere = Pages(mailing.app)
    for _look in range(3):
        page = await elsewhere.get(link)
        assert page.h1 == "Sign in with this link"
    assert not await Session.exists()
    assert COOKIE not in elsewhere.cookies

    assert (await page.submit()).status == 303
    assert (await elsewhere.get("/account")).status == 200
    spent = await Pages(mailing.app).post(link)
    assert spent.status == 422
    assert spent.h1 == "This link no longer works"


async def test_the_link_and_its_code_are_one_proof(mailing):
    page = await ask(mailing)
    code, link = await code_sent(), await link_sent()
    assert (await Pages(mailing.app).post(link)).status == 303
    assert (await page.submit(code=code)).status == 422


async def test_neither_code_nor_link_stands_in_the_database(mailing):
    await ask(mailing)
    code, link = await code_sent(), (await link_sent()).rpartition("/")[2]
    row = await SignInCode.all().get()
    kept = repr([bytes(row.code_hash), bytes(row.link_hash), row.address])
    assert code not in kept
    assert link not in kept


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example", "/\tevil"]
)
async def test_signing_in_leads_to_no_other_site(mailing, elsewhere):
    await make_person("Ada Lovell", "ada@example.org")
    page = await mailing.get("/sign-in")
    page = await (await page.submit(address="ada@example.org", next=elsewhere)).follow()
    assert (await page.submit(code=await code_sent())).location == "/"


async def test_codes_for_one_address_run_out_for_a_while(mailing):
    with clock.frozen(NOON):
        for _ask in range(6):
            assert (await ask(Pages(mailing.app))).status == 200
        page = await mailing.get("/sign-in")
        refused = await page.submit(address="ada@example.org")
        assert refused.status == 429
        assert (await page.submit(address="bob@example.org")).status == 303
    with clock.frozen(NOON + timedelta(hours=1)):
        assert (await page.submit(address="ada@example.org")).status == 303


@pytest.mark.parametrize(
    "forged",
    ["", "x", "a.b", "é.ß", "a" * 5000, "." + "0" * 64, "\x7f", '"', "../../etc/passwd.00"],
)
async def test_a_forged_cookie_is_taken_away_and_its_bearer_signed_out(client, forged):
    cookie = {"cookie": f"{COOKIE}={forged}".encode()}
    page = await client.get("/sign-in", **cookie)
    assert page.status == 200
    assert "Sign out" not in page.text
    assert took_away(page)
    assert (await client.get("/account", **cookie)).location.startswith("/sign-in")


def took_away(page: Page) -> bool:
    cookies = page.headers.get_list("set-cookie")
    return any(COOKIE in each and "Max-Age=0" in each for each in cookies)


async def test_a_tampered_cookie_is_as_good_as_none(client):
    ada = await make_person("Ada Lovell")
    browser = client.as_(ada)
    assert (await browser.get("/account")).status == 200
    cookie = browser.cookies.get(COOKIE)
    thief = Pages(client.app)
    thief.cookies.set(COOKIE, ("A" if cookie[0] != "A" else "B") + cookie[1:])
    assert (await thief.get("/account")).status == 303
    assert took_away(await thief.get("/sign-in"))
    assert (await browser.get("/account")).status == 200


async def test_signing_in_anew_ends_the_session_before(mailing):
    await make_person("Ada Lovell", "ada@example.org")
    page = await ask(mailing)
    await page.submit(code=await code_sent())
    first = mailing.cookies.get(COOKIE)
    link_page = await ask(Pages(mailing.app))
    assert link_page.status == 200
    await mailing.post(await link_sent())
    assert mailing.cookies.get(COOKIE) != first

    old = Pages(mailing.app)
    old.cookies.set(COOKIE, first)
    assert (await old.get("/account")).status == 303


async def test_signing_out_ends_the_session_itself(client):
    ada = await make_person("Ada Lovell")
    browser = client.as_(ada)
    await browser.get("/account")
    cookie = browser.cookies.get(COOKIE)
    page = await (await browser.post("/sign-out")).follow()
    assert page.sentences == ["You are signed out."]

    kept = Pages(client.app)
    kept.cookies.set(COOKIE, cookie)
    assert (await kept.get("/account")).status == 303


@pytest.mark.parametrize(("days", "status"), [(14, 200), (15, 303)])
async def test_a_session_left_alone_ends(client, days, status):
    ada = await make_person("Ada Lovell")
    browser = client.as_(ada)
    with clock.frozen(NOON):
        await browser.get("/account")
    with clock.frozen(NOON + timedelta(days=days)):
        assert (await browser.get("/account")).status == status


async def test_a_session_ends_after_thirty_days_however_busy(client):
    ada = await make_person("Ada Lovell")
    browser = client.as_(ada)
    for days in range(0, 30, 10):
        with clock.frozen(NOON + timedelta(days=days)):
            assert (await browser.get("/account")).status == 200
    with clock.frozen(NOON + timedelta(days=30)):
        assert (await browser.get("/account")).status == 303


async def test_the_cookie_keeps_to_itself(mailing):
    await make_person("Ada Lovell", "ada@example.org")
    page = await ask(mailing)
    answer = await page.submit(code=await code_sent())
    cookie = next(each for each in answer.headers.get_list("set-cookie") if COOKIE in each)
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()


async def test_a_form_from_another_site_signs_nobody_in(mailing):
    await ask(mailing)
    link = await link_sent()
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    refused = await mailing.post(link, **foreign)
    assert refused.status == 403
    assert not await Session.exists()

"""Pages, the browser's headers, and what is said after a deed."""

import jinja2
import pytest

from coopcouncil.kernel import pages
from tests.kernel.sample import site
from tests.pageclient import Pages


@pytest.fixture
def reader() -> Pages:
    return Pages(site())


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_page_in_each_language(reader, language):
    page = await reader.in_(language).get("/form")
    assert page.status == 200
    assert page.h1 == {"en": "Your account", "cy": "Eich cyfrif"}[language]
    assert page.title.endswith({"en": "– Housing", "cy": "– Tai"}[language])


async def test_the_switch_keeps_the_address_and_is_remembered(reader):
    page = await reader.get("/list?sort=name&page=2")
    assert page.links["Cymraeg"] == "/list?sort=name&page=2&lang=cy"
    switched = await page.follow("Cymraeg")
    assert switched.h1 == "Aelodau"
    assert switched.headers["content-language"] == "cy"
    assert (await reader.get("/list")).h1 == "Aelodau"


async def test_an_unknown_language_is_not_chosen(reader):
    assert (await reader.get("/list?lang=xx")).h1 == "Members"
    assert (await reader.get("/list", accept_language="fr, cy;q=0.4, en;q=0.2")).h1 == "Aelodau"


async def test_sorting_and_paging_keep_the_rest_of_the_address(reader):
    page = await reader.get("/list?q=ada&page=3&sort=name")
    assert page.links["Language"] == "/list?q=ada&sort=-name"
    assert page.links["4"] == "/list?q=ada&sort=name&page=4"


async def test_roles_and_addresses_in_a_page(reader):
    assert "True, False, /tai/ones/7" in (await reader.get("/form")).text


async def test_what_was_done_is_said_once(reader):
    done = await reader.post("/form", {"name": "Ada <b>"})
    assert done.status == 303
    shown = await done.follow()
    assert shown.sentences == ["Ada <b>|None|None"]
    assert (await reader.get("/list")).sentences == []


async def test_a_forged_sentence_is_not_said(reader):
    done = await reader.post("/form", {"name": "Ada"})
    assert done.status == 303
    text, _, mac = reader.cookies["coopcouncil_said"].partition(".")
    reader.cookies.clear()
    for forged in (f"{text[:-4]}AAA=.{mac}", "x", "x.é", "."):
        page = await reader.get("/list", cookie=f"coopcouncil_said={forged}".encode())
        assert page.sentences == []


async def test_htmx_gets_the_part_and_others_the_page(reader):
    part = await reader.get("/form", htmx=True)
    assert part.html.lstrip().startswith("<form")
    assert (await reader.get("/form")).is_whole
    wrong = await reader.post("/form", {"name": ""}, htmx=True)
    assert wrong.status == 422
    assert wrong.html.lstrip().startswith("<form")


async def test_htmx_is_sent_on_as_a_whole(reader):
    done = await reader.post("/form", {"name": "Ada"}, htmx=True)
    assert (done.status, done.headers["hx-redirect"]) == (204, "/list")


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 418, 502])
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("place", ["error", "bare"])
async def test_every_error_has_a_page(reader, status, language, place):
    page = await reader.in_(language).get(f"/{place}/{status}")
    assert page.status == status
    assert page.h1


async def test_what_browsers_are_told(reader):
    page = await reader.get("/list")
    policy = page.headers["content-security-policy"]
    nonce = page.tree.find(".//body/script").get("nonce")
    assert nonce
    assert policy == (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
        "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "strict-transport-security" not in page.headers
    assert "cookie" in page.headers["vary"].lower()
    assert nonce not in (await reader.get("/list")).html


async def test_over_tls_browsers_are_told_to_stay_there():
    reader = Pages(site(secure=True))
    page = await reader.get("/list?lang=cy")
    assert page.headers["strict-transport-security"]
    assert "; Secure" in page.headers["set-cookie"]


async def test_a_forgotten_name_is_an_error_and_not_a_gap():
    with pytest.raises(jinja2.UndefinedError):
        pages.render("sample/strict.html", "en")


def test_a_message_is_plain_text_in_its_language():
    text = pages.render("sample/mail.txt", "cy", name="Siân & co")
    assert text == "Subject: Mewngofnodi\nSiân & co <b>"


async def test_a_page_is_sent_packed_to_those_who_can_unpack_it(reader):
    page = await reader.get("/form", accept_encoding="gzip")
    assert page.headers["content-encoding"] == "gzip"
    assert page.h1 == "Your account"
    assert "content-encoding" not in (await reader.get("/form", accept_encoding="br")).headers

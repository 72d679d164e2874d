"""Input that no browser sends by itself: each gets a sentence, none a broken page."""

import json

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Role
from tests.ballots.building import make_ballot, make_officer, make_person
from tests.make import make_member, make_organisation, make_rules
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio

LONG = "9" * 5000


@pytest.mark.parametrize(
    "path",
    [
        "/%00/members",
        "/static/%00",
        "/own/members?q=%00",
        "/own/members/export?language=%00",
        "/own/vote/%00",
    ],
)
async def test_an_address_with_a_nul_is_none(client: Pages, path: str) -> None:
    org = await make_organisation(slug="own")
    await make_rules(org)
    officer = client.as_(await make_officer(org, Role.SECRETARY))
    await officer.get("/own/members")

    # Not by `get`: the page leads back to the address that was asked, which no HTML can hold.
    assert (await officer._browser.get(path)).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        f"constituency={'9' * 30}",
        f"constituency={LONG}",
        f"after={LONG}",
        f"on-day={'9' * 30}&on-month=1&on-year=2026",
        "known-day=31&known-month=12&known-year=9999",
        "on-day=1&on-month=1&on-year=0001",
    ],
)
async def test_a_number_or_date_past_all_bounds_finds_nothing(client: Pages, query: str) -> None:
    org = await make_organisation(slug="own")
    await make_rules(org)
    await make_member(org)
    officer = client.as_(await make_officer(org, Role.SECRETARY))

    for page in ("members", "members/export"):
        assert (await officer.get(f"/own/{page}?{query}")).status in (200, 422)


async def test_a_page_of_the_roll_past_all_bounds_is_the_last(client: Pages) -> None:
    ballot = await make_ballot()
    await ballot.fetch_related("organisation")
    officer = client.as_(await make_officer(ballot.organisation, Role.RETURNING_OFFICER))
    where = f"/{ballot.organisation.slug}/ballots/{ballot.id}/roll"

    assert (await officer.get(f"{where}?page={LONG}")).status == 200
    assert (await officer._browser.get(f"{where}?search=%00")).status_code == 404


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "raw_unicode_escape", "punycode", "undefined", "utf-7"]
)
async def test_a_body_in_an_encoding_that_only_harms_is_read_or_refused(
    client: Pages, charset: str
) -> None:
    ada = await make_person("Ada Lovell")
    body = b"".join(
        b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % pair
        for pair in ((b"name", rb"+2AA- \ud800 \x00"), (b"language", b"en"))
    )
    kind = f"multipart/form-data; boundary=B; charset={charset}"
    browser = client.as_(ada)
    await browser.get("/account")
    answer = await browser._browser.post(
        "/account/details",
        content=body + b"--B--\r\n",
        headers={"content-type": kind, "sec-fetch-site": "same-origin"},
    )

    assert answer.status_code in (303, 400)
    assert "\0" not in (await Person.get(id=ada.id)).name


async def test_a_file_is_no_text(client: Pages) -> None:
    ada = await make_person("Ada Lovell")
    page = await client.as_(ada).post(
        "/account/details", {"language": "en"}, files={"name": ("a.txt", b"Eve")}
    )

    assert page.status == 422
    assert page.errors


async def test_an_origin_that_is_no_address_is_not_ours(client: Pages) -> None:
    answer = await client._browser.post("/sign-out", headers={"origin": "http://["})

    assert answer.status_code == 403


@pytest.mark.parametrize("credential", ["[" * 100_000, "{}", "1", json.dumps({"response": 5})])
async def test_a_passkey_that_is_none_is_refused(client: Pages, credential: str) -> None:
    browser = client.as_(await make_person())
    for path in ("/sign-in/passkey", "/account/passkeys"):
        answer = await browser._browser.post(
            path, json={"credential": credential}, headers={"sec-fetch-site": "same-origin"}
        )
        assert answer.status_code in (401, 422)
    deep = await browser._browser.post(
        "/sign-in/passkey", content=b"[" * 100_000, headers={"sec-fetch-site": "same-origin"}
    )
    assert deep.status_code == 400

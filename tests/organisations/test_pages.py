"""An organisation's pages, as members, officers and strangers meet them, in both languages."""

from datetime import UTC, date, datetime

import pytest
from starlette.requests import Request

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations import home
from coopcouncil.organisations.models import LegalForm, Listing, Organisation, Role
from tests.make import make_officer, make_organisation, make_person, make_rules
from tests.organisations.building import make_tai
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("language", "name", "rules"),
    [
        ("en", "Glanwern Housing", "Our rules in plain words"),
        ("cy", "Tai Glanwern", "Ein rheolau mewn geiriau plaen"),
    ],
)
async def test_everybody_finds_the_organisation_and_its_rules(client, language, name, rules):
    await make_tai()
    browser = client.in_(language)
    page = await (await browser.get("/")).follow(name)
    assert page.h1 == name
    page = await page.follow(rules)
    assert page.status == 200
    assert "3" in page.main
    assert "75%" in page.main


async def test_welsh_readers_get_the_welsh_alphabet(client):
    names = ("Llanelli Leisure", "Ludlow Foods", "Chwilog Housing", "Cybi Energy")
    for name in names:
        await make_organisation(name)
    for language, order in (
        ("en", ["Chw", "Cyb", "Lla", "Lud"]),
        ("cy", ["Cyb", "Chw", "Lud", "Lla"]),
    ):
        page = await client.in_(language).get("/")
        cards = [link[:3] for link in page.links if link in names]
        assert cards == order


async def test_an_address_of_no_organisation_is_not_found(client):
    assert (await client.get("/nowhere/")).status == 404
    assert (await client.get("/nowhere/rules")).status == 404
    assert (await client.in_("cy").get("/nowhere/")).status == 404


async def test_particulars_and_a_colour_that_can_be_read(client):
    org = await make_tai()
    secretary = client.as_(await make_officer(org))
    page = await secretary.get("/tai/settings/details")
    refused = await page.submit(brand_colour="#f6c945", telephone="01632 960123")
    assert refused.status == 422
    assert any("contrast of 1.5 to 1" in each for each in refused.errors)
    assert refused.fields["telephone"] == "01632 960123"
    assert (await client.get("/tai/brand.css")).status == 404

    page = await (await refused.submit(brand_colour="#6D2077")).follow()
    assert page.sentences == ["The details are saved."]
    sheet = await client.get("/tai/brand.css")
    assert sheet.headers["content-type"].startswith("text/css")
    assert "#6d2077" in sheet.text
    assert "01632 960123" in (await client.get("/tai/")).main


async def test_a_council_keeps_its_list_and_gets_no_role_by_it(client):
    council = await make_organisation(
        "Calderbrook Council", slug="calderbrook", legal_form=LegalForm.COUNCIL
    )
    tai = await make_tai()
    secretary = client.as_(await make_officer(council))
    page = await (await secretary.get("/calderbrook/co-operatives")).follow("Put one on the list")
    page = await page.submit(listed=str(tai.id), note="64 homes", note_cy="64 o gartrefi")
    page = await page.follow()
    assert page.sentences == ["Glanwern Housing is on the list."]

    public = await client.in_("cy").get("/calderbrook/co-operatives")
    assert "Tai Glanwern" in public.main
    assert "64 o gartrefi" in public.main
    assert (await secretary.get("/tai/settings")).status == 403
    assert (await secretary.get("/tai/roles")).status == 403

    listing = await Listing.within(council).get()
    stranger = client.as_(await make_officer(tai))
    removal = f"/calderbrook/co-operatives/{listing.id}/removal"
    assert (await stranger.post(removal)).status == 403
    assert (await stranger.post(f"/tai/co-operatives/{listing.id}/removal")).status == 404
    assert (await secretary.post(removal)).status == 303
    assert not await Listing.within(council).exists()
    assert (await client.get("/tai/co-operatives")).status == 404


async def test_a_trusts_home_shows_its_schools_and_a_school_its_trust(client):
    trust = await make_organisation(
        "Learning Trust", slug="trust", legal_form=LegalForm.COMPANY_LIMITED_BY_GUARANTEE
    )
    await make_rules(trust)
    await make_organisation(
        "Brook Primary", slug="brook", legal_form=LegalForm.SCHOOL, parent=trust
    )
    page = await (await client.get("/trust/")).follow("Brook Primary")
    assert page.h1 == "Brook Primary"
    assert page.links["Learning Trust"] == "/trust/"
    rules = await page.follow("Our rules in plain words")
    assert "A school goes by the rules of its trust, Learning Trust." in rules.main
    assert "Brook Primary" not in (await client.get("/")).main

    over = client.as_(await make_officer(trust, Role.SECRETARY, over_cluster=True))
    assert (await over.get("/brook/settings")).status == 200


async def test_a_panel_that_awaits_the_reader_stands_first(db, monkeypatch):
    org = await make_tai()

    async def later(request: Request) -> home.Panel:
        return home.Panel("meetings/panel.html", {"text": "Meeting next week"}, place=1)

    async def now(request: Request) -> home.Panel | None:
        if not request.state.roles:
            return None
        return home.Panel("members/panel.html", {"text": "Three applications"}, awaits=True)

    monkeypatch.setattr(home, "PANELS", [later, now])
    found = await home.panels(asking(org, frozenset({Role.SECRETARY})))
    assert [panel.facts["text"] for panel in found] == ["Three applications", "Meeting next week"]
    found = await home.panels(asking(org, frozenset()))
    assert [panel.facts["text"] for panel in found] == ["Meeting next week"]


def asking(org: Organisation, roles: frozenset[Role]) -> Request:
    return Request({"type": "http", "headers": [], "state": {"org": org, "roles": roles}})


async def test_my_organisations_come_first(client, monkeypatch):
    tai, leisure = await make_tai(), await make_organisation("Leisure", slug="leisure")
    person = await make_officer(tai)

    async def member_of(who: Person) -> list[int]:
        return [leisure.id] if who == person else []

    monkeypatch.setattr(home, "MEMBERSHIPS", [member_of])
    page = await client.as_(person).get("/")
    own = [a.get("href") for card in page.by_class("app-card--own") for a in card.iter("a")]
    assert own == ["/tai/", "/leisure/"]
    stranger = await client.as_(await make_person("Eve")).get("/")
    assert "No organisation here knows you" in stranger.main


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    "path", ["/accessibility", "/privacy", "/tai/accessibility", "/tai/privacy"]
)
async def test_every_site_says_how_accessible_it_is_and_what_it_keeps(client, language, path):
    await make_tai()
    page = await client.in_(language).get(path)
    assert page.status == 200
    if path.startswith("/tai"):
        assert {"en": "Glanwern Housing", "cy": "Tai Glanwern"}[language] in page.main


async def test_no_settings_for_strangers_members_or_other_officers(client):
    org = await make_tai()
    chair = await make_officer(org, Role.CHAIR)
    for browser in (client.as_(chair), client.as_(await make_person("Eve"))):
        for path in ("/tai/settings", "/tai/settings/details", "/tai/rules/new", "/tai/roles/new"):
            assert (await browser.get(path)).status == 403
        for path in ("/tai/settings/details", "/tai/rules/new", "/tai/rules", "/tai/roles/new"):
            assert (await browser.post(path)).status == 403
    assert (await Pages(client.app).post("/tai/rules")).status == 401


@pytest.mark.parametrize("number", ["9" * 18, "9" * 19, "9" * 400, "0x1", "-1", "١"])
async def test_a_number_that_no_key_can_hold_is_not_found(client, number):
    org = await make_tai()
    secretary = client.as_(await make_officer(org))
    for path in (f"/tai/roles/{number}/revocation", f"/account/passkeys/{number}"):
        assert (await secretary.get(path)).status == 404


async def test_the_rules_of_a_day_are_shown_as_they_were_known(client):
    with clock.frozen(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        org = await make_organisation()
        await make_rules(org, date(2026, 1, 1), quorum_number=43)
    with clock.frozen(datetime(2026, 3, 9, 12, tzinfo=UTC)):
        # Registered on the 4th; recorded here on the 9th.
        await make_rules(org, date(2026, 3, 4), quorum_number=47)
    with clock.frozen(datetime(2026, 3, 12, 12, tzinfo=UTC)):

        async def told(on=0, known=0):
            """How many the quorum is, and how many versions are told of."""
            days = "&".join(
                f"{name}-day={day}&{name}-month=3&{name}-year=2026"
                for name, day in (("on", on), ("known", known))
                if day
            )
            main = (await client.get(f"/{org.slug}/rules?{days}")).main
            shown = next(n for n in (47, 43) if f"{n} members" in main)
            return shown, main.count("recorded on")

        assert await told() == (47, 2)
        assert await told(on=6) == (47, 2)
        assert await told(on=6, known=8) == (43, 1)
        assert await told(on=3) == (43, 2)
        before = await client.get(f"/{org.slug}/rules?on-day=1&on-month=1&on-year=2020")
        assert "No rules were recorded for that day." in before.main

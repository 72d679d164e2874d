"""An organisation's pages, as members, officers and strangers meet them, in both languages."""

from datetime import date

import pytest
from starlette.requests import Request

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations import access, home
from coopcouncil.organisations.actions import grant, revoke
from coopcouncil.organisations.models import (
    Grant,
    LegalForm,
    Listing,
    Nation,
    Organisation,
    Role,
    RulebookVersion,
    rulebook_on,
)
from coopcouncil.organisations.rules import NotToYourself
from tests.make import make_officer, make_organisation, make_person, make_rules
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def make_tai() -> Organisation:
    org = await make_organisation("Glanwern Housing", slug="tai", nation=Nation.WALES)
    org.name_cy = "Tai Glanwern"
    await org.save()
    await make_rules(org)
    return org


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


async def test_an_organisation_without_rules_says_so_and_who_may_record_them(client):
    org = await make_organisation(slug="leisure")
    assert "Record the rules" not in (await client.get("/leisure/rules")).main
    secretary = client.as_(await make_officer(org))
    page = await (await secretary.get("/leisure/rules")).follow("Record the rules")
    assert page.h1 == "Record new rules"


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_secretary_records_new_rules_after_checking_them(client, language):
    org = await make_tai()
    secretary = client.in_(language).as_(await make_officer(org))
    page = await secretary.get("/tai/rules/new")
    page = await page.submit(
        quorum_number="12",
        special_share="2/3",
        casting_vote="y",
        note="Annual meeting, 3 November",
        **day(clock.today()),
    )
    assert page.status == 200
    assert ("12 members" if language == "en" else "12 aelod") in page.main
    assert await RulebookVersion.within(org).count() == 1  # looked at, not recorded

    # Back with everything still typed, and on again.
    again = await secretary.post("/tai/rules/new", {**page.fields, "change": "y"})
    assert again.fields["quorum_number"] == "12"
    assert again.fields["special_share"] == "2/3"
    page = await again.submit()
    page = await (await page.submit()).follow()
    assert page.sentences
    assert "Annual meeting, 3 November" in page.main
    rules = (await rulebook_on(org, clock.today())).rules
    assert (rules.quorum_number, str(rules.special_share), rules.casting_vote) == (12, "2/3", True)
    assert rules.email_notice  # what nobody touched stays

    old = await secretary.get("/tai/rules/versions/1")
    assert ("Not in force today" if language == "en" else "Ddim mewn grym heddiw") in old.main
    assert (await secretary.get("/tai/rules/versions/9")).status == 404


def day(on: date) -> dict[str, str]:
    return {
        "effective_from__day": str(on.day),
        "effective_from__month": str(on.month),
        "effective_from__year": str(on.year),
    }


async def test_what_the_law_forbids_is_said_at_its_field_and_nothing_typed_is_lost(client):
    org = await make_organisation(slug="trust", legal_form=LegalForm.COMPANY_LIMITED_BY_GUARANTEE)
    await make_rules(org)
    secretary = client.as_(await make_officer(org))
    page = await secretary.get("/trust/rules/new")
    page = await page.submit(proxies=None, agm_notice_days="7", note="We voted")
    assert page.status == 422
    assert len(page.errors) == 2
    assert any("s.324" in each for each in page.errors)
    assert any("s.307" in each for each in page.errors)
    assert page.fields["agm_notice_days"] == "7"
    assert page.fields["note"] == "We voted"
    # The same by the second page's address.
    sent = await secretary.post("/trust/rules", page.fields)
    assert sent.status == 422
    assert await RulebookVersion.within(org).count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [("quorum_number", "many"), ("special_share", "most"), ("quorum_combine", "both")],
)
async def test_what_cannot_be_read_is_said_at_its_field(client, field, typed):
    org = await make_tai()
    secretary = client.as_(await make_officer(org))
    page = await (await secretary.get("/tai/rules/new")).submit(**{field: typed})
    assert page.status == 422
    assert len(page.errors) == 1


async def test_rules_of_the_future_are_refused_at_the_date(client):
    org = await make_tai()
    secretary = client.as_(await make_officer(org))
    page = await secretary.get("/tai/rules/new")
    page = await page.submit(quorum_number="9", **day(date(2999, 1, 1)))
    page = await page.submit()
    assert page.status == 422
    assert any("that day must have come" in each for each in page.errors)


async def test_a_role_is_given_by_address_told_and_seen_by_members(client, monkeypatch):
    org = await make_tai()
    sioned = await make_officer(org)
    secretary = client.as_(sioned)
    page = await (await secretary.get("/tai/roles")).follow("Give a role")
    page = await page.submit(
        name="Bob Hughes", email="Bob@Example.org", role="returning-officer", reason="Board"
    )
    page = await page.follow()
    assert page.sentences == ["Bob Hughes has the role now: Returning officer."]
    assert any("Bob Hughes" in row[1] for row in page.rows())

    bob = await Person.get(addresses__address="bob@example.org")
    assert (await EmailAddress.get(person=bob)).proven_at is None
    told = await OutboxMessage.get(recipient="Bob@Example.org")
    assert "returning officer" in (told.text or "")
    assert "/tai/" in (told.text or "")

    # Members see who holds what; strangers and the signed-out do not.
    member = await make_person("Mair Member")

    async def in_register(person: Person, where: Organisation) -> bool:
        return (person, where) == (member, org)

    monkeypatch.setattr(access, "TELLS_MEMBERS", [in_register])
    seen = await client.as_(member).get("/tai/roles")
    assert "Bob Hughes" in seen.main
    assert "Take back" not in seen.main
    assert (await client.as_(await make_person("Eve")).get("/tai/roles")).status == 403
    assert (await client.get("/tai/roles")).location == "/sign-in?next=/tai/roles"


async def test_a_role_taken_back_counts_no_more_at_once(client):
    org = await make_tai()
    sioned, tom = await make_officer(org), await make_officer(org, name="Tom Rees")
    secretary, toms = client.as_(sioned), client.as_(tom)
    page = await toms.get("/tai/settings/details")
    assert page.status == 200

    given = await Grant.one(org, person=tom)
    ask = await secretary.get(f"/tai/roles/{given.id}/revocation")
    assert (await ask.submit(reason="")).status == 422
    done = await (await ask.submit(reason="Moved away")).follow()
    assert "Moved away" in done.main

    # Mid-session, with a form still open.
    assert (await page.submit(name="Toms House")).status == 403
    assert (await toms.get("/tai/settings")).status == 403
    assert not await Organisation.exists(name="Toms House")


async def test_the_last_secretary_cannot_leave(client):
    org = await make_tai()
    secretary = client.as_(await make_officer(org))
    given = await Grant.within(org).get()
    page = await (await secretary.get(f"/tai/roles/{given.id}/revocation")).submit(reason="Tired")
    assert page.status == 422
    assert any("only secretary" in each for each in page.errors)


async def test_another_organisations_grant_is_not_found(client):
    org, other = await make_tai(), await make_organisation(slug="leisure")
    secretary = client.as_(await make_officer(org))
    await make_officer(other)
    foreign = await Grant.within(other).get()
    for path in (f"/tai/roles/{foreign.id}/revocation",):
        assert (await secretary.get(path)).status == 404
        assert (await secretary.post(path, {"reason": "Mine now"})).status == 404
    await foreign.refresh_from_db()
    assert foreign.revoked_at is None
    # Nor does the role count there.
    assert (await secretary.get("/leisure/settings")).status == 403
    assert (await secretary.get("/leisure/roles/new")).status == 403


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


async def over_money() -> list[tuple[str, str]]:
    found = await OutboxMessage.filter(purpose="email/organisations/granted_over_money")
    return [(one.recipient, one.text or "") for one in found]


async def test_of_a_role_over_money_every_officer_hears(db: None):
    org = await make_tai()
    secretary = await make_officer(org, Role.SECRETARY, "Nusrat Akhtar")
    await make_officer(org, Role.CHAIR, "Gwen Roberts")
    friend = await make_person("Huw Parry")
    await grant(org, friend, Role.TEACHER, secretary)
    assert await over_money() == []
    await grant(org, friend, Role.TREASURER, secretary)
    told = await over_money()
    assert len(told) == 2
    assert all("Huw Parry" in text and "Nusrat Akhtar" in text for _to, text in told)


async def test_nobody_gives_themselves_a_role_over_money(db: None):
    org = await make_tai()
    first = await make_officer(org, Role.SECRETARY, "Nusrat Akhtar")
    chair = await make_officer(org, Role.CHAIR, "Gwen Roberts")
    second = await make_officer(org, Role.SECRETARY, "Huw Parry")
    with pytest.raises(NotToYourself):
        await grant(org, first, Role.TREASURER, first)
    # Other roles are as they were.
    await grant(org, first, Role.SCRUTINEER, first)
    await revoke(await Grant.within(org).get(person_id=second.id), first, "Moved away")
    # Alone she may, and the chair hears of it.
    await grant(org, first, Role.TREASURER, first)
    [(to, text)] = await over_money()
    assert to == (await EmailAddress.get(person_id=chair.id)).address
    assert "They gave themselves this role" in text

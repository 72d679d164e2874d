"""Roles: given, told and taken back, on the pages; over money, every officer hears of them."""

import pytest

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations import access
from coopcouncil.organisations.actions import grant, revoke
from coopcouncil.organisations.models import Grant, Organisation, Role
from coopcouncil.organisations.rules import NotToYourself
from tests.make import make_officer, make_organisation, make_person
from tests.organisations.building import make_tai

pytestmark = pytest.mark.anyio


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

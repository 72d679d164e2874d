"""The member's own page: everything held, shown to its owner alone; what changes at once."""

import io
import json
from datetime import date, timedelta

import pypdf
import pytest

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.models import OutboxMessage, StoredFile
from coopcouncil.members.models import RegisterChange
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.privacy.models import AccessRequest, CorrectionRequest, Outcome
from coopcouncil.privacy.retention import remove_old
from tests.make import make_member, make_officer, make_organisation, make_person, make_rules
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


@pytest.fixture
async def org(db: None) -> Organisation:
    org = await make_organisation("Calderbrook Leisure")
    await make_rules(org)
    return org


async def test_everything_held_is_shown_with_its_ground(client: Pages, org: Organisation) -> None:
    await make_member(org, "Ada Lovell", email="ada@home.example", postcode="ZZ1 1AA")
    await make_member(org, "Bob Rees", email="bob@home.example", postcode="ZZ9 9BB")
    ada = client.as_(await make_person("Ada", "ada@home.example"))

    page = await ada.get(f"/{org.slug}/me")

    for words in ("ZZ1 1AA", "a legal obligation", "Admitted", "Where you signed in", "How you"):
        assert words in page.main
    assert "Bob" not in page.main
    assert "ZZ9 9BB" not in page.main
    assert "How you voted" in page.main
    assert "Records for keeping people safe" in page.main


async def test_a_former_member_still_sees_what_is_held(client: Pages, org: Organisation) -> None:
    await make_member(
        org, "Ada Lovell", email="ada@home.example", status="left", left_on="2024-05-01"
    )
    ada = client.as_(await make_person("Ada", "ada@home.example"))

    assert "Ada Lovell" in (await ada.get(f"/{org.slug}/me")).main


async def test_one_person_with_three_addresses_sees_all_three(
    client: Pages, org: Organisation
) -> None:
    addresses = [f"ada{n}@home.example" for n in range(3)]
    for n, address in enumerate(addresses):
        await make_member(org, f"Ada{n} Lovell", email=address)
    ada = client.as_(await make_person("Ada", *addresses))

    page = await ada.get(f"/{org.slug}/me")

    assert all(f"Ada{n} Lovell" in page.main for n in range(3))


async def test_two_with_one_address_each_see_their_own_data_alone(
    client: Pages, org: Organisation
) -> None:
    # A mother and a daughter of one name.
    mother = await make_member(
        org, "Mair Ŵyn", email="both@home.example", date_of_birth="1961-02-03", postcode="ZZ1 1AA"
    )
    daughter = await make_member(
        org, "Mair Ŵyn", email="Both@home.example", date_of_birth="1999-04-05", postcode="ZZ2 2BB"
    )
    browser = client.as_(await make_person("Mair", "both@home.example"))

    home = await browser.get(f"/{org.slug}/")
    assert mother.member_number not in home.main.split("Your membership")[1][:80]
    page = await browser.get(f"/{org.slug}/me")
    assert "Mair" not in page.main
    assert "Which member are you?" in page.main
    for path in ("contact", "choices", "correction", "data", "erasure"):
        address = f"/{org.slug}/me/{mother.member_id}/{path}"
        assert (await browser.get(address)).status == 404
        assert (await browser.post(address, {})).status == 404

    born = {"born__day": "3", "born__month": "2", "born__year": "1961"}
    wrong = await page.submit(number=daughter.member_number, **born)
    assert wrong.errors == [
        "These are not the number and date of birth of a member with your address."
    ]
    right = await page.submit(number=mother.member_number, **born)
    page = await right.follow()
    assert "ZZ1 1AA" in page.main
    assert "ZZ2 2BB" not in page.main
    assert (await browser.get(f"/{org.slug}/me/{daughter.member_id}/contact")).status == 404

    left = await browser.post(f"/{org.slug}/me/somebody-else", {})
    assert "ZZ1 1AA" not in (await left.follow()).main


async def test_which_member_cannot_be_tried_out(client: Pages, org: Organisation) -> None:
    for born in ("1961-02-03", "1999-04-05"):
        await make_member(org, "Mair Ŵyn", email="both@home.example", date_of_birth=born)
    browser = client.as_(await make_person("Mair", "both@home.example"))
    page = await browser.get(f"/{org.slug}/me")
    answers = [
        await page.submit(number="1", born__day=str(n), born__month="1", born__year="1960")
        for n in range(1, 8)
    ]

    assert [answer.status for answer in answers] == [422] * 5 + [429] * 2


async def test_contact_changes_at_once_and_only_to_a_proven_address(
    client: Pages, org: Organisation
) -> None:
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    ada = client.as_(await make_person("Ada", "ada@home.example", "new@home.example"))
    page = await ada.get(f"/{org.slug}/me/{entry.member_id}/contact")
    stolen = await page.submit(email="stranger@elsewhere.example")
    assert stolen.status == 422
    done = await page.submit(
        email="new@home.example", postal_address="2 New Street\nCalderbrook", postcode="zz3 3cc"
    )

    assert done.status == 303
    now = await entry_of(org, entry.member_id)
    assert now is not None
    assert (now.email, now.postcode) == ("new@home.example", "ZZ3 3CC")
    line = await RegisterChange.within(org).order_by("-id").first().select_related("change_set")
    assert line is not None
    assert line.change_set.recorded_by_id is not None, "it is written down who changed it"


async def test_news_are_off_until_asked_for_and_withdrawn_as_easily(
    client: Pages, org: Organisation
) -> None:
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    ada = client.as_(await make_person("Ada", "ada@home.example"))
    address = f"/{org.slug}/me/{entry.member_id}/choices"
    page = await ada.get(address)
    assert page.fields["news"] == "no"

    async def purposes() -> str:
        now = await entry_of(org, entry.member_id)
        assert now is not None
        return now.email_purposes

    await page.submit(news="yes")
    assert "news" in (await purposes()).split()
    await (await ada.get(address)).submit(news="no", purposes=None)
    # None of the purposes is not the same as none noted, which would mean all but news.
    assert await purposes() == "none"
    page = await ada.get(address)
    assert "purposes" not in page.fields


async def test_a_name_is_corrected_by_request_and_the_member_reads_the_answer(
    client: Pages, org: Organisation
) -> None:
    entry = await make_member(org, "Ada Lovel", email="ada@home.example")
    ada = client.as_(await make_person("Ada", "ada@home.example"))
    secretary = client.as_(await make_officer(org))
    asking = f"/{org.slug}/me/{entry.member_id}/correction"
    nothing = await (await ada.get(asking)).submit()
    assert nothing.errors == ["Change what is wrong, or write what is."]
    await (await ada.get(asking)).submit(family_name="Lovell")
    again = await (await ada.get(asking)).submit(family_name="Lovelace")
    assert again.errors == ["You have asked already. There will be an answer first."]
    now = await entry_of(org, entry.member_id)
    assert now is not None
    assert now.family_name == "Lovel", "nothing changes before a keeper agrees"

    desk = await secretary.get(f"/{org.slug}/data-protection")
    page = await desk.follow(f"Ada Lovel ({entry.member_number})")
    assert "Lovell" in page.main
    unsaid = await page.submit(decision="refuse")
    assert unsaid.errors == ["Write the reason: the person reads it."]
    await page.submit(decision="approve", always="always", reason="As on the certificate")
    twice = await page.submit(decision="refuse", reason="No")
    assert twice.errors == ["This has been decided already."]

    before = await entry_of(org, entry.member_id, date(2020, 6, 1))
    assert before is not None
    assert before.family_name == "Lovell", "it was always so"
    assert "As on the certificate" in (await ada.get(f"/{org.slug}/me")).main
    (told,) = await OutboxMessage.filter(recipient="ada@home.example")
    assert "There is an answer" in told.subject
    assert "certificate" not in (told.text or ""), "what it says is read by whoever signs in"
    assert (await CorrectionRequest.within(org).get()).outcome is Outcome.DONE


async def test_nobody_decides_on_their_own_wish(client: Pages, org: Organisation) -> None:
    secretary = await make_officer(org)
    address = str((await secretary.addresses.all().order_by("id").first()).address)  # type: ignore[attr-defined]
    entry = await make_member(org, "Sioned Parri", email=address)
    browser = client.as_(secretary)
    await (await browser.get(f"/{org.slug}/me/{entry.member_id}/correction")).submit(
        family_name="Parry"
    )
    asked = await CorrectionRequest.within(org).get()
    page = await browser.get(f"/{org.slug}/data-protection/corrections/{asked.id}")
    refused = await page.submit(decision="approve")

    assert refused.errors == ["This is about yourself. Somebody else must decide it."]


async def test_everything_is_taken_away_by_its_person_alone_and_then_goes(
    client: Pages, org: Organisation
) -> None:
    entry = await make_member(
        org, "Ada Lovell", email="ada@home.example", date_of_birth="1980-01-02"
    )
    await make_member(org, "Bob Rees", email="bob@home.example")
    person = await make_person("Ada", "ada@home.example")
    ada, secretary = client.as_(person), client.as_(await make_officer(org))
    address = f"/{org.slug}/me/{entry.member_id}/data"
    page = await (await (await ada.get(address)).submit()).follow()
    assert "being made" in page.main
    await jobs.run_jobs()
    page = await ada.get(address)
    data = await page.follow("Everything for other programs (JSON)")
    said = json.loads(data.body)

    assert said["format"] == "coopcouncil-held/1"
    register = next(s for s in said["sections"] if s["key"] == "register")
    assert {"what": "Date of birth", "value": "2 January 1980"} in register["facts"]
    assert [s["key"] for s in said["sections"]][:2] == ["register", "register-history"]
    assert said["left_out"]
    assert b"Bob" not in data.body
    paper = pypdf.PdfReader(
        io.BytesIO((await page.follow("Everything to read and print (PDF)")).body)
    )
    assert "Ada Lovell" in " ".join(leaf.extract_text() for leaf in paper.pages)

    request = await AccessRequest.within(org).get()
    assert request.downloads == 2
    assert request.answered_at is not None, "nothing else was asked for"
    for stranger in (secretary, client.as_(await make_person())):
        assert (await stranger.get(f"{address}/{request.id}/json")).status == 404
    (told,) = await OutboxMessage.filter(recipient="ada@home.example")
    assert address in (told.text or "")
    await jobs.enqueue("privacy-take-away", {"request": request.id})
    await jobs.run_jobs()
    assert await OutboxMessage.filter(recipient="ada@home.example").count() == 1

    with clock.frozen(clock.now() + timedelta(days=15)):
        done = await remove_old()
        assert done["access-files"] == 2
        assert "deleted" in (await client.as_(person).get(address)).main
    assert not await StoredFile.filter(organisation_id=org.id).exists()


async def test_paper_is_answered_by_a_person_within_its_clock(
    client: Pages, org: Organisation
) -> None:
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    ada = client.as_(await make_person("Ada", "ada@home.example"))
    secretary = client.as_(await make_officer(org))
    page = await ada.get(f"/{org.slug}/me/{entry.member_id}/data")
    await page.submit(said="The minutes of 1998")
    await jobs.run_jobs()
    request = await AccessRequest.within(org).get()
    assert request.answered_at is None

    at = f"/{org.slug}/data-protection/requests/{request.id}"
    assert "The minutes of 1998" in (await secretary.get(at)).main
    late = await secretary.post(f"{at}/extension", {"reason": "The archive is in boxes"})
    assert late.status == 303
    assert (
        "The archive is in boxes" in (await ada.get(f"/{org.slug}/me/{entry.member_id}/data")).main
    )
    again = await secretary.post(f"{at}/extension", {"reason": "Still"})
    assert again.errors == ["More time has been taken already. The law allows it once."]
    await secretary.post(f"{at}/answer", {"answer": "Copies posted on Monday"})
    assert "Copies posted" in (await ada.get(f"/{org.slug}/me/{entry.member_id}/data")).main


async def test_the_desk_is_for_keepers_and_their_own_organisation(
    client: Pages, org: Organisation
) -> None:
    entry = await make_member(org, "Ada Lovel", email="ada@home.example")
    person = await make_person("Ada", "ada@home.example")
    ada = client.as_(person)
    await (await ada.get(f"/{org.slug}/me/{entry.member_id}/correction")).submit(said="My name")
    asked = await CorrectionRequest.within(org).get()
    other = await make_organisation()
    elsewhere = client.as_(await make_officer(other))

    for path in ("", "/removals", f"/corrections/{asked.id}"):
        assert (await ada.get(f"/{org.slug}/data-protection{path}")).status == 403
    theirs = f"/{other.slug}/data-protection/corrections/{asked.id}"
    assert (await elsewhere.get(theirs)).status == 404
    assert (await elsewhere.post(theirs, {"decision": "approve"})).status == 404
    assert (await elsewhere.get(f"/{other.slug}/me/{entry.member_id}/contact")).status == 404


async def test_every_page_speaks_welsh(client: Pages, org: Organisation) -> None:
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    ada = client.in_("cy").as_(await make_person("Ada", "ada@home.example"))
    secretary = client.in_("cy").as_(await make_officer(org))
    mine = f"/{org.slug}/me/{entry.member_id}"
    await ada.post(f"{mine}/correction", {"said": "Fy enw"})
    await ada.post(f"{mine}/data", {"said": "Y papurau"})
    await ada.post(f"{mine}/erasure", {"said": ""})
    await jobs.run_jobs()
    for path in ("contact", "choices", "correction", "data", "erasure"):
        assert (await ada.get(f"{mine}/{path}")).status == 200
    assert (await ada.get(f"/{org.slug}/me")).status == 200
    desk = await secretary.get(f"/{org.slug}/data-protection")
    for link in [one for one in desk.links.values() if "/data-protection/" in one]:
        assert (await secretary.get(link)).status == 200
    assert (await secretary.get(f"/{org.slug}/")).status == 200
    assert (await ada.get(f"/{org.slug}/privacy/kept")).status == 200
    (told,) = await OutboxMessage.filter(recipient="ada@home.example")
    assert "data" in told.subject

"""The notice goes out: to everybody, once, in their language and way."""

import io
from datetime import UTC, date, datetime, timedelta

import icalendar
import pypdf
import pytest

from coopcouncil.accounts.models import EmailAddress
from coopcouncil.ballots.models import Ballot
from coopcouncil.kernel import files, jobs, mail
from coopcouncil.kernel.clock import frozen
from coopcouncil.kernel.models import AuditEntry, Job, OutboxMessage, StoredFile
from coopcouncil.meetings.actions import mailing, sending
from coopcouncil.meetings.actions.agenda import PaperDraft, attach_paper, remove_paper
from coopcouncil.meetings.models import (
    AgendaItem,
    CopyLanguage,
    CopyWay,
    LetterBatch,
    Notice,
    NoticeCopy,
    PaperLanguage,
)
from coopcouncil.members.actions import change
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Role
from tests.make import (
    make_meeting,
    make_member,
    make_officer,
    make_organisation,
    make_person,
    make_rules,
)

pytestmark = pytest.mark.anyio

TODAY = datetime(2026, 3, 1, 10, tzinfo=UTC)
ADDRESS = "1 High Street\nCalderbrook"


@pytest.fixture
async def org(db):
    with frozen(TODAY):
        org = await make_organisation("Tai Glanwern")
        org.name_cy = "Tai Glanwern"
        await org.save()
        await make_rules(org, bilingual=True)
        yield org


@pytest.fixture
async def secretary(org):
    return await make_officer(org)


@pytest.fixture
async def register(org):
    """One of each: language by way."""
    return {
        "en": await make_member(org, "Ada Lovell", email="ada@example.org", language="en"),
        "cy": await make_member(org, "Bethan Wyn", email="bethan@example.org", language="cy"),
        "both": await make_member(org, "Cai Doe", email="cai@example.org"),
        "news": await make_member(
            org,
            "Dai Parry",
            email="dai@example.org",
            email_purposes="news",
            postal_address=ADDRESS,
            language="cy",
        ),
        "large": await make_member(
            org,
            "Eve Stone",
            format="large-print",
            postal_address=ADDRESS,
            postcode="CB1 2DE",
            language="en",
        ),
        "braille": await make_member(org, "Fay Hill", format="braille", email="fay@example.org"),
        "nowhere": await make_member(org, "Gwen Jones"),
    }


@pytest.fixture
async def meeting(org, secretary, register):
    return await make_meeting(org, secretary, on=date(2026, 3, 20))


async def send(client, org, meeting, person):
    page = await client.as_(person).get(f"/{org.slug}/meetings/{meeting.id}/notice")
    return await page.submit()


async def test_everybody_is_told_in_their_language_and_way(
    client, org, secretary, register, meeting
):
    auditor = await make_officer(org, Role.AUDITOR, name="Audrey Auditor")
    director = await make_officer(org, Role.DIRECTOR, name="Ada Lovell")
    await EmailAddress.filter(person=director).update(address="ada@example.org")

    page = await client.as_(secretary).get(f"/{org.slug}/meetings/{meeting.id}/notice")
    assert "Send notice to 9 people" in page.main
    assert ["By e-mail", "5"] in page.rows()
    assert ["By post", "2"] in page.rows()
    page = await page.submit()
    assert page.status == 303

    notice = await Notice.of(meeting).get()
    found = {copy.name: copy for copy in await NoticeCopy.of(notice).filter(office="")}
    ways = {name: (copy.way, copy.language) for name, copy in found.items()}
    assert ways == {
        "Ada Lovell": (CopyWay.EMAIL, CopyLanguage.ENGLISH),
        "Bethan Wyn": (CopyWay.EMAIL, CopyLanguage.WELSH),
        "Cai Doe": (CopyWay.EMAIL, CopyLanguage.BOTH),
        "Dai Parry": (CopyWay.POST, CopyLanguage.WELSH),
        "Eve Stone": (CopyWay.POST, CopyLanguage.ENGLISH),
        "Fay Hill": (CopyWay.SPOKEN, CopyLanguage.BOTH),
        "Gwen Jones": (CopyWay.NONE, CopyLanguage.BOTH),
    }
    offices = {c.name: c.office for c in await NoticeCopy.of(notice).exclude(office="")}
    assert offices == {auditor.name: "auditor", secretary.name: "secretary"}

    await jobs.run_jobs()
    messages = {m.recipient: m for m in await OutboxMessage.filter(organisation_id=org.id)}
    assert "Annual general meeting" in messages["ada@example.org"].text
    assert "Cyfarfod" not in messages["ada@example.org"].text
    assert "Cyfarfod cyffredinol blynyddol" in messages["bethan@example.org"].text
    assert "20 Mawrth 2026" in messages["bethan@example.org"].text
    both = messages["cai@example.org"]
    assert both.text.index("20 Mawrth 2026") < both.text.index("20 March 2026")
    assert "Hysbysiad" in both.subject
    assert "Notice" in both.subject
    assert "dai@example.org" not in messages, "notified for news alone"
    assert len(both.attachments) == 2

    page = await client.as_(secretary).get(page.location)
    assert "Fay Hill" in page.main
    assert "No usable address." in page.main


async def test_the_calendar_entry_keeps_its_uid_and_says_london(client, org, secretary, meeting):
    with frozen(datetime(2026, 6, 1, 10, tzinfo=UTC)):
        meeting = await make_meeting(org, secretary, on=date(2026, 6, 30))
        await send(client, org, meeting, secretary)
        await jobs.run_jobs()
        await send(client, org, meeting, secretary)
        await jobs.run_jobs()
    entries = []
    for notice in await Notice.of(meeting).order_by("number"):
        message = (await mail.about(org.id, mailing.about(notice)))[0]
        file = await StoredFile.get(id=message.attachments[0])
        assert file.content_type == "text/calendar"
        data = await files.read(file)
        assert b"DTSTART;TZID=Europe/London:20260630T190000" in data
        assert b"BEGIN:VTIMEZONE" in data
        entries.append(icalendar.Calendar.from_ical(data).walk("VEVENT")[0])
    assert entries[0]["UID"] == entries[1]["UID"]
    assert [entry["SEQUENCE"] for entry in entries] == [0, 1]


async def test_a_missing_welsh_text_holds_the_notice_back(client, org, secretary, meeting):
    item = await AgendaItem.of(meeting).get()
    item.text = "English alone."
    await item.save()
    browser = client.as_(secretary)

    page = await browser.get(f"/{org.slug}/meetings/{meeting.id}/notice")
    assert page.errors == ["Write the text of item 1 in Welsh."]
    page = await browser.post(f"/{org.slug}/meetings/{meeting.id}/notice", {"after": "0"})
    assert page.status == 409
    assert not await Notice.of(meeting).exists()
    assert not await OutboxMessage.filter(organisation_id=org.id).exists()


async def test_two_clicks_send_one_notice(client, org, secretary, meeting):
    page = await client.as_(secretary).get(f"/{org.slug}/meetings/{meeting.id}/notice")
    first, second = await page.submit(), await page.submit()

    assert first.location == second.location
    assert await Notice.of(meeting).count() == 1
    await jobs.run_jobs()
    assert (
        await OutboxMessage.filter(organisation_id=org.id, recipient="ada@example.org").count() == 1
    )


async def test_a_job_that_runs_again_tells_nobody_twice(client, org, secretary, meeting):
    await send(client, org, meeting, secretary)
    notice = await Notice.of(meeting).get()
    await jobs.run_jobs()
    sent = await OutboxMessage.filter(organisation_id=org.id).count()
    batches = {batch.id: batch.file_id for batch in await LetterBatch.of(notice)}

    await mailing.mail_notice({"notice": notice.id})
    for batch in batches:
        await mailing.make_letters({"batch": batch})

    assert await OutboxMessage.filter(organisation_id=org.id).count() == sent
    assert {b.id: b.file_id for b in await LetterBatch.of(notice)} == batches


async def test_a_sending_whose_jobs_gave_up_is_asked_for_again(client, org, secretary, meeting):
    await send(client, org, meeting, secretary)
    await Job.filter(organisation_id=org.id).delete()
    browser, path = client.as_(secretary), f"/{org.slug}/meetings/{meeting.id}/notices/1"
    assert "Send the rest" not in (await browser.get(path)).main
    with frozen(TODAY + timedelta(hours=4)):
        page = await browser.get(path)
        assert "Send the rest" in page.main
        await page.submit()
        await jobs.run_jobs()
        assert "being sent" not in (await browser.get(path)).main
    assert await OutboxMessage.filter(organisation_id=org.id).count() == 4


async def test_letters_are_in_their_language_and_size(client, org, secretary, meeting):
    await send(client, org, meeting, secretary)
    await jobs.run_jobs()
    notice = await Notice.of(meeting).get()
    texts = {}
    for batch in await LetterBatch.of(notice):
        pdf = pypdf.PdfReader(io.BytesIO(await files.read(await StoredFile.get(id=batch.file_id))))
        texts[batch.language, batch.is_large] = "\n".join(p.extract_text() for p in pdf.pages)
    assert set(texts) == {(CopyLanguage.WELSH, False), (CopyLanguage.ENGLISH, True)}
    assert "Dai Parry" in texts[CopyLanguage.WELSH, False]
    assert "1 Mawrth 2026" in texts[CopyLanguage.WELSH, False]
    assert "Eve Stone" in texts[CopyLanguage.ENGLISH, True]
    assert "CB1 2DE" in texts[CopyLanguage.ENGLISH, True]

    page = await client.as_(secretary).get(f"/{org.slug}/meetings/{meeting.id}/notices/1")
    links = [href for text, href in page.links.items() if text.startswith("Letters")]
    answer = await client.as_(secretary).get(links[0])
    assert answer.body.startswith(b"%PDF")


async def test_a_message_that_came_back_later_is_noted_by_hand(
    client, org, secretary, register, meeting
):
    await send(client, org, meeting, secretary)
    await jobs.run_jobs()
    notice = await Notice.of(meeting).get()
    message = await OutboxMessage.get(organisation_id=org.id, recipient="ada@example.org")
    await OutboxMessage.filter(id=message.id).update(status="sent")
    copy = await NoticeCopy.of(notice).get(message_id=message.id)
    browser, path = client.as_(secretary), f"/{org.slug}/meetings/{meeting.id}/notices/1"
    listed = await browser.get(f"{path}/copies")
    assert "It came back" in listed.main

    page = await (await browser.post(f"{path}/copies/{copy.id}/returned", {})).follow()
    assert "ada@example.org came back" in page.main
    assert (await browser.post(f"{path}/copies/{copy.id}/returned", {})).status == 404


async def test_bounces_are_listed_with_the_day_to_post_and_posted_once(
    client, org, secretary, register, meeting
):
    await send(client, org, meeting, secretary)
    await jobs.run_jobs()
    notice = await Notice.of(meeting).get()
    message = await OutboxMessage.get(organisation_id=org.id, recipient="ada@example.org")
    await mail.mark_bounced(message.message_id, "550 no such user")
    browser, path = client.as_(secretary), f"/{org.slug}/meetings/{meeting.id}/notices/1"

    page = await browser.get(path)
    assert "ada@example.org came back" in page.main
    assert "550 no such user" in page.main
    assert "Tuesday 3 March 2026" in page.main, "the last day to post for 20 March"
    refused = await browser.post(f"{path}/letters")
    assert refused.status == 409, "no postal address is known"

    member = await Member.within(org).get(id=register["en"].member_id)
    await change(org, member, {"postal_address": ADDRESS}, by=secretary)
    assert (await browser.post(f"{path}/letters")).status == 303
    assert (await browser.post(f"{path}/letters")).status == 409, "nobody is left"
    copies = await NoticeCopy.of(notice).filter(member_id=member.id).order_by("id")
    assert [copy.way for copy in copies] == [CopyWay.EMAIL, CopyWay.POST]
    await jobs.run_jobs()
    assert not await LetterBatch.of(notice).filter(made_at=None).exists()


async def test_the_day_of_posting_is_noted_and_a_future_one_refused(
    client, org, secretary, meeting
):
    await send(client, org, meeting, secretary)
    await jobs.run_jobs()
    page = await client.as_(secretary).get(
        f"/{org.slug}/meetings/{meeting.id}/notices/1/letters/1/posting"
    )
    page = await page.submit(posted_on__day="9")
    assert page.status == 422
    page = await page.submit(posted_on__day="1")
    assert page.status == 303
    notice = await Notice.of(meeting).get()
    assert (await LetterBatch.one_of(notice, number=1)).posted_on == date(2026, 3, 1)


async def test_what_was_sent_stays_though_the_agenda_changes(client, org, secretary, meeting):
    await send(client, org, meeting, secretary)
    item = await AgendaItem.of(meeting).get()
    item.title = "Something else"
    await item.save()
    member = client.as_(await make_officer(org, Role.DIRECTOR))

    page = await member.get(f"/{org.slug}/meetings/{meeting.id}")
    assert "Report 1" in page.main
    assert "Something else" not in page.main
    assert (await Notice.of(meeting).get()).sha256 in page.main
    welsh = await member.in_("cy").get(f"/{org.slug}/meetings/{meeting.id}")
    assert "Adroddiad 1" in welsh.main


async def test_a_cancelled_meeting_is_told_in_both_languages(client, org, secretary, meeting):
    await send(client, org, meeting, secretary)
    page = await client.as_(secretary).get(f"/{org.slug}/meetings/{meeting.id}/cancellation")
    page = await page.submit(reason="The hall is flooded.")
    assert page.status == 422, "the Welsh reason is missing"
    page = await page.submit(reason_cy="Mae’r neuadd dan ddŵr.")
    assert page.status == 303
    await jobs.run_jobs()

    texts = OutboxMessage.filter(recipient="bethan@example.org").order_by("id")
    assert "dan ddŵr" in [message.text or "" for message in await texts][-1]
    entry = await client.as_(secretary).get(f"/{org.slug}/meetings/{meeting.id}/calendar.ics")
    assert "METHOD:CANCEL" in entry.text
    assert (await client.as_(secretary).get(f"/{org.slug}/meetings/{meeting.id}/notice")).errors


async def test_who_was_missed_is_shown(client, org, secretary, meeting):
    await send(client, org, meeting, secretary)
    with frozen(TODAY + timedelta(days=3)):
        await make_member(org, "Late Entry", joined_on=date(2026, 2, 1))
        page = await client.as_(secretary).get(f"/{org.slug}/meetings/{meeting.id}/notices/1")
    assert "Late Entry" in page.main


async def test_the_deeds_are_in_the_audit(client, org, secretary, meeting):
    await send(client, org, meeting, secretary)
    written = [entry.payload for entry in await AuditEntry.filter(organisation_id=org.id)]
    facts = [dict(each)["facts"] for each in written if each and each["verb"] == "sent notice"]
    (only,) = facts
    assert isinstance(only, dict)
    assert only["sha256"] == (await Notice.of(meeting).get()).sha256


async def test_a_sealed_rolls_fingerprint_is_in_the_notice(org, secretary, meeting):
    from coopcouncil.ballots.models import Footing, Kind, Roll
    from coopcouncil.organisations.models import rulebook_on
    from coopcouncil.organisations.rulebook import KeyKeeper, Papers, PaperVote

    ballot = await Ballot.create(
        organisation=org,
        kind=Kind.RESOLUTION,
        footing=Footing.MEETING,
        title="A rule",
        title_cy="Rheol",
        qualifying_on=date(2026, 3, 1),
        opens_at=TODAY,
        closes_at=TODAY + timedelta(days=19),
        rulebook=await rulebook_on(org, date(2026, 3, 1)),
        vote_changeable=True,
        paper_vote=PaperVote.REPLACES,
        papers=Papers.PUBLIC,
        key_keeper=KeyKeeper.PLATFORM,
        created_at=TODAY,
    )
    await Roll.create(
        ballot=ballot, cut_at=TODAY, count=7, salt="0" * 64, hash="ab" * 32, sealed_at=TODAY
    )
    await AgendaItem.of(meeting).update(ballot_id=ballot.id, kind="resolution")
    notice = await sending.send_notice(org, meeting, after=0, by=secretary)
    await jobs.run_jobs()

    assert notice.agenda["items"][0]["ballot"]["roll_sha256"] == "ab" * 32
    message = await OutboxMessage.get(organisation_id=org.id, recipient="ada@example.org")
    assert "ab" * 32 in message.text


async def test_a_member_reads_the_notice_and_its_papers_and_nothing_of_the_desk(
    client, org, secretary, register, meeting
):
    item = await AgendaItem.of(meeting).get()
    draft = PaperDraft("a.pdf", b"%PDF-1", "Accounts", "Cyfrifon", PaperLanguage.BOTH)
    named = await attach_paper(org, meeting, item, draft, by=secretary)
    await send(client, org, meeting, secretary)
    later = await attach_paper(org, meeting, item, draft, by=secretary)
    await remove_paper(org, meeting, named, by=secretary)
    member = client.as_(await make_person("Bethan Wyn", "bethan@example.org")).in_("cy")
    base = f"/{org.slug}/meetings"

    assert "Cyfarfod cyffredinol blynyddol" in (await member.get(base)).links
    page = await member.get(f"{base}/{meeting.id}")
    assert (await member.get(page.links["Cyfrifon"])).body == b"%PDF-1", "named, so it stays"
    assert (await member.get(f"{base}/{meeting.id}/papers/{later.id}")).status == 404
    assert "Cyfarfod" in (await member.get(f"/{org.slug}/")).main
    for path in ("prepare", "agenda", "notice", "notices/1", "notices/1/copies", "attendance"):
        assert (await member.get(f"{base}/{meeting.id}/{path}")).status == 403, path


async def test_another_organisations_rows_are_not_here(client, org, secretary, meeting):
    await send(client, org, meeting, secretary)
    await jobs.run_jobs()
    other = await make_organisation("Another")
    await make_rules(other)
    stranger = client.as_(await make_officer(other, name="Stranger"))
    base = f"/{other.slug}/meetings/{meeting.id}"
    for path in ("", "/prepare", "/notice", "/notices/1", "/notices/1/letters/1.pdf", "/minutes"):
        assert (await stranger.get(base + path)).status == 404, path
    for path in ("/notice", "/notices/1/letters", "/attendance", "/minutes", "/discard"):
        assert (await stranger.post(base + path, {"after": "0", "member": "1"})).status == 404, path

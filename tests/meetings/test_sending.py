"""The notice goes out: to everybody, in their language and way, once."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from coopcouncil.accounts.models import EmailAddress
from coopcouncil.kernel import files, jobs, mail
from coopcouncil.kernel.clock import frozen
from coopcouncil.kernel.models import Job, OutboxMessage, StoredFile
from coopcouncil.meetings.actions import mailing
from coopcouncil.meetings.models import (
    AgendaItem,
    CopyLanguage,
    CopyWay,
    LetterBatch,
    Notice,
    NoticeCopy,
)
from coopcouncil.organisations.models import Role
from tests.make import (
    make_meeting,
    make_member,
    make_officer,
)
from tests.meetings.telling import TODAY, send

pytestmark = pytest.mark.anyio


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


async def test_who_was_missed_is_shown(client, org, secretary, meeting):
    await send(client, org, meeting, secretary)
    with frozen(TODAY + timedelta(days=3)):
        await make_member(org, "Late Entry", joined_on=date(2026, 2, 1))
        page = await client.as_(secretary).get(f"/{org.slug}/meetings/{meeting.id}/notices/1")
    assert "Late Entry" in page.main

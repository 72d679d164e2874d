"""Letters of a notice, what came back, and when it was posted."""

import io
from datetime import date

import pypdf
import pytest

from coopcouncil.kernel import files, jobs, mail
from coopcouncil.kernel.models import OutboxMessage, StoredFile
from coopcouncil.meetings.models import (
    CopyLanguage,
    CopyWay,
    LetterBatch,
    Notice,
    NoticeCopy,
)
from coopcouncil.members.actions import change
from coopcouncil.members.models import Member
from tests.meetings.telling import ADDRESS, send

pytestmark = pytest.mark.anyio


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

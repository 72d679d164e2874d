"""What was sent stays, is read by members, and is nobody else's."""

from datetime import date, timedelta

import pytest

from coopcouncil.ballots.models import Ballot
from coopcouncil.kernel import jobs
from coopcouncil.kernel.models import AuditEntry, OutboxMessage
from coopcouncil.meetings.actions import sending
from coopcouncil.meetings.actions.agenda import PaperDraft, attach_paper, remove_paper
from coopcouncil.meetings.models import (
    AgendaItem,
    Notice,
    PaperLanguage,
)
from coopcouncil.organisations.models import Role
from tests.make import (
    make_officer,
    make_organisation,
    make_person,
    make_rules,
)
from tests.meetings.telling import TODAY, send

pytestmark = pytest.mark.anyio


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

"""Notice goes out: frozen, written for each reader, and then sent by jobs.

The copies are written in the transaction that sends; a job hands each e-mail to the outbox in
the transaction that notes it on the copy. So a second click, a second worker and a kill leave
everybody with exactly one.
"""

from datetime import date
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.models import Ballot
from coopcouncil.kernel import audit, clock, jobs, mail
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.models import MessageStatus, OutboxMessage
from coopcouncil.meetings.actions.calling import subject
from coopcouncil.meetings.frozen import fingerprint, frozen
from coopcouncil.meetings.models import (
    CopyWay,
    LetterBatch,
    Meeting,
    Notice,
    NoticeCopy,
    NoticeKind,
)
from coopcouncil.meetings.models.reach import Reach, open_batch, reach, split, write_copies
from coopcouncil.meetings.reads import (
    Listed,
    agenda_of,
    cancellation_of,
    notice_rules,
    rules_of,
    short_notice_of,
    undelivered,
)
from coopcouncil.meetings.rules.notice import Way
from coopcouncil.meetings.rules.sending import (
    Draft,
    NothingToPost,
    Part,
    PostedInFuture,
    Text,
    Written,
    obstacles_to_sending,
)
from coopcouncil.members.reads import current
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.rulebook import Rulebook

MAIL, LETTERS = "meetings-mail", "meetings-letters"


async def reach_today(org: Organisation, rules: Rulebook) -> Reach:
    """How many copies would go which way if notice went out now."""
    return await reach(org, clock.today(), rules.email_notice, rules.bilingual)


async def obstacles(
    org: Organisation, meeting: Meeting, agenda: tuple[Listed, ...], copies: Reach
) -> tuple[Refused, ...]:
    """Everything that stands in the notice's way now."""
    rules = await rules_of(meeting)
    agreed = await short_notice_of(meeting, rules)
    draft = Draft(
        starts_at=meeting.starts_at,
        texts=_texts(meeting, agenda),
        items=len(agenda),
        has_place=bool(meeting.place or meeting.place_cy),
        is_online=bool(meeting.online_address),
        is_cancelled=await cancellation_of(meeting) is not None,
        copies={way: copies.ways.get(way.value, 0) for way in Way},
        others=copies.ways.get("spoken", 0) + copies.ways.get("none", 0),
        short_notice_agreed=agreed is not None and agreed.is_agreed,
    )
    notice = notice_rules(org, rules, meeting.is_agm, meeting.on)
    return obstacles_to_sending(draft, rules, notice, meeting.on, clock.now(), clock.today())


async def send_notice(org: Organisation, meeting: Meeting, *, after: int, by: Person) -> Notice:
    """Send notice to everybody in the register, and to officers and auditor.

    `after` is the number of the last notice that the sender saw: whoever presses twice gets
    the notice that the first press sent.
    """
    async with in_transaction():
        await meeting.lock()
        last = await Notice.of(meeting).order_by("-number").first()
        if last and last.number > after:
            return last
        rules = await rules_of(meeting)
        agenda = await agenda_of(org, meeting)
        for refusal in await obstacles(org, meeting, agenda, await reach_today(org, rules)):
            raise refusal
        short = await short_notice_of(meeting, rules)
        content = frozen(org, meeting, agenda, rules)
        notice = await _send(
            org, meeting, NoticeKind.NOTICE, content, rules, is_short=short is not None, by=by
        )
        if meeting.called_on is None:
            meeting.called_on = clock.today()
            await meeting.save(update_fields=["called_on"])
    return notice


async def tell_of_cancellation(org: Organisation, meeting: Meeting, *, by: Person) -> Notice:
    """Tell everybody that the meeting will not be held. The caller holds the meeting's lock."""
    rules = await rules_of(meeting)
    content = frozen(org, meeting, await agenda_of(org, meeting), rules)
    cancelled = await cancellation_of(meeting)
    if cancelled:
        content["cancelled"] = {"en": cancelled.reason, "cy": cancelled.reason_cy}
    return await _send(org, meeting, NoticeKind.CANCELLATION, content, rules, by=by)


async def _send(
    org: Organisation,
    meeting: Meeting,
    kind: NoticeKind,
    content: dict[str, Any],
    rules: Rulebook,
    *,
    by: Person,
    is_short: bool = False,
) -> Notice:
    last = await Notice.of(meeting).order_by("-number").first()
    notice = await Notice.create(
        meeting=meeting,
        number=last.number + 1 if last else 1,
        kind=kind,
        agenda=content,
        sha256=fingerprint(content),
        is_short=is_short,
        sent_at=clock.now(),
        sent_by=by,
    )
    copies = await write_copies(notice, org, clock.today(), rules.email_notice, rules.bilingual)
    await jobs.enqueue(MAIL, {"notice": notice.id}, organisation_id=org.id)
    for batch in await LetterBatch.of(notice):
        await jobs.enqueue(LETTERS, {"batch": batch.id}, organisation_id=org.id)
    await audit.record(
        org.id,
        by.id,
        f"sent {kind.value}",
        subject(meeting),
        number=notice.number,
        sha256=notice.sha256,
        copies=copies,
    )
    return notice


async def try_again(org: Organisation, meeting: Meeting, notice: Notice, *, by: Person) -> None:
    """Ask again for what is not done, should its jobs have given up. Nobody is told twice."""
    async with in_transaction():
        await meeting.lock()
        if notice.mailed_at is None:
            await jobs.enqueue(MAIL, {"notice": notice.id}, organisation_id=org.id)
        for batch in await LetterBatch.of(notice).filter(made_at=None):
            await jobs.enqueue(LETTERS, {"batch": batch.id}, organisation_id=org.id)
        await audit.record(
            org.id, by.id, "asked again for sending", subject(meeting), number=notice.number
        )


async def post_instead(
    org: Organisation, meeting: Meeting, notice: Notice, *, by: Person
) -> list[LetterBatch]:
    """Write letters to those whom e-mail did not reach, at their address of today."""
    async with in_transaction():
        await meeting.lock()
        waiting = {copy.member_id: copy for copy in await undelivered(notice) if copy.member_id}
        reached = set(waiting) - await stopped(waiting)
        entries = await current(org).filter(member_id__in=reached).exclude(postal_address="")
        if not entries:
            raise NothingToPost
        batch = await open_batch(notice, clock.now(), by.id)
        for entry in entries:
            old = waiting[entry.member_id]
            await NoticeCopy.create(
                notice=notice,
                member_id=entry.member_id,
                way=CopyWay.POST,
                language=old.language,
                format=entry.format,
                name=entry.name,
                member_number=entry.member_number,
                sort_key=entry.sort_key,
                postal_address=entry.postal_address,
                postcode=entry.postcode,
                batch=batch,
            )
        batches = await split(notice, batch)
        for each in batches:
            await jobs.enqueue(LETTERS, {"batch": each.id}, organisation_id=org.id)
        await audit.record(
            org.id,
            by.id,
            "posted instead",
            subject(meeting),
            number=notice.number,
            letters=len(entries),
        )
    return batches


async def note_posting(
    org: Organisation, meeting: Meeting, batch: LetterBatch, on: date, *, by: Person
) -> None:
    """Record the day on which letters were posted: deemed service runs from it."""
    async with in_transaction():
        await meeting.lock()
        if not batch.asked_at.date() <= on <= clock.today():
            raise PostedInFuture(on)
        batch.posted_on, batch.posted_by_id = on, by.id
        await batch.save(update_fields=["posted_on", "posted_by_id"])
        await audit.record(
            org.id,
            by.id,
            "noted posting",
            subject(meeting),
            batch=batch.number,
            letters=batch.letters,
            on=on,
        )


async def note_done(
    org: Organisation, meeting: Meeting, copy: NoticeCopy, done: bool, *, by: Person
) -> None:
    """Tick off a copy that the secretary reads out, rings about or carries; or take it back."""
    async with in_transaction():
        await meeting.lock()
        copy.done_at = clock.now() if done else None
        await copy.save(update_fields=["done_at"])
        verb = "told in person" if done else "took back told in person"
        await audit.record(org.id, by.id, verb, subject(meeting), copy=copy.id)


async def note_returned(
    org: Organisation, meeting: Meeting, copy: NoticeCopy, *, by: Person
) -> None:
    """An e-mail came back later, as the secretary found in the mailbox: it reached nobody."""
    async with in_transaction():
        await meeting.lock()
        message = await OutboxMessage.get_or_none(id=copy.message_id, organisation_id=org.id)
        if message is None or message.status not in (MessageStatus.SENT, MessageStatus.SHOWN):
            raise NotHere
        await mail.mark_bounced(message.message_id, "returned")
        await audit.record(
            org.id, by.id, "noted a returned message", subject(meeting), copy=copy.id
        )


def _texts(meeting: Meeting, agenda: tuple[Listed, ...]) -> tuple[Written, ...]:
    found = [
        Written(Part.TITLE, Text(meeting.title, meeting.title_cy)),
        Written(Part.PLACE, Text(meeting.place, meeting.place_cy)),
        Written(Part.JOINING, Text(meeting.joining, meeting.joining_cy)),
    ]
    for listed in agenda:
        item, number = listed.item, listed.number
        found.append(Written(Part.ITEM_TITLE, Text(item.title, item.title_cy), number))
        found.append(Written(Part.ITEM_TEXT, Text(item.text, item.text_cy), number))
        for paper in listed.papers:
            found.append(Written(Part.PAPER_TITLE, Text(paper.title, paper.title_cy), number))
        if ballot := listed.ballot:
            for text in (Text(ballot.title, ballot.title_cy), _question(ballot)):
                found.append(Written(Part.BALLOT, text, number))
    return tuple(found)


def _question(ballot: Ballot) -> Text:
    return Text(ballot.question, ballot.question_cy)

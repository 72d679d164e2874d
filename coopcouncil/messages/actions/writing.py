"""Drafts, and the sending itself: frozen and written for each reader in one transaction.

A job hands each e-mail to the outbox in the transaction that notes it on the copy; so a second
press, a second worker and a kill leave everybody with exactly one.
"""

from datetime import date
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock, config, jobs, limits, mail
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.models import MessageStatus, OutboxMessage
from coopcouncil.members.models import Member
from coopcouncil.members.reads import current
from coopcouncil.messages.actions.mailing import LETTERS, MAIL, parts_of, subject_of, via
from coopcouncil.messages.models import (
    LetterFile,
    Message,
    MessageCopy,
    MessageKind,
    Way,
    Worded,
)
from coopcouncil.messages.reach import Reach, into_files, reach, write_copies
from coopcouncil.messages.rules import (
    Audience,
    NobodyToTell,
    NothingToPost,
    SentAlready,
    obstacles_in_words,
)
from coopcouncil.messages.stopping import stop_news
from coopcouncil.organisations.models import Organisation, has_rules, rulebook_on

SENDINGS_A_DAY = 20
TESTS_AN_HOUR = 20
DAY, HOUR = 86_400, 3_600


async def is_bilingual(org: Organisation) -> bool:
    """Whether everything must be said in both languages."""
    if not await has_rules(org):
        return False
    return (await rulebook_on(org, clock.today())).rules.bilingual


async def begin(org: Organisation, words: dict[str, Any], kind: MessageKind, by: Person) -> Message:
    """A draft, to everybody until others are chosen."""
    return await Message.create(
        organisation=org,
        kind=kind,
        audience=Audience().write(),
        begun_by=by,
        begun_at=clock.now(),
        **words,
    )


async def reword(message: Message, words: dict[str, Any], kind: MessageKind) -> None:
    """Other words, while it is a draft."""
    async with in_transaction():
        await _draft(message)
        message.update_from_dict({**words, "kind": kind})
        await message.save()


async def choose(message: Message, to: Audience, by_post: bool) -> None:
    """Others to write to, while it is a draft."""
    async with in_transaction():
        await _draft(message)
        message.audience, message.by_post = to.write(), by_post
        await message.save()


async def discard(message: Message) -> None:
    """Throw a draft away."""
    async with in_transaction():
        await _draft(message)
        await message.delete()


def has_halves(worded: Worded) -> bool:
    """Whether a language has a subject and no text, or the other way round."""
    pairs = ((worded.subject, worded.body), (worded.subject_cy, worded.body_cy))
    return any(bool(subject) != bool(body) for subject, body in pairs)


async def obstacles(org: Organisation, message: Message, found: Reach) -> list[Refused]:
    """What stands in the message's way now."""
    missing = obstacles_in_words(message.languages, has_halves(message), await is_bilingual(org))
    return missing + ([] if found.readers else [NobodyToTell()])


async def test(org: Organisation, worded: Worded, is_news: bool, by: Person) -> str:
    """Send it to oneself, in every language that is written; the address."""
    address = await by.addresses.all().order_by("id").first()  # type: ignore[attr-defined]
    if address is None:
        raise NotHere
    await limits.hit("message-test", f"{org.id}:{by.id}", TESTS_AN_HOUR, HOUR)
    spoken = worded.languages
    if not spoken:
        raise obstacles_in_words(spoken, has_halves(worded), False)[0]
    async with in_transaction():
        for language in spoken:
            await mail.send(
                org.id,
                address.address,
                template="email/messages/message",
                language=language,
                context={
                    "subject": subject_of(worded, (language,)),
                    "name": by.name,
                    "parts": parts_of(org, worded, (language,), is_news),
                    "stop": "",
                },
                via=via(org),
                about="message-test",
            )
    return str(address.address)


async def send(org: Organisation, message: Message, by: Person) -> None:
    """Freeze it and write everybody's copy; a second press finds it sent."""
    if message.sent_at is None:
        await limits.hit("message-send", str(org.id), SENDINGS_A_DAY, DAY)
    async with in_transaction():
        await lock("message", message.id)
        await message.refresh_from_db()
        if message.sent_at is not None:
            return
        for refusal in await obstacles(org, message, await reach(org, message)):
            raise refusal
        message.sent_at, message.sent_by = clock.now(), by
        await message.save(update_fields=["sent_at", "sent_by_id"])
        copies = await write_copies(org, message)
        for file in await into_files(message):
            await jobs.enqueue(LETTERS, {"letters": file.id}, organisation_id=org.id)
        await jobs.enqueue(MAIL, {"message": message.id}, organisation_id=org.id)
        await audit.record(
            org.id,
            by.id,
            "sent a message",
            f"message:{message.id}",
            kind=message.kind.value,
            copies=copies,
        )


async def try_again(org: Organisation, message: Message, by: Person) -> None:
    """Ask again for what is not done, should its jobs have given up. Nobody is told twice."""
    async with in_transaction():
        await lock("message", message.id)
        if message.mailed_at is None:
            await jobs.enqueue(MAIL, {"message": message.id}, organisation_id=org.id)
        for file in await LetterFile.of(message).filter(made_at=None):
            await jobs.enqueue(LETTERS, {"letters": file.id}, organisation_id=org.id)
        await audit.record(org.id, by.id, "asked again for sending", f"message:{message.id}")


async def post_instead(org: Organisation, message: Message, by: Person) -> int:
    """Letters to those whose e-mail came back, at their address of today; how many."""
    async with in_transaction():
        await lock("message", message.id)
        late = {copy.member_id: copy for copy in await came_back(message)}
        entries = await current(org).filter(member_id__in=list(late)).exclude(postal_address="")
        if not entries or message.kind is MessageKind.NEWS:
            raise NothingToPost
        for entry in entries:
            await MessageCopy.create(
                message=message,
                member_id=entry.member_id,
                way=Way.POST,
                language=late[entry.member_id].language,
                format=entry.format,
                name=entry.name,
                member_number=entry.member_number,
                sort_key=entry.sort_key,
                postal_address=entry.postal_address,
                postcode=entry.postcode,
            )
        for file in await into_files(message):
            await jobs.enqueue(LETTERS, {"letters": file.id}, organisation_id=org.id)
        await audit.record(
            org.id, by.id, "posted instead", f"message:{message.id}", letters=len(entries)
        )
    return len(entries)


async def came_back(message: Message) -> list[MessageCopy]:
    """E-mails that reached nobody and were not followed by a letter, by name."""
    posted = {copy.member_id for copy in await MessageCopy.of(message).filter(way=Way.POST)}
    mailed = await MessageCopy.of(message).filter(way=Way.EMAIL).exclude(outbox_id=None)
    bad = (MessageStatus.BOUNCED, MessageStatus.FAILED)
    found = OutboxMessage.filter(id__in=[copy.outbox_id for copy in mailed], status__in=bad)
    numbers = {one.id for one in await found}
    late = [c for c in mailed if c.outbox_id in numbers and c.member_id not in posted]
    return sorted(late, key=lambda copy: (copy.sort_key, copy.id))


async def note_posted(
    org: Organisation, message: Message, file: LetterFile, on: date, by: Person
) -> None:
    """The day on which a file of letters was posted."""
    async with in_transaction():
        await LetterFile.of(message).filter(id=file.id).update(posted_on=on)
        await audit.record(
            org.id, by.id, "noted posting", f"message:{message.id}", letters=file.letters, on=on
        )


async def note_done(
    org: Organisation, message: Message, copy: MessageCopy, done: bool, by: Person
) -> None:
    """Tick off somebody who was rung or visited, or take it back."""
    if copy.way not in (Way.SPOKEN, Way.NONE):
        raise NotHere
    async with in_transaction():
        await (
            MessageCopy.of(message).filter(id=copy.id).update(done_at=clock.now() if done else None)
        )
        verb = "told in person" if done else "took back told in person"
        await audit.record(org.id, by.id, verb, f"message:{message.id}", copy=copy.id)


async def note_returned(org: Organisation, message: Message, copy: MessageCopy, by: Person) -> None:
    """An e-mail came back later, as somebody found in the mailbox."""
    found = await OutboxMessage.get_or_none(id=copy.outbox_id or 0, organisation_id=org.id)
    if found is None or found.status not in (MessageStatus.SENT, MessageStatus.SHOWN):
        raise NotHere
    async with in_transaction():
        await mail.mark_bounced(found.message_id, "returned")
        await audit.record(
            org.id, by.id, "noted a returned message", f"message:{message.id}", copy=copy.id
        )


async def note_complaint(
    org: Organisation, message: Message, copy: MessageCopy, why: str, by: Person
) -> None:
    """Somebody did not want it: noted, and news stop at once."""
    async with in_transaction():
        await (
            MessageCopy.of(message)
            .filter(id=copy.id, complained_at=None)
            .update(complained_at=clock.now())
        )
        await audit.record(
            org.id, by.id, "noted a complaint", f"message:{message.id}", copy=copy.id
        )
    if message.kind is MessageKind.NEWS:
        await stop_news(org, await Member.one(org, id=copy.member_id), why)


def sends_nothing() -> bool:
    """Whether there is no server: a demonstration shows its messages instead."""
    settings = config.current()
    return not settings.smtp_url and not settings.notify_key


async def _draft(message: Message) -> None:
    await lock("message", message.id)
    await message.refresh_from_db(fields=["sent_at"])
    if message.sent_at is not None:
        raise SentAlready

"""Messages to people: written in the transaction that they tell about, sent by a job after it.

A template `email/<slice>/<name>.txt` begins with `Subject: …` and an empty line; beside it may
stand an `.html`. Where no server is set (a demonstration, a trial), a message is only shown.
"""

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock, config, files, jobs, notify, pages
from coopcouncil.kernel.db import ids
from coopcouncil.kernel.models import INSTALLATION, MessageStatus, OutboxMessage, StoredFile

PATIENCE = 60
# When to look what became of a message that was handed to GOV.UK Notify.
LOOKS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(hours=72))
# Stands instead of Notify's number from before a call until its answer.
ASKED = "asked"


@dataclass(frozen=True)
class Letter:
    """A message to one address, before it is written: see `send`."""

    to: str
    template: str
    language: str
    context: Mapping[str, Any]
    attachments: tuple[StoredFile, ...] = ()
    sensitive: bool = False
    about: str = ""
    via: str = ""
    unsubscribe: str = ""


class BadTemplate(Exception):
    """A message's template without its subject line: our own fault, found by the tests."""


async def send(
    organisation_id: int | None,
    to: str,
    template: str,
    language: str,
    context: Mapping[str, Any],
    attachments: Iterable[StoredFile] = (),
    sensitive: bool = False,
    about: str = "",
    via: str = "",
    unsubscribe: str = "",
) -> OutboxMessage:
    """Write a message to one address, in the current transaction.

    `about` names what it tells of ("notice:12"), to find its messages again. The words of a
    `sensitive` one (it bears a code) are shown to nobody outside the demonstration, and are
    erased once it is sent. `via` chooses between "smtp" and "notify" where there are both;
    `unsubscribe` is an address where one press stops news (RFC 8058).
    """
    letter = Letter(
        to, template, language, context, tuple(attachments), sensitive, about, via, unsubscribe
    )
    message = _written(organisation_id, letter)
    await message.save()
    if message.status is MessageStatus.QUEUED:
        await jobs.enqueue("send-mail", {"message": message.id}, organisation_id)
    return message


async def send_all(organisation_id: int | None, letters: Iterable[Letter]) -> None:
    """Write many messages, each to one address, in the current transaction."""
    wanted = list(letters)
    numbers = await ids("outbox_message", len(wanted))
    messages = [
        _written(organisation_id, letter, id=number)
        for letter, number in zip(wanted, numbers, strict=True)
    ]
    await OutboxMessage.bulk_create(messages)
    waiting = [one.id for one in messages if one.status is MessageStatus.QUEUED]
    await jobs.enqueue_all("send-mail", ({"message": one} for one in waiting), organisation_id)


def _written(organisation_id: int | None, letter: Letter, **own: int) -> OutboxMessage:
    template, language, context = letter.template, letter.language, letter.context
    subject, text = _subject_and_text(pages.render(f"{template}.txt", language, **context))
    html = None
    if (pages.TEMPLATES / f"{template}.html").is_file():
        html = pages.render(f"{template}.html", language, **context)
    settings = config.current()
    via = letter.via
    if not via:
        via = "notify" if settings.notify_key and not settings.smtp_url else "smtp"
    shown = not (settings.notify_key if via == "notify" else settings.smtp_url)
    now = clock.now()
    return OutboxMessage(
        **own,
        organisation_id=organisation_id or INSTALLATION,
        purpose=template,
        about=letter.about,
        recipient=letter.to,
        language=language,
        subject=subject,
        # Without a server nobody would ever read it, or erase it: only a demonstration shows.
        text=None if shown and letter.sensitive and not settings.demo else text,
        html=None if shown and letter.sensitive and not settings.demo else html,
        attachments=[file.id for file in letter.attachments],
        is_sensitive=letter.sensitive,
        via=via,
        unsubscribe=letter.unsubscribe,
        status=MessageStatus.SHOWN if shown else MessageStatus.QUEUED,
        message_id=f"<{secrets.token_hex(16)}@{_domain(settings.mail_from)}>",
        created_at=now,
        settled_at=now if shown else None,
    )


async def mark_bounced(message_id: str, reason: str, at: datetime | None = None) -> bool:
    """Record that a message came back; whether it was one of ours."""
    return bool(
        await OutboxMessage.filter(message_id=message_id).update(
            status=MessageStatus.BOUNCED, reason=reason[:500], settled_at=at or clock.now()
        )
    )


async def about(organisation_id: int, subject: str) -> list[OutboxMessage]:
    """The messages that told of one thing, oldest first."""
    return await OutboxMessage.filter(organisation_id=organisation_id, about=subject).order_by("id")


def may_be_read(message: OutboxMessage) -> bool:
    """Whether an officer may read the words: never those with a code, but in a demonstration."""
    return message.text is not None and (not message.is_sensitive or config.current().demo)


async def _give_up(payload: jobs.Payload) -> None:
    await _settle(payload["message"], MessageStatus.FAILED, "")


@jobs.job("send-mail", when_dead=_give_up)
async def _send(payload: jobs.Payload) -> None:
    message = await OutboxMessage.get(id=payload["message"])
    if message.status != MessageStatus.QUEUED:
        return
    if message.via == "notify":
        await _notify(message)
        return
    url = config.current().smtp_url
    if url is None:
        await _settle(message.id, MessageStatus.SHOWN, "")
        return
    try:
        await _post(url, await _envelope(message))
    except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPResponseException) as trouble:
        reason = _for_ever(trouble)
        if reason is None:
            raise
        await _settle(message.id, MessageStatus.BOUNCED, reason)
        return
    await _settle(message.id, MessageStatus.SENT, "")


async def _notify(message: OutboxMessage) -> None:
    """Hand a message to GOV.UK Notify, which takes no attachments.

    Whether an earlier try, killed before its answer came, handed it over already is asked by the
    message's own number.
    """
    settings = config.current()
    if not settings.notify_key:
        await _settle(message.id, MessageStatus.SHOWN, "")
        return
    number = ""
    if message.remote_id == ASKED:
        number = await notify.number_of(settings, message.message_id)
    await OutboxMessage.filter(id=message.id).update(remote_id=ASKED)
    email = notify.Email(
        message.recipient,
        message.subject,
        message.text or "",
        message.message_id,
        message.unsubscribe,
    )
    try:
        number = number or await notify.send(settings, email)
    except notify.NotifyRefused as refusal:
        await _settle(message.id, MessageStatus.BOUNCED, refusal.reason)
        return
    async with in_transaction():
        await OutboxMessage.filter(id=message.id).update(remote_id=number)
        await _settle(message.id, MessageStatus.SENT, "")
        await _look_later(message.id, message.organisation_id, 0)


async def _look_later(message_id: int, organisation_id: int, look: int) -> None:
    if look < len(LOOKS):
        payload = {"message": message_id, "look": look}
        await jobs.enqueue(
            "notify-outcome", payload, organisation_id, execute_after=clock.now() + LOOKS[look]
        )


@jobs.job("notify-outcome")
async def _look(payload: jobs.Payload) -> None:
    """Ask Notify what became of a message, and note it where it came back."""
    message = await OutboxMessage.get_or_none(id=payload["message"])
    settings = config.current()
    if message is None or message.status != MessageStatus.SENT or not settings.notify_key:
        return
    status = await notify.status_of(settings, message.remote_id)
    if status in notify.FAILED:
        await _settle(message.id, MessageStatus.BOUNCED, status)
    elif status not in notify.DELIVERED:
        await _look_later(message.id, message.organisation_id, int(payload["look"]) + 1)


async def _settle(message_id: int, status: MessageStatus, reason: str) -> None:
    row = OutboxMessage.filter(id=message_id)
    await row.update(status=status, reason=reason[:500], settled_at=clock.now())
    await OutboxMessage.filter(id=message_id, is_sensitive=True).update(text=None, html=None)


def _for_ever(trouble: Exception) -> str | None:
    """What the server said, where trying again would change nothing (a code of 500 and up)."""
    if isinstance(trouble, aiosmtplib.SMTPRecipientsRefused):
        said = [(one.code, one.message) for one in trouble.recipients]
    elif isinstance(trouble, aiosmtplib.SMTPResponseException):
        said = [(trouble.code, trouble.message)]
    else:
        return None
    if all(code >= 500 for code, _words in said):
        return "; ".join(f"{code} {words}" for code, words in said)
    return None


async def _envelope(message: OutboxMessage) -> EmailMessage:
    """The message as it goes over the wire; the same at each try."""
    made = EmailMessage(policy=SMTP)
    name, address = parseaddr(config.current().mail_from)
    made["From"] = Address(name, addr_spec=address)
    made["To"] = Address(addr_spec=message.recipient)
    made["Subject"] = message.subject
    made["Date"] = format_datetime(message.created_at)
    made["Message-ID"] = message.message_id
    made["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe:
        made["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(message.text or "")
    if message.html:
        made.add_alternative(message.html, subtype="html")
    for file in await StoredFile.filter(id__in=message.attachments).order_by("id"):
        main, _, sub = file.content_type.partition("/")
        made.add_attachment(await files.read(file), maintype=main, subtype=sub, filename=file.name)
    # Last: each part that is added takes the headers of content before it along.
    made["Content-Language"] = message.language
    return made


async def _post(url: str, message: EmailMessage) -> None:
    """`smtp://user:word@host:587` takes TLS where it is offered, `smtps://` from the start."""
    parts = urlsplit(url)
    is_tls = parts.scheme == "smtps"
    await asyncio.wait_for(
        aiosmtplib.send(
            message,
            hostname=parts.hostname or "localhost",
            port=parts.port or (465 if is_tls else 25),
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            use_tls=is_tls,
            start_tls=None if not is_tls else False,
            timeout=PATIENCE / 2,
        ),
        PATIENCE,
    )


def _subject_and_text(rendered: str) -> tuple[str, str]:
    first, _, rest = rendered.lstrip().partition("\n")
    if not first.startswith("Subject: "):
        raise BadTemplate(f"A message begins with its subject, not with {first[:60]!r}.")
    return " ".join(first.removeprefix("Subject: ").split()), rest.strip() + "\n"


def _domain(mail_from: str) -> str:
    return parseaddr(mail_from)[1].partition("@")[2] or "localhost"

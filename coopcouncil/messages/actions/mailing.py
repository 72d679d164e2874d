"""The jobs behind a message: e-mails handed to the outbox, letters set as one file."""

import io
from collections.abc import Sequence
from typing import Any

import anyio.to_thread
from markupsafe import Markup
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock, config, files, jobs, mail, pages, pdf
from coopcouncil.members.kinds import Format
from coopcouncil.members.safeguarding import stopped
from coopcouncil.messages.models import (
    LetterFile,
    Message,
    MessageCopy,
    MessageKind,
    Speech,
    Way,
    Worded,
)
from coopcouncil.messages.stopping import address as stop_address
from coopcouncil.organisations.models import Nation, Organisation

MAIL, LETTERS = "messages-mail", "messages-letters"
EMAILS_AT_ONCE = 50
# Setting letters takes some 2 MB each: a few at a time, joined afterwards.
LETTERS_AT_ONCE = 25


def spoken_in(org: Organisation, speech: Speech) -> tuple[str, ...]:
    """The languages of a copy; where both, Welsh comes first in Wales."""
    if speech is not Speech.BOTH:
        return (speech.value,)
    return ("cy", "en") if org.nation is Nation.WALES else ("en", "cy")


def via(org: Organisation) -> str:
    """By which server this organisation's messages go."""
    settings = config.current()
    if settings.notify_key and (org.slug in settings.notify_for or not settings.smtp_url):
        return "notify"
    return "smtp"


def subject_of(worded: Worded, languages: Sequence[str]) -> str:
    """The subject in these languages."""
    return " / ".join(dict.fromkeys(worded.called(language) for language in languages))


def parts_of(
    org: Organisation, worded: Worded, languages: Sequence[str], is_news: bool
) -> list[str]:
    """The text in each language, with the line beneath that says why it comes."""
    return [
        pages.render(
            "email/messages/_part.txt",
            language,
            text=worded.says(language),
            organisation=org.called(language),
            is_news=is_news,
            address=f"{config.current().base_url}/{org.slug}/me",
        ).strip()
        for language in languages
    ]


@jobs.job(MAIL)
async def mail_message(payload: jobs.Payload) -> None:
    """Hand every e-mail of a message to the outbox, some at a time."""
    message = await Message.everywhere().get(id=payload["message"])
    org = await Organisation.get(id=message.organisation_id)
    words: dict[Speech, dict[str, Any]] = {}
    while await _some(org, message, words):
        pass


async def _some(org: Organisation, message: Message, words: dict[Speech, dict[str, Any]]) -> bool:
    """The next e-mails, in one transaction with the note that they are in the outbox.

    The rows are locked, so a second worker waits and then finds them noted.
    """
    async with in_transaction():
        waiting = (
            await MessageCopy.of(message)
            .filter(way=Way.EMAIL, outbox_id=None)
            .order_by("id")
            .limit(EMAILS_AT_ONCE)
            .select_for_update()
        )
        # A stop that came between sending and now counts too.
        silent = await stopped([copy.member_id for copy in waiting])
        for copy in waiting:
            if copy.outbox_id is not None:
                continue
            if copy.member_id in silent:
                copy.way, copy.email = Way.NONE, ""
                await copy.save(update_fields=["way", "email"])
                continue
            if copy.language not in words:
                spoken = spoken_in(org, copy.language)
                words[copy.language] = {
                    "subject": subject_of(message, spoken),
                    "parts": parts_of(org, message, spoken, message.kind is MessageKind.NEWS),
                }
            stop = stop_address(org, copy.member_id) if message.kind is MessageKind.NEWS else ""
            sent = await mail.send(
                org.id,
                copy.email,
                template="email/messages/message",
                language=spoken_in(org, copy.language)[0],
                context={"name": copy.name, "stop": stop, **words[copy.language]},
                about=f"message:{message.id}",
                via=via(org),
                unsubscribe=stop,
            )
            copy.outbox_id = sent.id
            await copy.save(update_fields=["outbox_id"])
        if not waiting:
            await (
                Message.everywhere()
                .filter(id=message.id, mailed_at=None)
                .update(mailed_at=clock.now())
            )
    return bool(waiting)


@jobs.job(LETTERS)
async def make_letters(payload: jobs.Payload) -> None:
    """Set one file of letters; a second run finds it made."""
    file = await LetterFile.get(id=payload["letters"])
    if file.made_at is not None:
        return
    message = await Message.everywhere().get(id=file.message_id)
    org = await Organisation.get(id=message.organisation_id)
    data = await letters(org, message, file)
    async with in_transaction():
        name = f"letters-{message.id}-{file.number}.pdf"
        stored = await files.put(org.id, name, "application/pdf", data)
        await LetterFile.filter(id=file.id, made_at=None).update(
            file_id=stored.id, made_at=clock.now()
        )


async def letters(org: Organisation, message: Message, file: LetterFile) -> bytes:
    """All letters of a file as one PDF: large print last, languages together."""
    copies = await MessageCopy.of(message).filter(letters_id=file.id)
    silent = await stopped([copy.member_id for copy in copies])
    copies = [copy for copy in copies if copy.member_id not in silent]
    copies.sort(key=lambda c: (c.format is Format.LARGE_PRINT, c.language, c.sort_key, c.id))
    pieces: list[bytes] = []
    for large in (False, True):
        same = [copy for copy in copies if (copy.format is Format.LARGE_PRINT) == large]
        for start in range(0, len(same), LETTERS_AT_ONCE):
            part = same[start : start + LETTERS_AT_ONCE]
            pieces.append(await _set(org, message, part, large))
    if not pieces:
        pieces.append(await _set(org, message, [], False))
    return pieces[0] if len(pieces) == 1 else await anyio.to_thread.run_sync(_joined, pieces)


async def _set(
    org: Organisation, message: Message, copies: Sequence[MessageCopy], large: bool
) -> bytes:
    return await pdf.render(
        "print/messages/letters.html",
        spoken_in(org, copies[0].language)[0] if copies else "en",
        large=large,
        title=message.called("en"),
        letters=[
            Markup(  # noqa: S704  our own template, escaped as it was rendered
                pages.render(
                    "print/messages/_letter.html",
                    language,
                    org=org,
                    sender_lines=_sender_lines(org),
                    lines=address_lines(copy),
                    sent_on=message.sent_at or clock.now(),
                    heading=message.called(language),
                    name=copy.name,
                    text=message.says(language),
                )
            )
            for copy in copies
            for language in spoken_in(org, copy.language)
        ],
    )


def _joined(pieces: list[bytes]) -> bytes:
    # Imported here: only letters need it.
    from pypdf import PdfWriter

    writer = PdfWriter()
    for piece in pieces:
        if len(writer.pages) % 2:
            # Printed on both sides, the next letter must not begin on the back of this one.
            writer.add_blank_page()
        writer.append(io.BytesIO(piece))
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def _sender_lines(org: Organisation) -> list[str]:
    lines = [line.strip() for line in org.postal_address.splitlines() if line.strip()]
    return [*lines, *(part for part in (org.postcode, org.telephone, org.email) if part)]


def address_lines(copy: MessageCopy) -> list[str]:
    """Name and address as an envelope's window shows them."""
    lines = [line.strip() for line in copy.postal_address.replace(",\n", "\n").splitlines()]
    if copy.postcode and copy.postcode not in " ".join(lines):
        lines.append(copy.postcode)
    return [copy.name, *(line for line in lines if line)]

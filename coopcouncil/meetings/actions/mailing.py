"""The jobs behind a sending: e-mails handed to the outbox, letters set as files."""

from typing import Any

from markupsafe import Markup
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock, config, files, i18n, jobs, mail, pages, pdf
from coopcouncil.kernel.models import StoredFile
from coopcouncil.meetings.actions.sending import LETTERS, MAIL
from coopcouncil.meetings.frozen import telling
from coopcouncil.meetings.ics import calendar_entry
from coopcouncil.meetings.models import (
    CopyLanguage,
    CopyWay,
    LetterBatch,
    Meeting,
    Notice,
    NoticeCopy,
)
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation

EMAILS_AT_ONCE = 50


def languages_of(language: CopyLanguage) -> tuple[str, ...]:
    """The languages that a copy speaks, in their order: where both, Welsh comes first."""
    return ("cy", "en") if language is CopyLanguage.BOTH else (language.value,)


def about(notice: Notice) -> str:
    """What the outbox says that the messages of this notice are about."""
    return f"meeting-notice:{notice.id}"


def address_of(org: Organisation, meeting: Meeting) -> str:
    """Where a reader finds the meeting."""
    return f"{config.current().base_url}/{org.slug}/meetings/{meeting.id}"


@jobs.job(MAIL)
async def mail_notice(payload: jobs.Payload) -> None:
    """Hand every e-mail of a notice to the outbox, some at a time."""
    notice, meeting, org = await _found(payload["notice"])
    entries = await _calendar_entries(org, meeting, notice)
    words: dict[CopyLanguage, dict[str, Any]] = {}
    while await _some(org, meeting, notice, entries, words):
        pass


async def _some(
    org: Organisation,
    meeting: Meeting,
    notice: Notice,
    entries: dict[str, StoredFile],
    words: dict[CopyLanguage, dict[str, Any]],
) -> bool:
    """The next e-mails, in one transaction with the note that they are in the outbox.

    The rows are locked, so a second worker waits and then finds them noted.
    """
    async with in_transaction():
        waiting = (
            await NoticeCopy.of(notice)
            .filter(way=CopyWay.EMAIL, message_id=None)
            .order_by("id")
            .limit(EMAILS_AT_ONCE)
            .select_for_update()
        )
        held = await stopped(copy.member_id for copy in waiting)
        for copy in waiting:
            if copy.message_id is not None:
                continue
            if copy.member_id in held:
                copy.way = CopyWay.NONE
                await copy.save(update_fields=["way"])
                continue
            if copy.language not in words:
                words[copy.language] = await _words(org, meeting, notice, copy.language)
            spoken = languages_of(copy.language)
            message = await mail.send(
                org.id,
                copy.email,
                template="email/meetings/notice",
                language=spoken[0],
                context={"name": copy.name, **words[copy.language]},
                attachments=[entries[lang] for lang in spoken],
                about=about(notice),
            )
            copy.message_id = message.id
            await copy.save(update_fields=["message_id"])
        if not waiting:
            await Notice.filter(id=notice.id, mailed_at=None).update(mailed_at=clock.now())
    return bool(waiting)


async def _words(
    org: Organisation, meeting: Meeting, notice: Notice, language: CopyLanguage
) -> dict[str, Any]:
    """Subject and text of the messages in one choice of languages; alike but for the name."""
    parts = []
    for lang in languages_of(language):
        ctx = {**telling(notice.agenda, lang), "address": address_of(org, meeting)}
        parts.append(pages.render("email/meetings/_part.txt", lang, **ctx).strip())
    subjects = [_subject(notice, lang) for lang in languages_of(language)]
    return {"subject": " / ".join(subjects), "parts": parts}


async def _calendar_entries(
    org: Organisation, meeting: Meeting, notice: Notice
) -> dict[str, StoredFile]:
    """One `.ics` per language, stored once and attached to every message."""
    found = {}
    for lang in i18n.LANGUAGES:
        data = calendar_entry(
            notice.agenda, meeting.id, notice.number, notice.sent_at, address_of(org, meeting), lang
        )
        name = f"notice-{notice.id}-{lang}.ics"
        stored = await StoredFile.filter(organisation_id=org.id, name=name).first()
        found[lang] = stored or await files.put(org.id, name, "text/calendar", data)
    return found


@jobs.job(LETTERS)
async def make_letters(payload: jobs.Payload) -> None:
    """Set one file of letters; a second run finds it made."""
    batch = await LetterBatch.get(id=payload["batch"])
    if batch.made_at is not None:
        return
    notice, meeting, org = await _found(batch.notice_id)
    await _hold_back(notice, batch)
    data = await letters(org, meeting, notice, batch)
    name = f"letters-{notice.number}-{batch.number}.pdf"
    async with in_transaction():
        stored = await files.put(org.id, name, "application/pdf", data, made_here=True)
        await LetterBatch.filter(id=batch.id, made_at=None).update(
            file_id=stored.id, made_at=clock.now()
        )


async def _hold_back(notice: Notice, batch: LetterBatch) -> None:
    """Take those out whom nobody may write to, should that have been said since."""
    copies = NoticeCopy.of(notice).filter(batch_id=batch.id)
    held = await stopped([row["member_id"] for row in await copies.values("member_id")])
    if held:
        async with in_transaction():
            await copies.filter(member_id__in=held).update(way=CopyWay.NONE, batch_id=None)
            batch.letters -= len(held)
            await batch.save(update_fields=["letters"])


async def letters(org: Organisation, meeting: Meeting, notice: Notice, batch: LetterBatch) -> bytes:
    """The letters of a batch as PDF, each on a page of its own."""
    copies = await NoticeCopy.of(notice).filter(batch_id=batch.id).order_by("sort_key", "id")
    address = address_of(org, meeting)
    about_the_notice = {
        "sender_lines": _sender_lines(org),
        "sent_on": clock.today(),
        "qr": pdf.qr(address, title=address),
        "address": address,
        "org": org,
    }
    spoken = languages_of(batch.language)
    parts = {lang: {**telling(notice.agenda, lang), **about_the_notice} for lang in spoken}
    return await pdf.render(
        "print/meetings/letters.html",
        spoken[0],
        large=batch.is_large,
        title=_subject(notice, spoken[0]),
        # Each in its own language: dates and all.
        letters=[
            Markup(  # noqa: S704  our own template, escaped as it was rendered
                pages.render(
                    "print/meetings/_letter.html",
                    lang,
                    **part,
                    copy=copy,
                    lines=address_lines(copy),
                    heading=_subject(notice, lang),
                )
            )
            for copy in copies
            for lang, part in parts.items()
        ],
    )


def _subject(notice: Notice, lang: str) -> str:
    return pages.render("email/meetings/_subject.txt", lang, **telling(notice.agenda, lang)).strip()


def _sender_lines(org: Organisation) -> list[str]:
    lines = [line.strip() for line in org.postal_address.splitlines() if line.strip()]
    return [*lines, *(part for part in (org.postcode, org.telephone, org.email) if part)]


def address_lines(copy: NoticeCopy) -> list[str]:
    """Name and address as an envelope's window shows them."""
    lines = [line.strip() for line in copy.postal_address.replace(",\n", "\n").splitlines()]
    if copy.postcode and copy.postcode not in " ".join(lines):
        lines.append(copy.postcode)
    return [copy.name, *(line for line in lines if line)]


async def _found(notice_id: int) -> tuple[Notice, Meeting, Organisation]:
    """The rows of a job: it names them by number, being sent by nobody."""
    notice = await Notice.get(id=notice_id)
    meeting = await Meeting.everywhere().filter(id=notice.meeting_id).get()
    return notice, meeting, await Organisation.get(id=meeting.organisation_id)

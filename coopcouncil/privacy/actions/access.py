"""The access request: asked, made by a job, fetched by the person alone, and gone after days."""

import json
from datetime import date
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import audit, clock, config, files, i18n, jobs, mail, pdf
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.models import StoredFile
from coopcouncil.meetings.rules.calendar import bank_holidays
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation
from coopcouncil.privacy import held
from coopcouncil.privacy.actions.telling import tell_answered
from coopcouncil.privacy.models import AccessRequest
from coopcouncil.privacy.rules import (
    FILES_DAYS,
    AskedAlready,
    Decided,
    ReasonForIt,
    answer_by,
    may_extend,
)

MAKE = "privacy-take-away"
MORE_MONTHS = 3
"""The month, and two more: UK GDPR article 12(3)."""


async def ask(org: Organisation, entry: RegisterEntry, more: str, by: Person) -> AccessRequest:
    """Ask for everything: the clock starts, and a job makes the files."""
    today = clock.today()
    async with in_transaction():
        await lock("privacy", entry.member_id)
        waiting = AccessRequest.within(org).filter(member_id=entry.member_id, answered_at=None)
        if await waiting.exists():
            raise AskedAlready
        made = await AccessRequest.create(
            organisation=org,
            member_id=entry.member_id,
            person=by,
            asked_at=clock.now(),
            more=more.strip(),
            due_on=answer_by(today, bank_holidays(org.nation, today)),
        )
        await jobs.enqueue(MAKE, {"request": made.id}, organisation_id=org.id)
        await audit.record(org.id, by.id, "asked for access", f"access-request:{made.id}")
    return made


async def extend(org: Organisation, request: AccessRequest, reason: str, by: Person) -> None:
    """Take two months more: complex or many requests; the person reads why."""
    today = clock.today()
    async with in_transaction():
        await lock("privacy", request.member_id)
        await request.refresh_from_db()
        if request.answered_at is not None:
            raise Decided
        may_extend(today, request.due_on, request.extended_to is not None, reason)
        asked = request.asked_at.astimezone(clock.LONDON).date()
        request.extended_to = answer_by(asked, bank_holidays(org.nation, today), MORE_MONTHS)
        request.extension_reason = reason.strip()
        await request.save(update_fields=["extended_to", "extension_reason"])
        await audit.record(
            org.id,
            by.id,
            "took more time for access",
            f"access-request:{request.id}",
            until=request.extended_to,
        )
        await tell_answered(org, request, f"access-request:{request.id}")


async def answer(org: Organisation, request: AccessRequest, said: str, by: Person) -> None:
    """Say what else was held and how it was handed over: the request is answered."""
    async with in_transaction():
        await lock("privacy", request.member_id)
        await request.refresh_from_db()
        if request.answered_at is not None:
            raise Decided
        if not said.strip():
            raise ReasonForIt
        request.answered_at, request.answered_by, request.answer = clock.now(), by, said.strip()
        await request.save(update_fields=["answered_at", "answered_by_id", "answer"])
        await audit.record(org.id, by.id, "answered access", f"access-request:{request.id}")
        await tell_answered(org, request, f"access-request:{request.id}")


async def note_download(org: Organisation, request: AccessRequest, what: str, by: Person) -> None:
    """Log that the person fetched a file."""
    async with in_transaction():
        await lock("privacy", request.member_id)
        await request.refresh_from_db(fields=["downloads"])
        request.downloads += 1
        await request.save(update_fields=["downloads"])
        await audit.record(
            org.id, by.id, "fetched own data", f"access-request:{request.id}", what=what
        )


async def as_document(
    org: Organisation, request: AccessRequest, sections: list[Section]
) -> dict[str, Any]:
    """What the JSON file says: `docs/formats/held.md`."""
    return {
        "format": held.FORMAT,
        "organisation": {"slug": org.slug, "name": org.name},
        "asked_at": request.asked_at.isoformat(timespec="seconds"),
        "made_at": clock.now().isoformat(timespec="seconds"),
        "language": i18n.language.get(),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "lawful_basis": section.basis,
                "facts": [{"what": what, "value": value} for what, value in section.facts],
                "columns": list(section.heads),
                "rows": [list(row) for row in section.rows],
                "note": section.note,
            }
            for section in sections
        ],
        "left_out": [{"what": what, "why": why} for what, why in held.left_out()],
    }


@jobs.job(MAKE)
async def make(payload: jobs.Payload) -> None:
    """Make both files and tell the person; a second run finds them made."""
    request = await AccessRequest.everywhere().get(id=payload["request"])
    if request.made_at is not None:
        return
    org = await Organisation.get(id=request.organisation_id)
    person = await Person.get(id=request.person_id)
    entry = await entry_of(org, request.member_id)
    language = person.language or (entry.language if entry else "") or "en"
    speaking = i18n.language.set(language)
    try:
        subject = Subject(org.id, person.id, request.member_id)
        sections = await held.gather(subject)
        text = json.dumps(await as_document(org, request, sections), ensure_ascii=False, indent=2)
        paper = await pdf.render(
            "print/privacy/held.html",
            language,
            org=org,
            name=entry.name if entry else person.name,
            asked=request.asked_at,
            made=clock.now(),
            sections=[section for section in sections if not section.is_empty],
            left_out=held.left_out(),
        )
    finally:
        i18n.language.reset(speaking)
    stem = f"{org.slug}-{entry.member_number if entry else request.id}"
    data = await files.put(org.id, f"{stem}.json", "application/json", (text + "\n").encode())
    printed = await files.put(org.id, f"{stem}.pdf", "application/pdf", paper)
    async with in_transaction():
        await lock("privacy", request.member_id)
        done = clock.now()
        first = (
            await AccessRequest.within(org)
            .filter(id=request.id, made_at=None)
            .update(made_at=done, json_file_id=data.id, pdf_file_id=printed.id)
        )
        if not first:
            await StoredFile.filter(id__in=[data.id, printed.id]).delete()
            return
        if not request.more:
            # Nothing else was asked for: the files are the answer.
            await AccessRequest.within(org).filter(id=request.id).update(answered_at=done)
        await audit.record(org.id, None, "made the files of access", f"access-request:{request.id}")
        await _tell(org, request, person, language)


async def _tell(org: Organisation, request: AccessRequest, person: Person, language: str) -> None:
    if await stopped([request.member_id]):
        return
    proven = EmailAddress.filter(person_id=person.id, proven_at__isnull=False)
    address = await proven.order_by("id").first()
    if address is None or await stopped([request.member_id]):
        return
    link = f"{config.current().base_url}/{org.slug}/me/{request.member_id}/data"
    await mail.send(
        org.id,
        address.address,
        template="email/privacy/ready",
        language=language,
        context={"organisation": org.called(language), "link": link, "days": FILES_DAYS},
        about=f"access-request:{request.id}",
    )


def gone_on(request: AccessRequest) -> date | None:
    """The day from which the files are no longer there."""
    if request.made_at is None:
        return None
    made: date = request.made_at.astimezone(clock.LONDON).date()
    return date.fromordinal(made.toordinal() + FILES_DAYS)

"""Files that an applicant attaches to show how they qualify: few, small, seen by the keepers."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.joining.kinds import OPEN
from coopcouncil.joining.models import Application, ApplicationFile
from coopcouncil.joining.rules.applications import (
    MOST_FILE,
    MOST_FILES,
    NotEvidence,
    TooManyFiles,
    may_withdraw,
)
from coopcouncil.kernel import audit, clock, files
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere, TooLarge
from coopcouncil.kernel.models import StoredFile
from coopcouncil.organisations.models import Organisation

KINDS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


async def attach(application: Application, name: str, data: bytes) -> ApplicationFile:
    """Keep a file with a confirmed application; what it is follows from its bytes."""
    if len(data) > MOST_FILE:
        raise TooLarge(MOST_FILE)
    kind = next((kind for start, kind in KINDS.items() if data.startswith(start)), None)
    if kind is None:
        raise NotEvidence
    async with in_transaction():
        await lock("application", application.id)
        await application.refresh_from_db()
        may_withdraw(application.state)
        if application.state not in OPEN:
            raise NotHere
        org = await Organisation.get(id=application.organisation_id)
        there = ApplicationFile.within(org).filter(application_id=application.id)
        if await there.count() >= MOST_FILES:
            raise TooManyFiles(MOST_FILES)
        stored = await files.put(org.id, name, kind, data)
        return await ApplicationFile.create(
            organisation=org,
            application=application,
            file=stored,
            name=stored.name,
            added_at=clock.now(),
        )


async def read_evidence(
    org: Organisation, application: Application, number: int, by: Person
) -> tuple[StoredFile, bytes]:
    """The file for whoever keeps the register; that it was read is recorded."""
    found = await ApplicationFile.one(org, id=number, application_id=application.id)
    stored = await StoredFile.get_or_none(id=found.file_id)
    if stored is None:
        raise NotHere
    async with in_transaction():
        subject = f"application:{application.id}"
        await audit.record(org.id, by.id, "read what an applicant attached", subject)
    return stored, await files.read(stored)


async def forget_evidence(applications: list[int]) -> None:
    """The files go with the details that they belong to; their bytes are swept later."""
    rows = ApplicationFile.everywhere().filter(application_id__in=applications)
    stored = [row.file_id for row in await rows if row.file_id is not None]
    await rows.delete()
    await StoredFile.filter(id__in=stored).delete()

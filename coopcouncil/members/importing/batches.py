"""A list on its way into the register, kept so that one may leave and come back.

Uploaded, its columns named, read into a preview by a job, applied by a job: each step is a
state of the batch, and a job that is run again finds what it left.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock, files
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.jobs import enqueue
from coopcouncil.kernel.models import StoredFile
from coopcouncil.members.duplicates.models import Decision, RowLikeness
from coopcouncil.members.duplicates.rounds import ask_to_look
from coopcouncil.members.importing.against import MembersList
from coopcouncil.members.importing.applying import Counted, Told, write_list
from coopcouncil.members.importing.headings import trouble_with
from coopcouncil.members.importing.reading import Layout, layout_of, rows
from coopcouncil.members.importing.sources import remember, understood_as
from coopcouncil.members.kinds import Kind
from coopcouncil.members.models import BatchState, ImportBatch, ImportRow
from coopcouncil.members.recording import recording
from coopcouncil.organisations.models import Organisation

SAMPLE = 3


class NoNumberColumn(Refused):
    """Members are told apart by their numbers."""

    def sentence(self, _: Gettext) -> str:
        return _("Choose the column that holds the member number.")


class ColumnTwice(Refused):
    """Two columns cannot be the same thing."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        return _("Two columns are “{name}”. Choose one of them.").format(name=self.name)


class NotReady(Refused):
    """The list is at another step."""

    def sentence(self, _: Gettext) -> str:
        return _("This list is at another step already. See where it stands.")


class StillWrong(Refused):
    """A list is applied whole or not at all."""

    def sentence(self, _: Gettext) -> str:
        return _("Nothing is applied while a cell is wrong. Mend the list and upload it again.")


async def begin(org: Organisation, name: str, data: bytes, by: Person) -> ImportBatch:
    """Take a file in, if all of it can be read; its columns are guessed."""
    layout = await asyncio.to_thread(layout_of, BytesIO(data))
    headings, sample, total = await asyncio.to_thread(_survey, data, layout)
    known = await understood_as(org, headings)
    async with in_transaction():
        stored = await files.put(org.id, name, "text/csv", data)
        return await ImportBatch.create(
            organisation=org,
            file=stored,
            file_name=stored.name,
            size=len(data),
            encoding=layout.encoding,
            delimiter=layout.delimiter,
            headings=headings,
            sample=sample,
            targets=known.targets,
            blanks_clear=known.blanks_clear,
            source=known.source,
            total=total,
            started_by=by,
            started_at=clock.now(),
        )


async def rewritten(batch: ImportBatch, encoding: str, delimiter: str) -> None:
    """The same file understood otherwise: another encoding, another sign between cells."""
    data = await files.read(await file_of(batch))
    layout = await asyncio.to_thread(layout_of, BytesIO(data), encoding, delimiter)
    headings, sample, total = await asyncio.to_thread(_survey, data, layout)
    batch.encoding, batch.delimiter = layout.encoding, layout.delimiter
    batch.headings, batch.sample, batch.total = headings, sample, total
    known = await understood_as(await Organisation.get(id=batch.organisation_id), headings)
    batch.targets, batch.blanks_clear = known.targets, known.blanks_clear
    batch.source_id = known.source.id if known.source else None
    await batch.save()


async def name_columns(
    batch: ImportBatch,
    targets: Sequence[str],
    blanks_clear: bool,
    holds_from: date | None,
    source: str = "",
    by: Person | None = None,
) -> None:
    """Say what the columns are, and under which name to remember it; a job makes the preview."""
    if "member_number" not in targets:
        raise NoNumberColumn
    if twice := trouble_with(targets):
        raise ColumnTwice(twice)
    async with in_transaction():
        again = ImportBatch.everywhere().filter(
            id=batch.id, state__in=(BatchState.UPLOADED, BatchState.PREVIEWED)
        )
        if not await again.update(
            targets=list(targets),
            blanks_clear=blanks_clear,
            holds_from=holds_from,
            state=BatchState.READING,
            moved=False,
            done=0,
        ):
            raise NotReady
        await batch.refresh_from_db()
        await remember(batch, source.strip(), by)
        await enqueue("preview-members", {"batch": batch.id}, batch.organisation_id)


async def apply(batch: ImportBatch) -> None:
    """Have the list written into the register, all of it or nothing; a job does it."""
    async with in_transaction():
        ready = ImportBatch.everywhere().filter(id=batch.id, state=BatchState.PREVIEWED)
        if batch.wrong:
            raise StillWrong
        if not batch.new + batch.changed or not await ready.update(
            state=BatchState.APPLYING, done=0
        ):
            raise NotReady
        await enqueue("apply-members", {"batch": batch.id}, batch.organisation_id)


async def drop(batch: ImportBatch) -> None:
    """Forget a list that is not to be applied, and its file."""
    async with in_transaction():
        waiting = ImportBatch.everywhere().filter(
            id=batch.id,
            state__in=(BatchState.UPLOADED, BatchState.READING, BatchState.PREVIEWED),
        )
        if not await waiting.update(state=BatchState.DROPPED, settled_at=clock.now()):
            raise NotReady
        await ImportRow.everywhere().filter(batch_id=batch.id).delete()
        await RowLikeness.everywhere().filter(batch_id=batch.id).delete()
        await forget_file(batch)


async def decide_rows(batch: ImportBatch, said: Mapping[int, Decision]) -> None:
    """Keep what was decided of rows that look like somebody, by their likeness; preview anew."""
    async with in_transaction():
        again = ImportBatch.everywhere().filter(id=batch.id, state=BatchState.PREVIEWED)
        if not await again.update(state=BatchState.READING, moved=False, done=0):
            raise NotReady
        for likeness, decision in said.items():
            of_it = RowLikeness.everywhere().filter(id=likeness, batch_id=batch.id)
            await of_it.update(decision=decision)
        await enqueue("preview-members", {"batch": batch.id}, batch.organisation_id)


async def apply_at_once(
    org: Organisation,
    name: str,
    members: MembersList,
    by: Person | None = None,
    told: Told | None = None,
    words: Told | None = None,
) -> tuple[int, Counted]:
    """Write a list that nobody previews, by command; the batch's number, and what it did."""
    async with recording(org, Kind.IMPORT, name, by) as book:
        counted = await write_list(book, members, told, words)
        batch = await ImportBatch.create(
            organisation=org,
            file_name=name[:200],
            size=0,
            encoding=members.layout.encoding,
            delimiter=members.layout.delimiter,
            headings=list(members.headings),
            targets=list(members.meaning.targets),
            blanks_clear=members.meaning.blanks_clear,
            state=BatchState.APPLIED,
            total=counted.rows,
            done=counted.rows,
            new=counted.new,
            changed=counted.changed,
            unchanged=counted.unchanged,
            change_set=book.change_set,
            started_by=by,
            started_at=clock.now(),
            settled_at=clock.now(),
        )
        await ask_to_look(org)
        return batch.id, counted


def _survey(data: bytes, layout: Layout) -> tuple[list[str], list[list[str]], int]:
    """Headings, the first rows and how many there are; refuses what cannot be read."""
    found = rows(BytesIO(data), layout)
    headings = [cell.strip() for cell in next(found).cells]
    sample: list[list[str]] = []
    total = 0
    for row in found:
        total += 1
        if total <= SAMPLE:
            sample.append([cell.strip()[:200] for cell in row.cells[: len(headings)]])
    return headings, sample, total


async def file_of(batch: ImportBatch) -> StoredFile:
    """The file of a list that is under way."""
    if batch.file_id is None:
        raise NotReady
    return await StoredFile.get(id=batch.file_id)


async def forget_file(batch: ImportBatch) -> None:
    """Forget the file: its bytes go when nobody else needs them."""
    if batch.file_id is not None:
        await StoredFile.filter(id=batch.file_id).delete()

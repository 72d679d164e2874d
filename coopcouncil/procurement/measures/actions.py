"""Deeds: adding, changing and retiring measures; bringing in a set and retiring it."""

import io
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.members.importing.reading import layout_of
from coopcouncil.members.importing.reading import rows as csv_rows
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement import sheets
from coopcouncil.procurement.measures.kinds import ImportState, SetKind
from coopcouncil.procurement.measures.models import Measure, MeasureImport, MeasureSet
from coopcouncil.procurement.measures.rules import (
    Draft,
    NotOurs,
    RetiredAlready,
    SetTaken,
    SettledAlready,
    Source,
    may_stand,
)
from coopcouncil.procurement.measures.rules.listing import (
    MOST_MEASURES,
    SeveralSheets,
    TooManyMeasures,
    guessed,
    read,
    tidy,
)

LOCK = "measures"


async def add_measure(org: Organisation, draft: Draft, by: Person | None) -> Measure:
    """A measure of the council's own."""
    async with in_transaction():
        await lock(LOCK, org.id)
        own = await MeasureSet.within(org).get_or_none(kind=SetKind.OWN)
        if own is None:
            own = await MeasureSet.create(
                organisation=org,
                kind=SetKind.OWN,
                name=org.name,
                name_cy=org.name_cy,
                version="1",
                created_at=clock.now(),
                created_by=by,
            )
        await _in_welsh(org, own)
        live = Measure.within(org).filter(set_id=own.id, ended_at=None)
        may_stand(draft, [row.code for row in await live])
        before = await Measure.within(org).filter(set_id=own.id, code=draft.code).count()
        made = await _write(org, own, draft, before + 1, by)
        await _record(org, by, "added a measure", made)
        return made


async def change_measure(
    org: Organisation, row: Measure, draft: Draft, because: str, by: Person | None
) -> Measure:
    """The next edition of a measure. The one before ends and stays to be read."""
    async with in_transaction():
        await lock(LOCK, org.id)
        now, own = await _live(org, row)
        if own.kind is not SetKind.OWN:
            raise NotOurs
        await _in_welsh(org, own)
        others = Measure.within(org).filter(set_id=own.id, ended_at=None).exclude(id=now.id)
        may_stand(draft, [other.code for other in await others])
        await _end(now, because)
        known = await Measure.within(org).filter(set_id=own.id, code=draft.code).count()
        made = await _write(org, own, draft, known + 1, by)
        await _record(org, by, "changed a measure", made, before=now.id)
        return made


async def retire_measure(org: Organisation, row: Measure, because: str, by: Person | None) -> None:
    """Nobody chooses it any more; tenders that froze it keep it."""
    async with in_transaction():
        await lock(LOCK, org.id)
        now, _own = await _live(org, row)
        await _end(now, because)
        await _record(org, by, "retired a measure", now)


async def retire_set(org: Organisation, one: MeasureSet, because: str, by: Person | None) -> None:
    """Nobody chooses from it any more; tenders that froze its measures keep them."""
    async with in_transaction():
        await lock(LOCK, org.id)
        now = await MeasureSet.one(org, id=one.id)
        if now.retired_at is not None:
            raise RetiredAlready
        if now.kind is SetKind.OWN:
            raise NotOurs
        now.retired_at, now.retired_because = clock.now(), because
        await now.save(update_fields=["retired_at", "retired_because"])
        await audit.record(
            org.id, by.id if by else None, "retired a set of measures", f"measure-set:{now.id}"
        )


async def begin_import(
    org: Organisation, source: Source, file_name: str, data: bytes, by: Person | None
) -> MeasureImport:
    """Take a list in to look at. Nothing of it is in use yet."""
    rows = tidy(rows_in(file_name, data))
    async with in_transaction():
        await lock(LOCK, org.id)
        await _not_yet(org, source)
        return await MeasureImport.create(
            organisation=org,
            file_name=file_name[-200:],
            rows=rows,
            columns=guessed(rows[0]),
            name=source.name,
            name_cy=source.name_cy,
            version=source.version,
            licence=source.licence,
            attribution=source.attribution,
            may_publish=source.may_publish,
            started_at=clock.now(),
            started_by=by,
        )


async def name_columns(org: Organisation, one: MeasureImport, columns: list[str]) -> None:
    """Keep what the columns are taken for."""
    async with in_transaction():
        now = await _open_import(org, one)
        now.columns = columns
        await now.save(update_fields=["columns"])


async def apply_import(org: Organisation, one: MeasureImport, by: Person | None) -> MeasureSet:
    """Bring the set in, all of it or nothing."""
    async with in_transaction():
        now = await _open_import(org, one)
        source = Source(
            now.name, now.version, now.licence, now.attribution, now.may_publish, now.name_cy
        )
        await _not_yet(org, source)
        said = read(now.rows, now.columns)
        if said.wrong:
            raise said.wrong[0]
        made = await MeasureSet.create(
            organisation=org,
            kind=SetKind.BROUGHT,
            name=source.name,
            name_cy=source.name_cy,
            version=source.version,
            licence=source.licence,
            attribution=source.attribution,
            may_publish=source.may_publish,
            created_at=clock.now(),
            created_by=by,
        )
        await Measure.bulk_create(
            [Measure(**_values(org, made, draft, 1, by)) for draft in said.measures], 500
        )
        now.set = made
        await _settle(now, ImportState.APPLIED)
        await audit.record(
            org.id,
            by.id if by else None,
            "brought in a set of measures",
            f"measure-set:{made.id}",
            measures=len(said.measures),
            may_publish=made.may_publish,
        )
        return made


async def drop_import(org: Organisation, one: MeasureImport) -> None:
    """Forget the list."""
    async with in_transaction():
        await _settle(await _open_import(org, one), ImportState.DROPPED)


def rows_in(file_name: str, data: bytes) -> list[list[str]]:
    """The rows of a CSV or of a workbook's one sheet; refuses what a set is not kept in."""
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or file_name.casefold().endswith(".xlsx"):
        book = sheets.read(data)
        filled = [sheet for sheet in book.sheets if any(any(row) for row in sheet.texts())]
        if len(filled) > 1:
            raise SeveralSheets([sheet.name for sheet in filled])
        for sheet in filled:
            for flaw in sheet.flaws():
                raise flaw
            return sheet.texts()
        return []
    file = io.BytesIO(data)
    found: list[list[str]] = []
    for row in csv_rows(file, layout_of(file)):
        found.append(row.cells)
        if len(found) > MOST_MEASURES + 1:
            raise TooManyMeasures
    return found


async def _live(org: Organisation, row: Measure) -> tuple[Measure, MeasureSet]:
    now = await Measure.one(org, id=row.id)
    if now.ended_at is not None:
        raise RetiredAlready
    return now, await MeasureSet.one(org, id=now.set_id)


async def _in_welsh(org: Organisation, own: MeasureSet) -> None:
    """The council's own set takes the council's Welsh name as soon as there is one."""
    if org.name_cy and not own.name_cy:
        own.name_cy = org.name_cy
        await own.save(update_fields=["name_cy"])


async def _end(row: Measure, because: str) -> None:
    row.ended_at, row.ended_because = clock.now(), because
    await row.save(update_fields=["ended_at", "ended_because"])


async def _not_yet(org: Organisation, source: Source) -> None:
    there = MeasureSet.within(org).filter(name=source.name, version=source.version)
    if await there.exists():
        raise SetTaken(source.name, source.version)


async def _open_import(org: Organisation, one: MeasureImport) -> MeasureImport:
    await lock(LOCK, org.id)
    now = await MeasureImport.one(org, id=one.id)
    if now.state is not ImportState.UPLOADED:
        raise SettledAlready
    return now


async def _settle(one: MeasureImport, state: ImportState) -> None:
    # The licensed words stand in the set alone.
    one.state, one.rows, one.settled_at = state, [], clock.now()
    await one.save(update_fields=["state", "rows", "settled_at", "set_id"])


async def _write(
    org: Organisation, own: MeasureSet, draft: Draft, edition: int, by: Person | None
) -> Measure:
    return await Measure.create(**_values(org, own, draft, edition, by))


def _values(
    org: Organisation, one: MeasureSet, draft: Draft, edition: int, by: Person | None
) -> dict[str, Any]:
    return {
        "organisation": org,
        "set": one,
        "edition": edition,
        "created_at": clock.now(),
        "created_by": by,
        **vars(draft),
        "goals": list(draft.goals),
        "matters": list(draft.matters),
        "serves": list(draft.serves),
    }


async def _record(
    org: Organisation, by: Person | None, verb: str, row: Measure, **facts: Any
) -> None:
    subject = f"measure:{row.id}"
    await audit.record(org.id, by.id if by else None, verb, subject, code=row.code, **facts)

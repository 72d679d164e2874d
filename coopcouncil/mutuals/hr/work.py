"""What is done for an HR export outside the page: its preview, and its applying.

Each may be killed at any point and run again: the export's state says what is left to do.
"""

from typing import Any

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.jobs import job
from coopcouncil.mutuals.hr.exports import forget_file
from coopcouncil.mutuals.hr.holding import Held, Told, held, shown
from coopcouncil.mutuals.hr.writing import keep_before, write
from coopcouncil.mutuals.models import ExportState, HrExport, HrLine
from coopcouncil.organisations.models import Organisation


async def preview_failed(payload: dict[str, Any]) -> None:
    """No preview could be made: the columns are asked once more."""
    await _in_state(payload["export"], ExportState.READING).update(state=ExportState.UPLOADED)


async def apply_failed(payload: dict[str, Any]) -> None:
    """Nothing was written: the preview stands as it was."""
    await _in_state(payload["export"], ExportState.APPLYING).update(state=ExportState.PREVIEWED)


@job("preview-hr-export", when_dead=preview_failed)
async def preview_hr_export(payload: dict[str, Any]) -> None:
    """Hold every row against jobs and register, and keep what is worth showing."""
    export = await _export(payload)
    if export.state is not ExportState.READING:
        return
    org = export.organisation
    try:
        found = await held(org, export, _telling(export, ExportState.READING))
    except Refused:  # The rules were changed meanwhile; the columns' page says how.
        await preview_failed(payload)
        return
    async with in_transaction():
        await lock("hr-export", export.id)
        export = await _export(payload)
        if export.state is ExportState.READING:
            await _keep_preview(org, export, found)


@job("apply-hr-export", when_dead=apply_failed)
async def apply_hr_export(payload: dict[str, Any]) -> None:
    """Write it all in one transaction as its preview showed it, or make a new preview."""
    told = _telling(await _export(payload), ExportState.APPLYING)
    async with in_transaction():
        await lock("hr-export", payload["export"])
        export = await _export(payload)
        if export.state is not ExportState.APPLYING:
            return
        org, by = export.organisation, await Person.get(id=payload["by"])
        await lock("register", org.id)
        found = await held(org, export, _unheard)
        if found.seen_number != export.seen_number or found.counts != export.counts:
            export.moved = True
            await _keep_preview(org, export, found)
            return
        await write(org, export, found.found, by, told)
        export.state, export.settled_at = ExportState.APPLIED, clock.now()
        await HrLine.within(org).filter(export_id=export.id).delete()
        await keep_before(org, export, found.found)
        await export.save()
        await forget_file(export)
        facts = {kind: number for kind, number in found.counts.items() if number}
        await audit.record(org.id, by.id, "applied an HR export", f"hr-export:{export.id}", **facts)


async def _keep_preview(org: Organisation, export: HrExport, found: Held) -> None:
    await HrLine.within(org).filter(export_id=export.id).delete()
    lines = [
        HrLine(
            organisation_id=org.id,
            export_id=export.id,
            place=place,
            kind=each.kind,
            shown=shown(each, found.terms),
        )
        for place, each in enumerate(found.found)
    ]
    await HrLine.bulk_create(lines, batch_size=1_000)
    export.state, export.counts = ExportState.PREVIEWED, found.counts
    export.seen_number = found.seen_number
    await export.save()


def _telling(export: HrExport, state: ExportState) -> Told:
    # Beside the transaction, or nobody would see it before the end.
    outside = connections.get("default")

    async def told(done: int) -> None:
        await _in_state(export.id, state).using_db(outside).update(done=done)

    return told


async def _unheard(done: int) -> None:
    """Reading once more is the lesser part of applying: the page counts what is written."""


async def _export(payload: dict[str, Any]) -> HrExport:
    found = HrExport.everywhere().select_related("organisation")
    return await found.get(id=payload["export"])


def _in_state(export: int, state: ExportState) -> Any:
    return HrExport.everywhere().filter(id=export, state=state)

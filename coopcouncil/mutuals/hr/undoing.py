"""Taking an applied HR export back: register and jobs as they were, or nothing and why."""

from datetime import date, timedelta

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.jobs import every
from coopcouncil.members.importing.undoing import withdraw_all
from coopcouncil.members.kinds import Kind
from coopcouncil.members.recording import recording
from coopcouncil.mutuals.hr.exports import drop
from coopcouncil.mutuals.hr.refusals import AppliedSince, NotAppliedYet
from coopcouncil.mutuals.hr.writing import BEFORE
from coopcouncil.mutuals.jobs import note
from coopcouncil.mutuals.models import Employment, ExportState, HrExport, HrLine
from coopcouncil.organisations.models import Organisation

KEPT_FOR = timedelta(days=30)


async def undo(org: Organisation, export: HrExport, reason: str, by: Person) -> None:
    """Withdraw what the export wrote into the register, and put the jobs back as they were."""
    async with in_transaction():
        await lock("hr-export", export.id)
        await lock("register", org.id)
        export = await HrExport.one(org, id=export.id)
        if export.state is not ExportState.APPLIED:
            raise NotAppliedYet
        later = Q(settled_at__gt=export.settled_at)
        later |= Q(settled_at=export.settled_at, id__gt=export.id)
        if await HrExport.within(org).filter(later, state=ExportState.APPLIED).exists():
            raise AppliedSince
        if export.change_set_id is not None:
            async with recording(org, Kind.UNDO, reason or export.file_name, by) as book:
                await withdraw_all(book, export.change_set_id, reason)
                await book.told(hr_export=export.id)
        for line in await HrLine.within(org).filter(export_id=export.id, kind=BEFORE):
            await _put_back(org, line.shown)
        await HrLine.within(org).filter(export_id=export.id).delete()
        export.state, export.settled_at = ExportState.UNDONE, clock.now()
        await export.save()
        await audit.record(org.id, by.id, "undid an HR export", f"hr-export:{export.id}")


async def _put_back(org: Organisation, kept: dict[str, object]) -> None:
    job = await Employment.within(org).get_or_none(employee_number=str(kept["number"]))
    if job is None:
        return
    was = kept["was"]
    if not isinstance(was, dict):
        await note(org, job, is_gone=True)
        await job.delete()
        return
    job.post = was["post"]
    job.began_on, job.ended_on = _day(was["began_on"]), _day(was["ended_on"])
    await job.save()
    await note(org, job)


async def forget_old() -> None:
    """Drop exports that nobody applied for a month: they are employees' details."""
    waiting = HrExport.everywhere().filter(
        state__in=(ExportState.UPLOADED, ExportState.READING, ExportState.PREVIEWED),
        started_at__lt=clock.now() - KEPT_FOR,
    )
    for export in await waiting.select_related("organisation"):
        await drop(export.organisation, export)


every("forget-hr-exports", 86_400, forget_old)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

"""The yearly roll-over: a school's own list, previewed row by row, applied in one change-set.

It goes into the register like any list of members, as an import batch, and is undone like one:
the schools' lines of a change-set whose batch was undone no longer stand.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.joining.review import look
from coopcouncil.kernel import audit, clock, files
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Gettext, NotHere, Refused
from coopcouncil.kernel.jobs import every
from coopcouncil.kernel.models import StoredFile
from coopcouncil.members.importing.reading import layout_of
from coopcouncil.members.kinds import Kind
from coopcouncil.members.models import BatchState, ImportBatch
from coopcouncil.members.recording import recording
from coopcouncil.members.refusals import may_take_effect
from coopcouncil.organisations.models import Organisation, has_rules
from coopcouncil.schools import columns
from coopcouncil.schools.actions.planning import Shown, all_rows, counted, plan_of, shown
from coopcouncil.schools.actions.writing import write
from coopcouncil.schools.models import RollOver, RollOverRow, RollOverState
from coopcouncil.schools.rules.rollover import What

KEPT_FOR = timedelta(days=30)


class ColumnLacking(Refused):
    """A list that says too little."""

    def __init__(self, target: str) -> None:
        self.target = target

    def sentence(self, _: Gettext) -> str:
        if self.target == "upn":
            return _(
                "Choose a column that tells learners apart: the UPN, the admission number or "
                "the date of birth."
            )
        return _("Choose the columns of the given name and of the family name.")


class ColumnChosenTwice(Refused):
    """Two columns cannot be one thing."""

    def sentence(self, _: Gettext) -> str:
        return _("Two columns are said to be the same thing. Choose one of them.")


class OtherStep(Refused):
    """The list is applied or dropped."""

    def sentence(self, _: Gettext) -> str:
        return _("This list is at another step already. See where it stands.")


class RowsStillWrong(Refused):
    """All of it, or nothing."""

    def sentence(self, _: Gettext) -> str:
        return _("Nothing is applied while a row is wrong. Mend the list and upload it again.")


class NothingToApply(Refused):
    """The school said nothing new."""

    def sentence(self, _: Gettext) -> str:
        return _("The list says nothing that is not known already.")


class PreviewIsOld(Refused):
    """Something was recorded between the preview and the applying."""

    def sentence(self, _: Gettext) -> str:
        return _("Something has changed since you looked. Look at the new preview, then apply it.")


async def begin_roll_over(
    trust: Organisation,
    school: Organisation,
    name: str,
    data: bytes,
    holds_from: date,
    admits: bool,
    by: Person | None,
) -> RollOver:
    """Take a school's list in; where its columns can be guessed, the preview is made."""
    may_take_effect(holds_from, clock.today())
    layout = await asyncio.to_thread(layout_of, BytesIO(data))
    found = await asyncio.to_thread(all_rows, data, layout)
    headings = [cell.strip() for cell in found[0]]
    targets = columns.guessed(headings)
    async with in_transaction():
        stored = await files.put(trust.id, name, "text/csv", data)
        roll_over = await RollOver.create(
            organisation=trust,
            part=school,
            file=stored,
            file_name=stored.name,
            source=columns.system_of(headings),
            encoding=layout.encoding,
            delimiter=layout.delimiter,
            headings=headings,
            targets=targets,
            holds_from=holds_from,
            admits=admits,
            state=RollOverState.COLUMNS,
            started_by=by,
            started_at=clock.now(),
        )
        await _record(trust, by, "uploaded a school's list", roll_over)
        if not columns.missing(targets):
            await _preview(trust, roll_over)
    return roll_over


async def name_columns(
    trust: Organisation, roll_over: RollOver, targets: Sequence[str], by: Person | None
) -> None:
    """Say what the columns are; the preview is made anew."""
    if columns.twice(targets):
        raise ColumnChosenTwice
    if lacking := columns.missing(targets):
        raise ColumnLacking(lacking[0])
    async with in_transaction():
        await _waiting(roll_over)
        roll_over.targets = list(targets)
        await _preview(trust, roll_over)
        await _record(trust, by, "named the columns of a school's list", roll_over)


async def look_again(trust: Organisation, roll_over: RollOver) -> None:
    """The preview as things stand now."""
    async with in_transaction():
        await _waiting(roll_over)
        await _preview(trust, roll_over)


async def apply_roll_over(trust: Organisation, roll_over: RollOver, by: Person | None) -> None:
    """Write all of it as one change-set, exactly as the preview showed it, or nothing."""
    async with recording(trust, Kind.IMPORT, roll_over.file_name, by) as book:
        await _waiting(roll_over)
        if roll_over.state is not RollOverState.PREVIEWED:
            raise OtherStep
        plan = await plan_of(trust, roll_over)
        if any(outcome.what is What.WRONG for outcome in plan.outcomes):
            raise RowsStillWrong
        ties = any(tie.member is not None for tie in plan.ties)
        if not ties and all(outcome.what is What.SAME for outcome in plan.outcomes):
            raise NothingToApply
        if shown(plan) != await _previewed(roll_over):
            raise PreviewIsOld
        counts = counted(plan)
        rows = len(plan.outcomes)
        touched = await write(book, roll_over, plan, by)
        roll_over.batch = await ImportBatch.create(
            organisation=trust,
            file_name=roll_over.file_name,
            size=0,
            encoding=roll_over.encoding,
            delimiter=roll_over.delimiter,
            headings=roll_over.headings,
            targets=[],
            state=BatchState.APPLIED,
            total=rows,
            done=rows,
            new=counts["new"],
            changed=counts["moved"] + counts["changed"] + counts["left"],
            unchanged=counts["same"],
            change_set=book.change_set,
            started_by=by,
            started_at=roll_over.started_at,
            settled_at=clock.now(),
        )
        roll_over.state, roll_over.settled_at = RollOverState.APPLIED, clock.now()
        await roll_over.save()
        await book.told(members=touched[:100], roll_over=roll_over.id, **counts)
        # Who was named and is no member is nobody's business once the list is applied.
        unknown = RollOverRow.within(trust).filter(roll_over_id=roll_over.id)
        await unknown.filter(kind=What.UNTIED.value).delete()
        roll_over.counts = {**roll_over.counts, What.UNTIED.value: 0}
        await roll_over.save(update_fields=["counts"])
        await _forget_file(roll_over)
    if plan.guardians and await has_rules(trust):
        # What time changes of a guardian is proposed, and decided by a person.
        await look(trust, max(roll_over.holds_from, clock.today()), by)


async def drop_roll_over(trust: Organisation, roll_over: RollOver, by: Person | None) -> None:
    """Forget a list that is not to be applied, its rows and its file."""
    async with in_transaction():
        await _waiting(roll_over)
        roll_over.state, roll_over.settled_at = RollOverState.DROPPED, clock.now()
        await roll_over.save()
        await RollOverRow.within(trust).filter(roll_over_id=roll_over.id).delete()
        await _forget_file(roll_over)
        await _record(trust, by, "dropped a school's list", roll_over)


async def _preview(trust: Organisation, roll_over: RollOver) -> None:
    plan = await plan_of(trust, roll_over)
    await RollOverRow.within(trust).filter(roll_over_id=roll_over.id).delete()
    await RollOverRow.bulk_create(
        [
            RollOverRow(
                organisation_id=trust.id,
                roll_over_id=roll_over.id,
                row=row,
                kind=kind,
                name=name[:201],
                learner_id=learner,
                details=details,
            )
            for row, kind, name, learner, details in shown(plan)
        ],
        batch_size=500,
    )
    roll_over.counts = counted(plan)
    roll_over.state = RollOverState.PREVIEWED
    await roll_over.save()


async def _previewed(roll_over: RollOver) -> list[Shown]:
    found = await RollOverRow.everywhere().filter(roll_over_id=roll_over.id).order_by("id")
    return [(row.row, row.kind, row.name, row.learner_id, row.details) for row in found]


async def _waiting(roll_over: RollOver) -> None:
    """Refuse a list that is settled; the caller's transaction holds its lock from here on."""
    await lock("roll-over", roll_over.id)
    await roll_over.refresh_from_db()
    if roll_over.state not in (RollOverState.COLUMNS, RollOverState.PREVIEWED):
        raise OtherStep
    if roll_over.file_id is None:
        raise NotHere


async def _forget_file(roll_over: RollOver) -> None:
    if roll_over.file_id is not None:
        await StoredFile.filter(id=roll_over.file_id).delete()


async def forget_old() -> None:
    """Drop lists that nobody applied for a month: they are children's details."""
    old = clock.now() - KEPT_FOR
    waiting = (RollOverState.COLUMNS, RollOverState.PREVIEWED)
    found = RollOver.everywhere().filter(state__in=waiting, started_at__lt=old)
    for roll_over in await found.select_related("organisation"):
        await drop_roll_over(roll_over.organisation, roll_over, None)


every("forget-lists-of-learners", 86_400, forget_old)


async def _record(trust: Organisation, by: Person | None, verb: str, roll_over: RollOver) -> None:
    await audit.record(trust.id, by.id if by else None, verb, f"roll-over:{roll_over.id}")

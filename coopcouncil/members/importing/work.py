"""What is done for a list outside the page: its preview, its applying, forgetting old ones.

Each may be killed at any point and run again: the batch's state says what is left to do.
"""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock, files
from coopcouncil.kernel.jobs import enqueue, every, job
from coopcouncil.members.duplicates.matching import (
    begin_matching,
    decided_of,
    match_chunk,
    match_rows,
    remember_different,
)
from coopcouncil.members.duplicates.models import RowLikeness
from coopcouncil.members.duplicates.pointing import numbers_gone
from coopcouncil.members.duplicates.rounds import ask_to_look, look_through
from coopcouncil.members.importing.against import MembersList, held_against, surroundings
from coopcouncil.members.importing.applying import Counted, NothingNew, RowsWrong, write_list
from coopcouncil.members.importing.batches import drop, file_of, forget_file
from coopcouncil.members.importing.marks import marked
from coopcouncil.members.importing.reading import Layout
from coopcouncil.members.importing.rows import ListMeaning
from coopcouncil.members.kinds import Kind
from coopcouncil.members.models import BatchState, ChangeSet, ImportBatch, ImportRow
from coopcouncil.members.recording import recording
from coopcouncil.members.refusals import KeptElsewhere
from coopcouncil.members.written import keys_of
from coopcouncil.organisations.models import Organisation

KEPT_FOR = timedelta(days=30)


class RegisterMoved(Exception):
    """The register is no longer the one that the preview was held against."""


async def preview_failed(payload: dict[str, Any]) -> None:
    """No preview could be made: the columns are asked once more."""
    await _in_state(payload["batch"], BatchState.READING).update(state=BatchState.UPLOADED)


async def apply_failed(payload: dict[str, Any]) -> None:
    """Nothing was written: the preview stands as it was."""
    await _in_state(payload["batch"], BatchState.APPLYING).update(state=BatchState.PREVIEWED)


@job("preview-members", when_dead=preview_failed)
async def preview_members(payload: dict[str, Any]) -> None:
    """Hold every row against the register and keep what is worth showing."""
    batch = await ImportBatch.everywhere().get(id=payload["batch"]).select_related("organisation")
    if batch.state != BatchState.READING:
        return
    org = batch.organisation
    await look_through(org)
    members = await _members_list(org, batch)
    keys = await keys_of(org)
    counted = Counted()
    last = await ChangeSet.within(org).order_by("-number").first()
    await ImportRow.everywhere().filter(batch_id=batch.id).delete()
    await begin_matching(batch)
    chunks = members.chunks()
    while readings := await asyncio.to_thread(next, chunks, None):
        async with in_transaction() as client, client.acquire_connection() as connection:
            outcomes = await held_against(connection, org, readings)
            counted.add(outcomes)
            await match_chunk(connection, org, batch, outcomes)
            await connection.copy_records_to_table(
                "import_row",
                records=[
                    (
                        org.id,
                        batch.id,
                        outcome.reading.row,
                        outcome.kind,
                        json.dumps(marked(outcome, batch.targets, keys), ensure_ascii=False),
                    )
                    for outcome in outcomes
                    if outcome.kind != "unchanged"
                ],
                columns=("organisation_id", "batch_id", "row", "kind", "cells"),
            )
        if not await _in_state(batch.id, BatchState.READING).update(done=counted.rows):
            return
    async with in_transaction() as client, client.acquire_connection() as connection:
        await match_rows(connection, org, batch, members)
    await _in_state(batch.id, BatchState.READING).update(
        state=BatchState.PREVIEWED,
        new=counted.new,
        changed=counted.changed,
        unchanged=counted.unchanged,
        wrong=counted.wrong,
        seen_number=last.number if last else 0,
    )


@job("apply-members", when_dead=apply_failed)
async def apply_members(payload: dict[str, Any]) -> None:
    """Write the list into the register in one transaction, as its preview showed it."""
    batch = (
        await ImportBatch.everywhere()
        .get(id=payload["batch"])
        .select_related("organisation", "started_by")
    )
    if batch.state != BatchState.APPLYING:
        return
    org = batch.organisation
    members = await _members_list(org, batch)
    outside = connections.get("default")

    async def told(done: int) -> None:
        # Beside the transaction, or nobody would see it before the end.
        await ImportBatch.everywhere().filter(id=batch.id).using_db(outside).update(done=done)

    try:
        async with recording(org, Kind.IMPORT, batch.file_name, batch.started_by) as book:
            if book.change_set.number - 1 != batch.seen_number:
                raise RegisterMoved
            await write_list(book, members, told)
            applied = (
                await ImportBatch.everywhere()
                .filter(id=batch.id, state=BatchState.APPLYING)
                .update(
                    state=BatchState.APPLIED,
                    change_set_id=book.change_set.id,
                    done=batch.total,
                    settled_at=clock.now(),
                )
            )
            if not applied:
                raise RegisterMoved
            await remember_different(book.connection, batch)
            await RowLikeness.everywhere().filter(batch_id=batch.id).delete()
            await ImportRow.everywhere().filter(batch_id=batch.id).delete()
            await forget_file(batch)
            await ask_to_look(org)
    except (RegisterMoved, RowsWrong, NothingNew, KeptElsewhere):
        async with in_transaction():
            anew = ImportBatch.everywhere().filter(id=batch.id, state=BatchState.APPLYING)
            if await anew.update(state=BatchState.READING, moved=True, done=0):
                await enqueue("preview-members", {"batch": batch.id}, org.id)


async def forget_old() -> None:
    """Drop lists that nobody applied for a month: they are members' details, and in the way."""
    old = clock.now() - KEPT_FOR
    waiting = (BatchState.UPLOADED, BatchState.PREVIEWED, BatchState.READING)
    for batch in await ImportBatch.everywhere().filter(state__in=waiting, started_at__lt=old):
        await drop(batch)


every("forget-lists-of-members", 86_400, forget_old)


async def _members_list(org: Organisation, batch: ImportBatch) -> MembersList:
    data = await files.read(await file_of(batch))
    return MembersList(
        BytesIO(data),
        Layout(batch.encoding, batch.delimiter),
        tuple(batch.headings),
        ListMeaning(batch.targets, batch.blanks_clear, batch.holds_from),
        await surroundings(org),
        replace(await decided_of(batch), pointing=await numbers_gone(org)),
    )


def _in_state(batch: int, state: BatchState) -> Any:
    return ImportBatch.everywhere().filter(id=batch, state=state)

"""A bid that is being written: sealed each time it is saved."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock, files
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions.shared import (
    beside_others,
    drafting,
    may_bid,
    record,
)
from coopcouncil.procurement.bids.models import AnswerFile, Bid, Invited, Supplier
from coopcouncil.procurement.bids.rules.answers import NEED
from coopcouncil.procurement.bids.rules.deadline import BidsAreClosed
from coopcouncil.procurement.bids.rules.draft import Draft, DraftFile
from coopcouncil.procurement.bids.rules.needs import may_share
from coopcouncil.procurement.bids.rules.paper import Answered, answered, plain, tidy
from coopcouncil.procurement.bids.rules.refusals import (
    FileTooLarge,
    NothingToApply,
    OnlyTheInvited,
    TooManyFiles,
)
from coopcouncil.procurement.bids.rules.reserved import Statement
from coopcouncil.procurement.bids.rules.spreadsheet import Filled
from coopcouncil.procurement.bids.sealed import (
    draft_of,
    proposed_of,
    sealed_draft,
    sealed_file,
    sealed_proposal,
)
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of

MOST_FILES = 20
LARGEST_FILE = 10_000_000


async def begin_bid(
    org: Organisation,
    tender: Tender,
    supplier: Supplier,
    by: Person | None,
    brought: bool = False,
) -> Bid:
    """The supplier's one bid for a tender: made where there is none.

    One that is `brought` from the council's portal was invited there.
    """
    async with in_transaction():
        tender = await beside_others(org, tender.id)
        await lock("bid-of", f"{tender.id}:{supplier.id}")
        found = await Bid.within(org).get_or_none(tender_id=tender.id, supplier_id=supplier.id)
        if found is not None:
            return found
        if tender.stage is not Stage.PUBLISHED:
            raise BidsAreClosed
        if by is not None:
            await may_bid(org, tender, by)
        if (
            tender.by_invitation
            and not await Invited.within(org)
            .filter(tender_id=tender.id, supplier_id=supplier.id)
            .exists()
        ):
            raise OnlyTheInvited
        bid = await Bid.create(
            organisation=org, tender=tender, supplier=supplier, created_at=clock.now()
        )
        lots = await lots_of(tender)
        if len(lots) == 1:
            bid.draft = sealed_draft(bid, Draft().with_lots({lots[0].number}))
            await bid.save(update_fields=["draft"])
        await record(org, by, "began a bid", bid)
    return bid


async def save_answer(
    org: Organisation,
    bid: Bid,
    lot: int,
    code: str,
    answer: Answered,
    began_with: int | None,
) -> Bid:
    """Keep one answer. `ChangedElsewhere` where another window saved another one meanwhile."""
    async with in_transaction():
        _tender, found = await drafting(org, bid)
        before = draft_of(found)
        kept = Answered(tidy(answer.text), answer.figure, answer.yes)
        after = before.with_answer(lot, code, kept, found.draft_version + 1, began_with)
        if after != before:
            await _keep(found, after)
    return found


async def share_out(
    org: Organisation,
    bid: Bid,
    lot: int,
    code: str,
    amounts: Mapping[int, Decimal],
    began_with: int | None,
) -> Bid:
    """Keep how much of a promise answers which need."""
    async with in_transaction():
        _tender, found = await drafting(org, bid)
        before = draft_of(found)
        may_share(code, before.answer(lot, code).figure, amounts.values())
        after = before.with_shares(lot, code, amounts, found.draft_version + 1, began_with)
        if after != before:
            await _keep(found, after)
    return found


async def state(org: Organisation, bid: Bid, said: Mapping[int, Statement]) -> Bid:
    """Keep what the bidder says of itself for reserved lots; lots that are not named stay."""
    async with in_transaction():
        _tender, found = await drafting(org, bid)
        before = draft_of(found)
        tidied = {lot: Statement(tidy(one.body), tidy(one.how)) for lot, one in said.items()}
        after = replace(before, stated={**before.stated, **tidied})
        if after != before:
            await _keep(found, after)
    return found


async def choose_lots(org: Organisation, bid: Bid, chosen: set[int]) -> Bid:
    """Bid for these lots."""
    async with in_transaction():
        tender, found = await drafting(org, bid)
        numbers = {lot.number for lot in await lots_of(tender)}
        await _keep(found, draft_of(found).with_lots(chosen & numbers))
    return found


async def add_file(
    org: Organisation, bid: Bid, code: str, name: str, content_type: str, data: bytes
) -> Bid:
    """A file to an answer: sealed before it reaches the store, its name in the draft alone."""
    if len(data) > LARGEST_FILE:
        raise FileTooLarge(LARGEST_FILE // 1_000_000)
    stored_as = sealed_file(bid, data)
    async with in_transaction():
        _tender, found = await drafting(org, bid)
        draft = draft_of(found)
        if len(draft.files) >= MOST_FILES:
            raise TooManyFiles(MOST_FILES)
        stored = await files.put(
            org.id, "sealed", "application/octet-stream", stored_as, made_here=True
        )
        row = await AnswerFile.create(
            organisation=org, bid=found, stored=stored, added_at=clock.now()
        )
        file = DraftFile(row.id, code, files.safe_name(name), sha256(data).hexdigest(), len(data))
        await _keep(found, draft.with_file(file))
    return found


async def remove_file(org: Organisation, bid: Bid, file_id: int) -> Bid:
    """Take a file out of the draft. What was handed in with it still has it."""
    async with in_transaction():
        _tender, found = await drafting(org, bid)
        draft = draft_of(found)
        if not any(one.id == file_id for one in draft.files):
            raise NotHere
        row = await AnswerFile.one(org, id=file_id, bid_id=found.id)
        row.removed_at = clock.now()
        await row.save(update_fields=["removed_at"])
        await _keep(found, draft.without_file(file_id))
    return found


async def propose(org: Organisation, bid: Bid, filled: Filled, edition: int) -> Bid:
    """Keep what a workbook says until its bidder has looked at every cell. The draft stays."""
    told: dict[str, Any] = {
        "edition": edition,
        "lots": {
            str(lot): {code: plain(answer) for code, answer in answers.items()}
            for lot, answers in filled.lots.items()
        },
        "cells": {f"{cell.asked.lot}:{cell.asked.code}": cell.at for cell in filled.cells},
    }
    async with in_transaction():
        _tender, found = await drafting(org, bid)
        found.proposed, found.proposed_at = sealed_proposal(found, told), clock.now()
        await found.save(update_fields=["proposed", "proposed_at"])
    return found


async def take_over(org: Organisation, bid: Bid) -> int:
    """Write the workbook's answers into the draft, all at once; how many changed. An empty cell
    leaves what the draft has."""
    async with in_transaction():
        _tender, found = await drafting(org, bid)
        told = proposed_of(found)
        if told is None:
            raise NothingToApply
        before = draft = draft_of(found)
        version = found.draft_version + 1
        changed = 0
        for lot, answers in told["lots"].items():
            for code, one in answers.items():
                promise, _, need = code.partition(NEED)
                if need:
                    after = _with_need(draft, int(lot), promise, int(need), one, version)
                    changed += after != draft
                    draft = after
                    continue
                after = draft.with_answer(int(lot), code, answered(one), version, None)
                changed += after != draft
                draft = after
        found.proposed = found.proposed_at = None
        await found.save(update_fields=["proposed", "proposed_at"])
        if draft != before:
            await _keep(found, draft)
        await record(org, None, "took a workbook over", found, answers=changed)
    return changed


def _with_need(
    draft: Draft, lot: int, code: str, need: int, told: dict[str, Any], version: int
) -> Draft:
    amounts = dict(draft.shares(lot, code))
    amount = answered(told).figure
    if amount:
        amounts[need] = amount
    else:
        amounts.pop(need, None)
    return draft.with_shares(lot, code, amounts, version, None)


async def drop_proposal(org: Organisation, bid: Bid) -> None:
    """Forget the workbook; the draft is as it was."""
    async with in_transaction():
        _tender, found = await drafting(org, bid)
        found.proposed = found.proposed_at = None
        await found.save(update_fields=["proposed", "proposed_at"])


async def _keep(bid: Bid, draft: Draft) -> None:
    bid.draft = sealed_draft(bid, draft)
    bid.draft_version += 1
    bid.drafted_at = clock.now()
    await bid.save(update_fields=["draft", "draft_version", "drafted_at"])

"""The opening: two officers, after the deadline, and every bid at once."""

import json
import secrets
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.sealing import WrongKey
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import (
    Answer,
    AnswerFile,
    Bid,
    BidsOpened,
    NeedAnswered,
    Offer,
    OpeningConfirmed,
    Submission,
)
from coopcouncil.procurement.bids.reads import bids_of, counting, submissions_of
from coopcouncil.procurement.bids.rules.deadline import may_open
from coopcouncil.procurement.bids.rules.paper import Paper, hash_of, read
from coopcouncil.procurement.bids.rules.refusals import (
    DoesNotOpen,
    OpenedAlready,
    TwoOfficers,
)
from coopcouncil.procurement.bids.sealed import file_bytes, paper_text
from coopcouncil.procurement.bids.telling import acting_for, address, tell
from coopcouncil.procurement.kinds import BidState, CriterionKind, Stage
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import leaves_of, lots_of


@dataclass(frozen=True)
class Counted:
    """A bid that is opened, what counts of it, and what that says."""

    bid: Bid
    submission: Submission
    paper: Paper


async def confirm_opening(org: Organisation, tender: Tender, by: Person) -> BidsOpened | None:
    """An officer is ready. The second one's word opens every bid at once."""
    async with in_transaction():
        await lock("tender", tender.id)
        found = await Tender.one(org, id=tender.id)
        _may(found)
        others = await OpeningConfirmed.within(org).filter(tender_id=found.id).order_by("id")
        if any(one.person_id == by.id for one in others):
            raise TwoOfficers
        await OpeningConfirmed.create(organisation=org, tender=found, person=by, at=clock.now())
        await audit.record(org.id, by.id, "confirmed an opening", f"tender:{found.id}")
        if not others:
            return None
        first = await Person.get(id=others[0].person_id)
        return await open_bids(org, found, first, by)


async def open_bids(org: Organisation, tender: Tender, first: Person, second: Person) -> BidsOpened:
    """Open what counts of every bid; late ones that were not let in go back unopened."""
    if first.id == second.id:
        raise TwoOfficers
    async with in_transaction():
        await lock("tender", tender.id)
        found = await Tender.one(org, id=tender.id)
        _may(found)
        at = clock.now()
        bids = await bids_of(org, found)
        handed_in = await submissions_of(org, *bids)
        counted = [*_counted(bids, handed_in)]
        for one, label in zip(_shuffled(counted), _labels(len(counted)), strict=True):
            one.bid.label, one.bid.state = label, BidState.OPENED
            one.bid.proposed = None
            one.bid.statements = dict(one.paper.statements)
            await one.bid.save(update_fields=["label", "state", "proposed", "statements"])
            await _write_offers(org, found, one)
        opened = {one.bid.id for one in counted}
        late = [bid for bid in bids if bid.state is BidState.LATE and bid.id not in opened]
        for bid in late:
            bid.returned_at = at
            await bid.save(update_fields=["returned_at"])
            await tell(
                org,
                await acting_for(org, [bid.supplier_id]),
                "returned",
                found,
                f"bid:{bid.id}",
                link=address(org, f"/bids/{bid.id}"),
            )
        record = _record(found, counted, late, handed_in)
        made = await BidsOpened.create(
            organisation=org,
            tender=found,
            first_officer=first,
            second_officer=second,
            at=at,
            record=record,
        )
        found.stage, found.opened_at = Stage.OPENED, at
        await found.save(update_fields=["stage", "opened_at"])
        await audit.record(
            org.id,
            second.id,
            "opened the bids",
            f"tender:{found.id}",
            first=first.id,
            receipts=[one.submission.receipt for one in counted],
            hash=sha256(json.dumps(record, sort_keys=True).encode()).hexdigest(),
        )
    return made


async def exclude(org: Organisation, offer: Offer, because: str, by: Person | None) -> Offer:
    """Leave an offer out of its lot; a bid without any offer left is excluded whole."""
    async with in_transaction():
        bid = await Bid.one(org, id=offer.bid_id)
        await lock("bid", bid.id)
        found = await Offer.one(org, id=offer.id)
        if found.excluded_at is not None:
            return found
        found.excluded_at, found.excluded_because = clock.now(), because
        await found.save(update_fields=["excluded_at", "excluded_because"])
        if not await Offer.within(org).filter(bid_id=bid.id, excluded_at=None).exists():
            await Bid.within(org).filter(id=bid.id).update(state=BidState.EXCLUDED)
        await audit.record(
            org.id,
            by.id if by else None,
            "excluded a bid",
            f"bid:{bid.id}",
            lot=found.lot_id,
            because=because,
        )
    return found


def _may(tender: Tender) -> None:
    if tender.stage is Stage.PREPARING or tender.closes_at is None:
        raise NotHere
    if tender.stage is not Stage.PUBLISHED:
        raise OpenedAlready
    may_open(clock.now(), tender.closes_at)


def _counted(bids: list[Bid], handed_in: dict[int, list[Submission]]) -> list[Counted]:
    found = []
    for bid in bids:
        submission = counting(bid, handed_in[bid.id])
        if submission is None or (bid.state is BidState.LATE and not bid.let_in_because):
            continue
        try:
            text = paper_text(bid, submission)
        except WrongKey as trouble:
            raise DoesNotOpen(submission.receipt) from trouble
        if hash_of(text) != submission.hash:
            raise DoesNotOpen(submission.receipt)
        found.append(Counted(bid, submission, read(text)))
    return found


def _shuffled(counted: list[Counted]) -> list[Counted]:
    dealt = list(counted)
    secrets.SystemRandom().shuffle(dealt)
    return dealt


def _labels(many: int) -> list[str]:
    """A, B, … Z, AA, AB, …"""
    found = []
    for number in range(many):
        label = ""
        rest = number + 1
        while rest:
            rest, letter = divmod(rest - 1, 26)
            label = chr(ord("A") + letter) + label
        found.append(label)
    return found


async def _write_offers(org: Organisation, tender: Tender, one: Counted) -> None:
    files = {file.hash: file for file in one.paper.files}
    if files:
        await _open_files(org, tender, one)
    for lot in await lots_of(tender):
        answers = one.paper.lots.get(lot.number)
        if answers is None:
            continue
        offer = await Offer.create(organisation=org, bid=one.bid, lot=lot)
        needs = [each for each in one.paper.needs if each.lot == lot.number]
        for node in await leaves_of(tender, lot):
            if node.criterion.kind is CriterionKind.FIGURE:
                await NeedAnswered.bulk_create(
                    NeedAnswered(
                        organisation=org,
                        offer=offer,
                        criterion=node.criterion,
                        need_id=each.need,
                        amount=each.amount,
                    )
                    for each in needs
                    if each.criterion == node.criterion.code
                )
            said = answers.get(node.criterion.code)
            if said is not None:
                await Answer.create(
                    organisation=org,
                    offer=offer,
                    criterion=node.criterion,
                    text=said.text,
                    figure=None if said.figure is None else Decimal(said.figure),
                    says_yes=said.yes,
                )


async def _open_files(org: Organisation, tender: Tender, one: Counted) -> None:
    """Find each file that the paper names by its bytes, and say now what it is."""
    criteria = {
        node.criterion.code: node.criterion
        for lot in await lots_of(tender)
        for node in await leaves_of(tender, lot)
    }
    named = {(file.hash): file for file in one.paper.files}
    for row in await AnswerFile.within(org).filter(bid_id=one.bid.id).order_by("id"):
        try:
            found = sha256(await file_bytes(one.bid, row)).hexdigest()
        except (WrongKey, NotHere) as trouble:
            if row.removed_at is not None:
                continue
            raise DoesNotOpen(one.submission.receipt) from trouble
        file = named.pop(found, None)
        if file is not None and file.criterion in criteria:
            row.criterion, row.name, row.hash = criteria[file.criterion], file.name, file.hash
            await row.save(update_fields=["criterion_id", "name", "hash"])
    if named:
        raise DoesNotOpen(one.submission.receipt)


def _record(
    tender: Tender,
    counted: list[Counted],
    late: list[Bid],
    handed_in: dict[int, list[Submission]],
) -> dict[str, Any]:
    """Receipts and hashes, without a word of a bid, and without the labels."""
    return {
        "closes_at": tender.closes_at.isoformat() if tender.closes_at else "",
        "opened": [
            {
                **_row(one.bid, one.submission),
                "lots": sorted(one.paper.lots),
                "let_in_because": one.bid.let_in_because,
            }
            for one in counted
        ],
        "late": [_row(bid, handed_in[bid.id][-1]) for bid in late],
    }


def _row(bid: Bid, submission: Submission) -> dict[str, Any]:
    return {
        "bid": bid.id,
        "supplier": bid.supplier.name,
        "receipt": submission.receipt,
        "portal_receipt": submission.portal_receipt,
        "hash": submission.hash,
        "received_at": submission.received_at.isoformat(),
        "way": submission.way.value,
        "edition": submission.edition,
    }

"""Handing in, withdrawing, and what is done with a bid that came late."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions.shared import drafting, locked, record
from coopcouncil.procurement.bids.models import Bid, Submission
from coopcouncil.procurement.bids.rules.deadline import BidsAreClosed, is_late
from coopcouncil.procurement.bids.rules.draft import Draft
from coopcouncil.procurement.bids.rules.paper import Paper, canonical, hash_of
from coopcouncil.procurement.bids.rules.refusals import (
    NothingHandedIn,
    NotInTime,
    NotLate,
    OpenedAlready,
    TenderChanged,
)
from coopcouncil.procurement.bids.sealed import sealed_paper
from coopcouncil.procurement.bids.telling import acting_for, address, tell
from coopcouncil.procurement.kinds import BidState, Stage, Way
from coopcouncil.procurement.tenders.models import Edition, Tender
from coopcouncil.procurement.tenders.reads import edition_in_force

# Without letters that are taken for figures, to be read out over the telephone.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def paper_of(
    tender: Tender, edition: Edition, draft: Draft, statements: Mapping[str, Any]
) -> Paper:
    """What is handed in of a draft as it stands."""
    return Paper(
        tender=tender.reference,
        edition=edition.number,
        edition_hash=edition.hash,
        lots=draft.answers(),
        files=tuple(one.named for one in draft.files),
        needs=draft.promised(),
        statements=statements,
    )


async def hand_in(
    org: Organisation,
    bid: Bid,
    paper: Paper,
    way: Way,
    by: Person | None,
    at: datetime | None = None,
    portal_receipt: str = "",
) -> Submission:
    """Hand a bid in: sealed, hashed, with a receipt. `at` is when it had arrived whole.

    After the deadline it is held apart; before it, the last one that came counts.
    """
    received = (at or clock.now()).replace(microsecond=0)
    async with in_transaction():
        tender, found = await drafting(org, bid)
        edition = await edition_in_force(tender)
        if way is not Way.PORTAL and (paper.edition, paper.edition_hash) != (
            edition.number,
            edition.hash,
        ):
            raise TenderChanged
        assert tender.closes_at is not None
        late = is_late(received, tender.closes_at)
        text = canonical(replace(paper, salt=paper.salt or secrets.token_hex(16)))
        submission = await Submission.create(
            organisation=org,
            bid=found,
            way=way,
            sealed=sealed_paper(found, text),
            hash=hash_of(text),
            receipt=_receipt(),
            received_at=received,
            is_late=late,
            edition=paper.edition,
            handed_in_by=by,
            portal_receipt=portal_receipt,
        )
        # What came late does not push aside what came in time.
        if not (late and found.state is BidState.SUBMITTED):
            found.state = BidState.LATE if late else BidState.SUBMITTED
            found.withdrawn_at = None
            await found.save(update_fields=["state", "withdrawn_at"])
        await record(
            org,
            by,
            "handed in a bid late" if late else "handed in a bid",
            found,
            receipt=submission.receipt,
            hash=submission.hash,
            way=way,
        )
        await tell(
            org,
            await acting_for(org, [found.supplier_id]),
            "received",
            tender,
            f"bid:{found.id}",
            receipt=submission.receipt,
            hash=submission.hash,
            received_at=received,
            is_late=late,
            link=address(org, f"/bids/{found.id}/receipts/{submission.receipt}"),
        )
    return submission


async def withdraw(org: Organisation, bid: Bid, by: Person, at: datetime | None = None) -> Bid:
    """Take a bid back before the deadline. The draft stays, and can be handed in again."""
    now = at or clock.now()
    async with in_transaction():
        tender, found = await locked(org, bid)
        if tender.stage is not Stage.PUBLISHED or tender.closes_at is None:
            raise BidsAreClosed
        if found.state not in (BidState.SUBMITTED, BidState.LATE):
            raise NothingHandedIn
        if found.state is BidState.SUBMITTED and is_late(now, tender.closes_at):
            raise NotInTime
        found.state, found.withdrawn_at = BidState.WITHDRAWN, now
        await found.save(update_fields=["state", "withdrawn_at"])
        await record(org, by, "withdrew a bid", found)
        await tell(
            org,
            await acting_for(org, [found.supplier_id]),
            "withdrawn",
            tender,
            f"bid:{found.id}",
            link=address(org, f"/bids/{found.id}"),
        )
    return found


async def let_in(org: Organisation, bid: Bid, because: str, by: Person) -> Bid:
    """Let a late bid be opened with the others; the reason goes into the record of the opening."""
    async with in_transaction():
        tender, found = await locked(org, bid)
        if tender.stage is not Stage.PUBLISHED:
            raise OpenedAlready
        if found.state is not BidState.LATE:
            raise NotLate
        found.let_in_because, found.let_in_by = because, by
        await found.save(update_fields=["let_in_because", "let_in_by_id"])
        await record(org, by, "let a late bid in", found, because=because)
    return found


def _receipt() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _each in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"

"""Notices as they were published on the central platform, with its own numbers."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.clock import LONDON
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.outcome.actions.releasing import release_now
from coopcouncil.procurement.outcome.kinds import NoticeKind, ReleaseTag
from coopcouncil.procurement.outcome.models import Contract, TenderNotice
from coopcouncil.procurement.outcome.reads import summaries_of
from coopcouncil.procurement.outcome.rules.order import (
    NoReason,
    SignedAlready,
    SummariesFirst,
    TooEarly,
    TooShort,
)
from coopcouncil.procurement.outcome.rules.standstill import standstill_ends
from coopcouncil.procurement.tenders.actions.shared import locked, record
from coopcouncil.procurement.tenders.consideration.reads import is_confirmed
from coopcouncil.procurement.tenders.consideration.rules.before import ConflictsNotConfirmed
from coopcouncil.procurement.tenders.models import Tender

CONFIRMS = (NoticeKind.TRANSPARENCY, NoticeKind.DETAILS, NoticeKind.CHANGE)
"""The notices after the tender notice that confirm the conflicts assessment (Procurement Act 2023,
s.83; which they are is from memory of the section, and to be checked against it)."""


@dataclass(frozen=True)
class NoticeDraft:
    """A notice as the lead writes it down; `number` and `address` are the platform's own."""

    kind: NoticeKind
    published_on: date
    number: str = ""
    address: str = ""
    note: str = ""
    ocid: str = ""
    standstill_until: date | None = None
    """Of an award notice: the last day of the standstill that it provides for, if it says one."""


async def record_notice(
    org: Organisation, tender: Tender, draft: NoticeDraft, by: Person | None
) -> TenderNotice:
    """Write a notice down; an award notice begins the standstill, and follows the summaries."""
    async with in_transaction():
        found = await locked(org, tender)
        today = clock.today()
        since = found.created_at.astimezone(LONDON).date()
        if draft.kind is NoticeKind.AWARD:
            summaries = await summaries_of(org, found)
            if found.stage not in (Stage.SUMMARISED, Stage.AWARDED) or not summaries:
                raise SummariesFirst
            since = max(one.sent_at for one in summaries).astimezone(LONDON).date()
        if draft.kind is not NoticeKind.AWARD and draft.published_on <= today:
            since = min(since, draft.published_on)
        if not since <= draft.published_on <= today:
            raise TooEarly(since, today)
        if draft.kind is NoticeKind.AWARD and draft.standstill_until is not None:
            may_stand_still(draft.published_on, draft.standstill_until)
        if draft.kind in CONFIRMS:
            await _may_confirm(org, found)
        row = await TenderNotice.create(
            organisation=org,
            tender=found,
            kind=draft.kind,
            published_on=draft.published_on,
            number=draft.number,
            address=draft.address,
            note=draft.note,
            standstill_until=draft.standstill_until if draft.kind is NoticeKind.AWARD else None,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        if draft.ocid and draft.ocid != found.ocid:
            found.ocid = draft.ocid
            await found.save(update_fields=["ocid"])
        await record(
            org, by, "wrote a notice down", found, kind=draft.kind.value, number=draft.number
        )
        if draft.kind is NoticeKind.AWARD:
            if found.stage is Stage.SUMMARISED:
                found.stage = Stage.AWARDED
                await found.save(update_fields=["stage"])
            await release_now(org, found, ReleaseTag.AWARD)
        return row


def may_stand_still(published_on: date, until: date) -> None:
    """Refuse a standstill of fewer than eight working days, one by choice too (s.51)."""
    if until < standstill_ends(published_on):
        raise TooShort(standstill_ends(published_on))


async def _may_confirm(org: Organisation, tender: Tender) -> None:
    """Refuse a notice that confirms an assessment which nobody looked at since the last one."""
    since = tender.published_at or tender.created_at
    last = TenderNotice.within(org).filter(tender_id=tender.id, kind__in=CONFIRMS)
    rows = await last.filter(withdrawn_at=None).order_by("-recorded_at").limit(1)
    since = max([since, *(one.recorded_at for one in rows)])
    if not await is_confirmed(org, tender, since):
        raise ConflictsNotConfirmed


async def withdraw_notice(
    org: Organisation, notice: TenderNotice, because: str, by: Person | None
) -> None:
    """It was withdrawn on the platform; an award notice's standstill ends with it."""
    if not because.strip():
        raise NoReason
    async with in_transaction():
        tender = await locked(org, await Tender.one(org, id=notice.tender_id))
        if await Contract.within(org).filter(tender_id=tender.id).exists():
            raise SignedAlready
        notice.withdrawn_at, notice.withdrawn_because = clock.now(), because.strip()
        await notice.save(update_fields=["withdrawn_at", "withdrawn_because"])
        standing = TenderNotice.within(org).filter(
            tender_id=tender.id, kind=NoticeKind.AWARD, withdrawn_at=None
        )
        if tender.stage is Stage.AWARDED and not await standing.exists():
            tender.stage = Stage.SUMMARISED
            await tender.save(update_fields=["stage"])
            await release_now(org, tender, ReleaseTag.AWARD_CANCELLATION)
        await record(org, by, "noted that a notice was withdrawn", tender, notice=notice.id)

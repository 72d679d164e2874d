"""Releases of open contracting data: written once, each when something new is public."""

from collections import Counter
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.clock import LONDON
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Bid
from coopcouncil.procurement.kinds import BidState, Stage
from coopcouncil.procurement.outcome.kinds import NoticeKind, ReleaseTag
from coopcouncil.procurement.outcome.models import (
    AwardDecision,
    Contract,
    Publisher,
    Release,
    TenderNotice,
)
from coopcouncil.procurement.outcome.rules.ocds import (
    Awarded,
    Body,
    Party,
    Signed,
    ocid,
    on_day,
    prefix_of,
    related_process,
    release,
    tender_of,
)
from coopcouncil.procurement.tenders.models import Edition, Lot, Tender
from coopcouncil.procurement.tenders.rules.document import fingerprint

_STATUS = {
    Stage.PREPARING: "planned",
    Stage.PUBLISHED: "active",
    Stage.OPENED: "active",
    Stage.AGREED: "active",
    Stage.SUMMARISED: "active",
    Stage.AWARDED: "complete",
    Stage.CONTRACTED: "complete",
    Stage.ENDED: "cancelled",
}
_DOCUMENTS = {
    NoticeKind.PIPELINE: "plannedProcurementNotice",
    NoticeKind.MARKET_ENGAGEMENT: "marketStudies",
    NoticeKind.PLANNED: "plannedProcurementNotice",
    NoticeKind.TENDER: "tenderNotice",
    NoticeKind.TRANSPARENCY: "awardNotice",
    NoticeKind.AWARD: "awardNotice",
    NoticeKind.DETAILS: "contractNotice",
    NoticeKind.PERFORMANCE: "contractPerformanceNotice",
    NoticeKind.CHANGE: "contractNotice",
    NoticeKind.CONTRACT_TERMINATION: "contractNotice",
    NoticeKind.TERMINATION: "cancellationDetails",
}
"""What OCDS calls each notice; its list of document types is open."""
_TELLS_AWARDS = (Stage.AWARDED, Stage.CONTRACTED)


async def set_publisher(
    org: Organisation, prefix: str, scheme: str, number: str, address: str, by: Person | None
) -> Publisher:
    """Under which prefix and identifier the organisation publishes; refuses the central one."""
    found = prefix_of(prefix) if prefix.strip() else ""
    async with in_transaction():
        row = await Publisher.within(org).first()
        values: dict[str, Any] = {
            "prefix": found,
            "scheme": scheme.strip(),
            "number": number.strip(),
            "address": address.strip(),
            "changed_at": clock.now(),
        }
        if row is None:
            row = await Publisher.create(organisation=org, **values)
        else:
            await row.update_from_dict(values).save()
        await audit.record(
            org.id,
            by.id if by else None,
            "set the publisher",
            f"organisation:{org.id}",
            prefix=found,
        )
        return row


async def publisher_of(org: Organisation) -> Publisher | None:
    """As what the organisation publishes, where it has a prefix."""
    return await Publisher.within(org).exclude(prefix="").first()


async def party_of(org: Organisation) -> Party:
    """The organisation as a buyer."""
    row = await Publisher.within(org).first()
    return Party(org.name, row.scheme, row.number) if row else Party(org.name)


async def release_now(
    org: Organisation, tender: Tender, tag: ReleaseTag, milestones: dict[int, Any] | None = None
) -> Release | None:
    """The release of this moment, in the caller's transaction; None without a prefix.

    `milestones` are those of contracts, by the contract's id.
    """
    publisher = await publisher_of(org)
    edition = await Edition.within(org).filter(tender_id=tender.id).order_by("-number").first()
    if publisher is None or edition is None or tender.by_invitation:
        return None
    number = await Release.within(org).filter(tender_id=tender.id).count() + 1
    body = release(
        tag,
        number,
        clock.now(),
        ocid(publisher.prefix, tender.reference),
        await party_of(org),
        await _tender(org, tender, edition),
        await _awards(org, tender, is_cancelled=tag is ReleaseTag.AWARD_CANCELLATION),
        await _contracts(org, tender, milestones or {}),
        [related_process(tender.ocid)] if tender.ocid else [],
    )
    return await Release.create(
        organisation=org,
        tender=tender,
        number=number,
        tag=tag.value,
        published_at=clock.now(),
        body=body,
        hash=fingerprint(body),
    )


async def after_edition(org: Organisation, tender: Tender, edition: Edition) -> None:
    """A tender was published, or changed and published again."""
    tag = ReleaseTag.TENDER if edition.number == 1 else ReleaseTag.TENDER_AMENDMENT
    await release_now(org, tender, tag)


async def after_ending(org: Organisation, tender: Tender, was: Stage) -> None:
    """A published tender ended without a contract."""
    if was is not Stage.PREPARING:
        await release_now(org, tender, ReleaseTag.TENDER_CANCELLATION)


async def _tender(org: Organisation, tender: Tender, edition: Edition) -> Body:
    notices = await TenderNotice.within(org).filter(tender_id=tender.id).order_by("id")
    documents = [
        {
            "id": str(one.id),
            "documentType": _DOCUMENTS[one.kind],
            "title": one.number or one.kind.value.upper(),
            "url": one.address,
            "datePublished": on_day(one.published_on),
        }
        for one in notices
        if one.address and one.withdrawn_at is None
    ]
    opened = tender.stage in _TELLS_AWARDS
    states = (BidState.OPENED, BidState.EXCLUDED)
    bids = await Bid.within(org).filter(tender_id=tender.id, state__in=states).count()
    status = _STATUS[tender.stage]
    return tender_of(edition.method, status, documents, bids if opened else None)


async def _award_ids(org: Organisation, tender: Tender) -> dict[int, str]:
    """How the award of each lot is named now, by the lot's id. Another supplier under the same name
    would be merged with the one before; so an award after one that was called back has its own."""
    before = AwardDecision.within(org).filter(
        lot__tender_id=tender.id, withdrawn_at__isnull=False, summaries__id__isnull=False
    )
    told = Counter(lot for _, lot in set(await before.values_list("id", "lot_id")))
    return {
        lot.id: f"{lot.number}-{told[lot.id] + 1}" if told[lot.id] else str(lot.number)
        for lot in await Lot.within(org).filter(tender_id=tender.id)
    }


async def _awards(org: Organisation, tender: Tender, is_cancelled: bool) -> list[Awarded]:
    if tender.stage not in _TELLS_AWARDS and not is_cancelled:
        return []
    names = await _award_ids(org, tender)
    decisions = (
        await AwardDecision.within(org)
        .filter(lot__tender_id=tender.id, withdrawn_at=None)
        .exclude(offer_id=None)
        .select_related("lot", "offer", "offer__bid", "offer__bid__supplier")
        .order_by("lot__number")
    )
    found = []
    for one in decisions:
        assert one.offer is not None
        supplier = one.offer.bid.supplier
        found.append(
            Awarded(
                names[one.lot_id],
                Party(
                    supplier.name,
                    supplier.scheme,
                    supplier.number,
                    supplier.address,
                    supplier.postcode,
                ),
                one.decided_at.astimezone(LONDON).date(),
                one.lot.title,
                is_cancelled,
            )
        )
    return found


async def _contracts(org: Organisation, tender: Tender, milestones: dict[int, Any]) -> list[Signed]:
    if tender.stage not in _TELLS_AWARDS:
        return []
    rows = await Contract.within(org).filter(tender_id=tender.id)
    names = await _award_ids(org, tender)
    return [
        Signed(
            row.number,
            names.get(row.lot_id or 0, "1"),
            row.title,
            row.value,
            row.signed_on,
            row.starts_on,
            row.ends_on,
            tuple(milestones.get(row.id, ())),
        )
        for row in rows
    ]

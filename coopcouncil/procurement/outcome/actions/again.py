"""The summaries called back: what was decided stands no more, and the bids are assessed anew."""

from datetime import datetime

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.reads import people_of_supplier
from coopcouncil.procurement.bids.telling import address, tell
from coopcouncil.procurement.evaluation.actions.reopening import reopen_what_rested_on
from coopcouncil.procurement.evaluation.models import Score
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.outcome.models import AwardDecision, Summary
from coopcouncil.procurement.outcome.reads import summaries_of
from coopcouncil.procurement.outcome.rules.order import NoReason, may_call_back
from coopcouncil.procurement.tenders.actions.shared import locked, record
from coopcouncil.procurement.tenders.models import Tender


async def call_back(
    org: Organisation, tender: Tender, because: str, by: Person | None
) -> list[Summary]:
    """Take every decision back although the bidders were told. The summaries stay as they were
    sent, each bidder reads why they stand no more, and new ones follow the new decisions."""
    if not because.strip():
        raise NoReason
    async with in_transaction():
        found = await locked(org, tender)
        may_call_back(found.stage)
        sent = await summaries_of(org, found)
        for decision in await AwardDecision.within(org).filter(
            lot__tender_id=found.id, withdrawn_at=None
        ):
            decision.withdrawn_at, decision.withdrawn_because = clock.now(), because.strip()
            await decision.save(update_fields=["withdrawn_at", "withdrawn_because"])
        found.stage = Stage.AGREED
        await found.save(update_fields=["stage"])
        await record(org, by, "called the summaries back", found, summaries=len(sent))
        if sent and by is not None:
            await _reopen(org, found, min(one.sent_at for one in sent), because.strip(), by)
        for row in sent:
            await _tell(org, found, row, because.strip())
        return sent


async def _reopen(
    org: Organisation, tender: Tender, since: datetime, because: str, by: Person
) -> None:
    """Who stood aside after the bidders were told: what rested on them stood until now."""
    rows = Score.within(org).filter(
        offer__lot__tender_id=tender.id, set_aside_at__gte=since, points__isnull=False
    )
    for person in sorted(set(await rows.values_list("takes_part__person_id", flat=True))):
        found = await Tender.one(org, id=tender.id)
        await reopen_what_rested_on(org, found, person, because, by)  # type: ignore[arg-type]


async def _tell(org: Organisation, tender: Tender, row: Summary, because: str) -> None:
    supplier = row.offer.bid.supplier
    acting = await people_of_supplier(org, supplier)
    await tell(
        org,
        [each.person for each in acting],
        "summary_called_back",
        tender,
        f"summary-back:{row.id}",
        supplier=supplier.name,
        because=because,
        link=address(org, f"/bids/{row.offer.bid_id}/summary"),
    )

"""Assessment summaries: their words, and all of a tender's sent at once."""

from dataclasses import dataclass

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.bids.reads import OpenedOffer, offers_of, people_of_supplier
from coopcouncil.procurement.bids.telling import address, tell
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.outcome.models import AwardDecision, ScoringRun, Summary, SummaryWords
from coopcouncil.procurement.outcome.reads import decision_of, run_in, words_by
from coopcouncil.procurement.outcome.rules.order import NotDecided, SentAlready
from coopcouncil.procurement.outcome.rules.summaries import Bidder, Body, summary
from coopcouncil.procurement.tenders.actions.shared import locked, record
from coopcouncil.procurement.tenders.models import Criterion, Edition, Lot, Tender
from coopcouncil.procurement.tenders.reads import lots_of
from coopcouncil.procurement.tenders.rules.document import fingerprint


@dataclass(frozen=True)
class Drafted:
    """A summary as it would be sent now."""

    lot: Lot
    opened: OpenedOffer
    decision: AwardDecision
    body: Body


async def write_words(
    org: Organisation,
    offer: Offer,
    criterion: Criterion,
    for_others: bool,
    words: str,
    by: Person | None,
) -> None:
    """Say it otherwise than the moderation did; without words, as the moderation did again."""
    async with in_transaction():
        tender = await locked(org, await Tender.one(org, id=criterion.tender_id))
        if tender.stage is not Stage.AGREED:
            raise SentAlready
        which = {"offer_id": offer.id, "criterion_id": criterion.id, "for_others": for_others}
        await SummaryWords.within(org).filter(**which).delete()
        if words.strip():
            await SummaryWords.create(
                organisation=org,
                words=words.strip(),
                written_at=clock.now(),
                written_by=by,
                **which,
            )
        await record(org, by, "wrote words of a summary", tender, offer=offer.id)


async def drafts(org: Organisation, tender: Tender) -> list[Drafted]:
    """Every summary of the tender, by lot and label; `NotDecided` while a lot is open."""
    return [one for lot in await lots_of(tender) for one in await _of_lot(org, lot)]


async def _of_lot(org: Organisation, lot: Lot) -> list[Drafted]:
    decision = await decision_of(org, lot)
    if decision is None:
        raise NotDecided
    row: ScoringRun = decision.run
    document = (
        await Edition.within(org).get(tender_id=lot.tender_id, hash=row.edition_hash)
    ).method
    done = run_in(row)
    opened = await offers_of(org, lot)
    said = await words_by(org, [one.offer.id for one in opened])
    bidders = {}
    for one in opened:
        words = said[one.offer.id]
        lines = (one.supplier.address.strip(), one.supplier.postcode.strip())
        bidders[one.offer.id] = Bidder(
            str(one.offer.id),
            one.supplier.name,
            words.own,
            words.for_others,
            one.supplier.scheme,
            one.supplier.number,
            "\n".join(line for line in lines if line),
        )
    winner = bidders.get(decision.offer_id) if decision.offer_id else None
    return [
        Drafted(
            lot,
            one,
            decision,
            summary(document, lot.number, done, bidders[one.offer.id], winner, decision.because),
        )
        for one in opened
    ]


async def send_summaries(org: Organisation, tender: Tender, by: Person | None) -> list[Summary]:
    """To every bidder that was assessed, at one time; the award notice may follow."""
    async with in_transaction():
        found = await locked(org, tender)
        if found.stage is not Stage.AGREED:
            raise SentAlready if found.stage is not Stage.OPENED else NotDecided
        now = clock.now()
        sent = []
        for one in await drafts(org, found):
            row = await Summary.create(
                organisation=org,
                offer=one.opened.offer,
                decision=one.decision,
                body=one.body,
                hash=fingerprint(one.body),
                sent_at=now,
                sent_by=by,
            )
            sent.append(row)
            await _tell(org, found, one, row)
        found.stage = Stage.SUMMARISED
        await found.save(update_fields=["stage"])
        await record(org, by, "sent the assessment summaries", found, summaries=len(sent))
        return sent


async def _tell(org: Organisation, tender: Tender, one: Drafted, row: Summary) -> None:
    """Everybody who acts for the bidder: that there is a summary, and where."""
    acting = await people_of_supplier(org, one.opened.supplier)
    await tell(
        org,
        [each.person for each in acting if each.ended_at is None],
        "summary",
        tender,
        f"summary:{row.id}",
        supplier=one.opened.supplier.name,
        link=address(org, f"/bids/{one.opened.bid.id}/summary"),
    )

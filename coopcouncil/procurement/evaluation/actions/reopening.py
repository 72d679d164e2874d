"""Opening again what was agreed: a lot by the lead, or what rested on somebody who stands aside."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.evaluation.actions.shared import moderating, record
from coopcouncil.procurement.evaluation.models import Agreed, AgreedEntry, LotAgreed, Score
from coopcouncil.procurement.evaluation.rules.moderating import may_reopen, what_rests_on
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.actions.shared import locked
from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.procurement.tenders.reads import lots_of


async def reopen_lot(org: Organisation, tender: Tender, lot: Lot, because: str, by: Person) -> None:
    """Open a locked lot again, with the reason: its agreed scores stand until they are changed."""
    async with in_transaction():
        tender = await locked(org, tender)
        await moderating(lot)
        held = await LotAgreed.within(org).get_or_none(lot_id=lot.id, reopened_at=None)
        may_reopen(tender.stage, held is not None, because)
        await _unlock(org, tender, lot, because, by)


async def reopen_what_rested_on(
    org: Organisation, tender: Tender, person: int, because: str, by: Person
) -> None:
    """Open again each agreed score to which the person contributed, as evaluator or as moderator.

    Once bidders have their summaries the agreed scores stand: what then follows is for the
    council's lawyers, and not for a program. Inside the caller's transaction and tender lock.
    """
    if tender.stage not in (Stage.OPENED, Stage.AGREED):
        return
    for lot in await lots_of(tender):
        await moderating(lot)
        agreed = {
            (one.offer_id, one.criterion_id): one
            for one in await Agreed.within(org).filter(offer__lot_id=lot.id)
        }
        resting = what_rests_on(
            await _scored_by(org, lot, person) | await _entered_by(org, lot, person),
            {pair: one.points for pair, one in agreed.items()},
        )
        if not resting:
            continue
        await _unlock(org, tender, lot, because, by)
        for pair in sorted(resting):
            await _reopen(org, agreed[pair], because, by)


async def _unlock(org: Organisation, tender: Tender, lot: Lot, because: str, by: Person) -> None:
    held = await LotAgreed.within(org).get_or_none(lot_id=lot.id, reopened_at=None)
    if held is None:
        return
    held.reopened_at, held.reopened_because, held.reopened_by = clock.now(), because, by
    await held.save(update_fields=["reopened_at", "reopened_because", "reopened_by_id"])
    if tender.stage is Stage.AGREED:
        tender.stage = Stage.OPENED
        await tender.save(update_fields=["stage"])
    await record(org, by, "opened agreed scores again", tender, lot=lot.number)


async def _scored_by(org: Organisation, lot: Lot, person: int) -> set[tuple[int, int]]:
    rows = Score.within(org).filter(
        offer__lot_id=lot.id, takes_part__person_id=person, points__isnull=False
    )
    return {(one.offer_id, one.criterion_id) for one in await rows}


async def _entered_by(org: Organisation, lot: Lot, person: int) -> set[tuple[int, int]]:
    rows = AgreedEntry.within(org).filter(agreed__offer__lot_id=lot.id, entered_by_id=person)
    return {
        (one.agreed.offer_id, one.agreed.criterion_id)
        for one in await rows.select_related("agreed")
    }


async def _reopen(org: Organisation, agreed: Agreed, because: str, by: Person) -> None:
    was, agreed.points = agreed.points, None
    agreed.reopened_because, agreed.version = because, agreed.version + 1
    await agreed.save(update_fields=["points", "reopened_because", "version"])
    await AgreedEntry.create(
        organisation=org,
        agreed=agreed,
        was=was,
        points=None,
        reason=because,
        entered_at=clock.now(),
        entered_by=by,
    )

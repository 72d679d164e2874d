"""Which edition of the Social Value Model a tender follows, and what there is to think of."""

from datetime import date

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.measures.library.model import Edition, model
from coopcouncil.procurement.measures.rules.following import suggested
from coopcouncil.procurement.tenders.consideration.kinds import Topic
from coopcouncil.procurement.tenders.consideration.reads import (
    considered,
    contract_of,
    social_share,
    weight_considered,
)
from coopcouncil.procurement.tenders.consideration.rules.advising import Advice, Chosen, advice
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of, measures_of


async def notice_on(org: Organisation, tender: Tender) -> date:
    """The day of the notice: on which it was published, else for which it was planned last, else
    today. A day that was planned and is past is today."""
    first = tender if tender.revises_id is None else await Tender.one(org, id=tender.revises_id)
    if first.published_at is not None:
        return first.published_at.astimezone(clock.LONDON).date()
    rows = (await considered(org, tender)).get(Topic.WEIGHT, [])
    planned = rows[0].said.get("notice_on") if rows else None
    return max(date.fromisoformat(planned), clock.today()) if planned else clock.today()


async def suggestion(org: Organisation, tender: Tender) -> Edition | None:
    """The edition that central government would follow for such a tender."""
    contract = contract_of(org, tender)
    on = await notice_on(org, tender)
    return suggested(on, tender.value, contract.nation, contract.is_below)


async def advice_of(org: Organisation, tender: Tender) -> list[Advice]:
    """What the edition that is followed asks, and the tender lacks."""
    shares = [await social_share(tender, lot) for lot in await lots_of(tender)]
    weights = [one for one in shares if one is not None]
    if not weights:
        given = await weight_considered(org, tender)
        weights = [] if given is None else [given]
    return list(
        advice(
            model().editions.get(tender.social_model),
            await notice_on(org, tender),
            tender.value,
            weights,
            [Chosen(one.code, one.outcome, tuple(one.serves)) for one in await measures_of(tender)],
        )
    )

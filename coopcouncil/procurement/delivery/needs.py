"""Needs of local organisations: put to the bidders of a tender, promised, met.

Put to bidders are needs alone that are for everybody to read. A promise may answer any that stands.
"""

from collections.abc import Collection, Iterable, Sequence

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.organisations.kinds import Asking
from coopcouncil.organisations.models import Listing, NeedOrOffer, Organisation, standing_posts
from coopcouncil.organisations.posts import Answer, Became
from coopcouncil.procurement.delivery.models import Commitment, NeedOffered
from coopcouncil.procurement.delivery.reads import in_brief
from coopcouncil.procurement.delivery.rules.refusals import NeedsStay
from coopcouncil.procurement.delivery.rules.status import Status
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.outcome.models import Contract
from coopcouncil.procurement.tenders.actions.shared import locked
from coopcouncil.procurement.tenders.models import Tender


async def standing_needs(org: Organisation, public: bool = False) -> list[NeedOrOffer]:
    """What organisations on the council's list need today; perhaps those for everybody alone."""
    listings = await Listing.within(org).select_related("listed")
    posts = standing_posts(*(one.listed for one in listings)).filter(kind=Asking.NEED)
    if public:
        posts = posts.filter(is_public=True)
    return await posts.select_related("organisation")


async def put_to(org: Organisation, tender: Tender) -> list[NeedOrOffer]:
    """The needs that were put to the bidders of a tender, as far as they were not withdrawn."""
    rows = (
        await NeedOffered.within(org)
        .filter(tender_id=tender.id, need__withdrawn_at=None)
        .select_related("need__organisation")
        .order_by("id")
    )
    return [one.need for one in rows]


async def put_needs(
    org: Organisation, tender: Tender, needs: Sequence[NeedOrOffer], by: Person
) -> None:
    """These needs are put to the bidders, and no others. After the notice some may be added until
    bids close, and none is taken away."""
    async with in_transaction():
        found = await locked(org, tender)
        before = NeedOffered.within(org).filter(tender_id=found.id)
        there = {one.need_id for one in await before}
        wanted = {one.id for one in needs}
        if found.stage is Stage.PREPARING:
            await before.filter(need_id__in=there - wanted).delete()
        elif there - wanted or not _takes_bids(found):
            raise NeedsStay
        for one in needs:
            if one.id not in there:
                await NeedOffered.create(
                    organisation=org, tender=found, need=one, put_at=clock.now()
                )
        await audit.record(
            org.id, by.id, "put needs to bidders", f"tender:{found.id}", needs=sorted(wanted)
        )


def _takes_bids(tender: Tender) -> bool:
    if tender.stage is not Stage.PUBLISHED:
        return False
    return tender.closes_at is None or clock.now() <= tender.closes_at


async def may_answer(
    org: Organisation, contract: Contract, own: int | None = None
) -> list[NeedOrOffer]:
    """The needs that a promise of the contract may answer: those that were put to its tender's
    bidders first, and what else stands; `own` is that which the promise names already."""
    put: list[NeedOrOffer] = []
    if contract.tender_id is not None:
        put = await put_to(org, await Tender.one(org, id=contract.tender_id))
    found = {one.id: one for one in [*put, *await standing_needs(org)]}
    if own is not None and own not in found:
        named = (
            await Commitment.within(org).filter(need_id=own).select_related("need__organisation")
        )
        found |= {one.need.id: one.need for one in named if one.need}
    return list(found.values())


async def promised_of(org: Organisation, tender: Tender) -> list[Commitment]:
    """The promises of a tender's contracts that answer a need; nothing before a contract."""
    found = Commitment.within(org).filter(contract__tender_id=tender.id, settled=None)
    rows = found.exclude(need_id=None).select_related("contract__supplier", "need__organisation")
    return await rows.order_by("id")


async def answered(council: Organisation, posts: Iterable[NeedOrOffer]) -> dict[int, Became]:
    """Which of the needs suppliers of the council have promised, and which came in full."""
    numbers: Collection[int] = [one.id for one in posts]
    rows = (
        await Commitment.within(council)
        .filter(need_id__in=numbers, settled=None)
        .select_related("contract__supplier")
        .order_by("id")
    )
    met: set[int] = set()
    by: dict[int, dict[str, None]] = {}
    for one in await in_brief(council, rows):
        need = one.commitment.need_id
        assert need is not None
        by.setdefault(need, {})[one.contract.supplier.name] = None
        if one.standing.status is Status.CONFIRMED:
            met.add(need)
    return {
        need: Became(Answer.MET if need in met else Answer.PROMISED, ", ".join(names))
        for need, names in by.items()
    }

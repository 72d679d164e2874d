"""Needs of local organisations, as bidders meet them. Delivery knows which were put to them."""

from collections.abc import Awaitable, Callable, Iterable

from coopcouncil.organisations.models import NeedOrOffer, Organisation
from coopcouncil.procurement.bids.models import Bid, NeedAnswered
from coopcouncil.procurement.tenders.models import Tender

PUT: list[Callable[[Organisation, Tender], Awaitable[list[NeedOrOffer]]]] = []
"""Filled in `told.py`: the needs that were put to the bidders of a tender and still stand."""


async def needs_for(org: Organisation, bid: Bid) -> list[NeedOrOffer]:
    """The needs that a bid may answer; nobody answers their own. `bid` has its tender and its
    supplier with it."""
    put = [one for tells in PUT for one in await tells(org, bid.tender)]
    return [one for one in put if not is_own(one, bid.supplier.name)]


def is_own(need: NeedOrOffer, supplier: str) -> bool:
    """Whether it was posted by the supplier itself, as far as its name tells."""
    poster = need.organisation
    return supplier.casefold() in {poster.name.casefold(), poster.name_cy.casefold()}


async def needs_said(numbers: Iterable[int]) -> dict[int, NeedOrOffer]:
    """These needs with their organisations, taken back or not: what was answered stays to be
    read. They belong to other organisations than the council's."""
    found = NeedOrOffer.everywhere().filter(id__in=list(numbers)).select_related("organisation")
    return {one.id: one for one in await found}


async def needs_answered(org: Organisation, *offers: int) -> list[NeedAnswered]:
    """What the opened offers with these numbers give to needs; nothing before the opening."""
    found = NeedAnswered.within(org).filter(offer_id__in=list(offers))
    return await found.select_related(
        "need__organisation", "criterion__measure", "offer__bid__supplier"
    ).order_by("id")

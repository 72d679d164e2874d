"""The lots of a bid that are kept for some bodies alone."""

from collections.abc import Mapping
from typing import Any

from coopcouncil.procurement.bids.rules.draft import Draft
from coopcouncil.procurement.bids.rules.reserved import Kept, stated
from coopcouncil.procurement.kinds import Reservation
from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.procurement.tenders.reads import lots_of


async def reserved_lots(tender: Tender, draft: Draft) -> list[Lot]:
    """Those that the draft bids for."""
    return [
        lot
        for lot in await lots_of(tender)
        if lot.number in draft.lots and lot.reservation is not Reservation.NONE
    ]


def kept_of(lots: list[Lot]) -> list[Kept]:
    """As the rules read them."""
    return [Kept(lot.number, lot.reservation) for lot in lots]


def reserved_statements(lots: list[Lot], draft: Draft) -> Mapping[str, Any]:
    """As they stand in what is handed in: by lot, for whom it is, and what the bidder says."""
    said = stated(kept_of(lots), draft.stated)
    return {
        str(lot.number): {"for": lot.reservation.value, **vars(said[lot.number])} for lot in lots
    }

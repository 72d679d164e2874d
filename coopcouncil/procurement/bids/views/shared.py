"""What the pages of one bid begin with."""

from datetime import datetime

from starlette.datastructures import UploadFile
from starlette.requests import Request

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import language_of
from coopcouncil.procurement.bids.actions.drafting import LARGEST_FILE
from coopcouncil.procurement.bids.models import Bid, Supplier
from coopcouncil.procurement.bids.reads import asked_of, bidder_of
from coopcouncil.procurement.bids.rules.answers import Asked
from coopcouncil.procurement.bids.rules.deadline import Left, left
from coopcouncil.procurement.bids.rules.refusals import FileTooLarge
from coopcouncil.procurement.tenders.models import Tender


async def own_bid(request: Request) -> Bid:
    """The bid of the address, for those who act for its supplier; not here for everybody else."""
    suppliers = await bidder_of(request.state.person, request.state.org)
    bid = await Bid.one(
        request.state.org,
        id=request.path_params["id"],
        supplier_id__in=[one.id for one in suppliers],
    )
    await bid.fetch_related("tender", "supplier")
    return bid


async def own_supplier(request: Request) -> Supplier:
    """The supplier of the address, for those who act for it."""
    for one in await bidder_of(request.state.person, request.state.org):
        if one.id == request.path_params["id"]:
            return one
    raise NotHere


async def questions(request: Request, tender: Tender) -> list[Asked]:
    """Everything that is asked, in the reader's language."""
    return await asked_of(tender, language_of(request))


def time_left(tender: Tender) -> Left | None:
    """How long there is until the deadline."""
    return left(clock.now(), tender.closes_at) if tender.closes_at else None


def seconds(at: datetime) -> str:
    """The time in London to the second: what a deadline is judged by.

    >>> seconds(datetime.fromisoformat("2026-07-01T11:00:01+00:00"))
    '12:00:01'
    """
    return f"{at.astimezone(clock.LONDON):%H:%M:%S}"


async def whole(upload: UploadFile, most: int = LARGEST_FILE) -> bytes:
    """A file's bytes, or a refusal before more than is allowed is in memory."""
    data = await upload.read(most + 1)
    if len(data) > most:
        raise FileTooLarge(most // 1_000_000)
    return data

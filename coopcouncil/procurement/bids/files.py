"""Files of a bid, to save: opened with the site's key while they go."""

from urllib.parse import quote

from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import AnswerFile, Bid
from coopcouncil.procurement.bids.sealed import draft_of, file_bytes


async def own_file(org: Organisation, bid: Bid, file_id: int) -> Response:
    """A file of a draft, for its bidder."""
    named = next((one for one in draft_of(bid).files if one.id == file_id), None)
    if named is None:
        raise NotHere
    row = await AnswerFile.one(org, id=file_id, bid_id=bid.id)
    return saved(named.name, await file_bytes(bid, row))


def saved(name: str, data: bytes) -> Response:
    """Bytes to save under a name, that nobody between us keeps and no browser shows."""
    return Response(
        data,
        media_type="application/octet-stream",
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        },
    )

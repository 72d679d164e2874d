"""What a bidder reads of the outcome: its own assessment summaries."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.downloads import pdf_file
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import language_of
from coopcouncil.kernel.pages import page
from coopcouncil.kernel.pdf import render
from coopcouncil.procurement.bids.models import Bid
from coopcouncil.procurement.bids.reads import bidder_of
from coopcouncil.procurement.outcome.models import Summary
from coopcouncil.procurement.outcome.reads import signs_from
from coopcouncil.procurement.outcome.views.shared import beside_summary
from coopcouncil.procurement.tenders.models import Tender


async def own_summaries(request: Request) -> tuple[Bid, list[Summary]]:
    """Those of the bid of the address, for who acts for its supplier alone."""
    org = request.state.org
    mine = [one.id for one in await bidder_of(request.state.person, org)]
    bid = await Bid.one(org, id=request.path_params["id"], supplier_id__in=mine)
    rows = (
        await Summary.within(org)
        .filter(offer__bid_id=bid.id)
        .select_related("offer", "offer__lot", "decision")
        .order_by("offer__lot__number", "-id")
    )
    if not rows:
        raise NotHere
    # Those that were called back come last; the sort keeps the order of lots within each.
    return bid, sorted(rows, key=lambda one: one.decision.withdrawn_at is not None)


async def summary(request: Request) -> Response:
    """Each lot's summary on one page, then those that were called back."""
    bid, rows = await own_summaries(request)
    for row in rows:
        if row.read_at is None:
            row.read_at = clock.now()
            await row.save(update_fields=["read_at"])
    tender = await Tender.one(request.state.org, id=bid.tender_id)
    return page(
        request,
        "procurement/outcome/summary.html",
        bid=bid,
        tender=tender,
        summaries_sent=rows,
        signs_from=await signs_from(request.state.org, tender),
        **await beside_summary(request, tender, bid.supplier_id),
    )


async def summary_letter(request: Request) -> Response:
    """The same on paper."""
    bid, rows = await own_summaries(request)
    tender = await Tender.one(request.state.org, id=bid.tender_id)
    language = language_of(request)
    data = await render(
        "print/procurement/summary.html",
        language,
        org=request.state.org,
        bid=bid,
        tender=tender,
        summaries_sent=rows,
        **await beside_summary(request, tender, bid.supplier_id),
    )
    return pdf_file(f"{tender.reference}-summary.pdf", data)

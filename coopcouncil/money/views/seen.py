"""The treasurer's pictures, each with its table."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.pages import page
from coopcouncil.money.pictures import forecast, income_by_month
from coopcouncil.payments.lateness import grace_of


async def pictures(request: Request) -> Response:
    """Income by month, and the cash of the next weeks."""
    org = request.state.org
    return page(
        request,
        "money/pictures.html",
        months=await income_by_month(org),
        forecast=await forecast(org),
        grace=await grace_of(org),
    )

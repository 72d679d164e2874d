"""Published yearly reports: as page, as JSON and on paper, at addresses that stay."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import limits, pdf
from coopcouncil.kernel.downloads import csv_file, pdf_file
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import language_of
from coopcouncil.kernel.pages import page
from coopcouncil.procurement.delivery.labels import STOOD
from coopcouncil.procurement.delivery.models import YearlyReport
from coopcouncil.procurement.delivery.views.portfolio import PAGE, mission_name
from coopcouncil.procurement.delivery.yearly import editions, signed
from coopcouncil.procurement.openness.public import LICENCE
from coopcouncil.procurement.openness.views import answer_json
from coopcouncil.procurement.paging import one_page

HOUR = 3_600
PAPERS = 40


async def _asked(request: Request) -> tuple[YearlyReport, list[YearlyReport]]:
    """The edition of the address, else the newest; and all of its year."""
    params = request.path_params
    found = await editions(request.state.org, params["year"])
    wanted = params.get("edition")
    row = next((one for one in found if wanted in (None, one.number)), None)
    if row is None:
        raise NotHere
    return row, found


def _shown(request: Request, row: YearlyReport, found: list[YearlyReport]) -> dict[str, Any]:
    language = language_of(request)
    return {
        "report": row,
        "body": row.body,
        "words": (row.words_cy if language == "cy" else "") or row.words,
        "newest": found[0],
        "before": next((one for one in found if one.number == row.number - 1), None),
        "states": STOOD,
        "mission_name": mission_name,
        "day": date.fromisoformat,
    }


async def year(request: Request) -> Response:
    """One report as a page."""
    row, found = await _asked(request)
    return page(
        request,
        "procurement/openness/year.html",
        **_shown(request, row, found),
        **one_page(request, row.body["promises"], PAGE),
    )


async def year_data(request: Request) -> Response:
    """One report for other programs, with what its hash covers."""
    row, _found = await _asked(request)
    published = row.published_at.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
    return answer_json(
        request,
        {"licence": LICENCE, "hash": row.hash, "published_at": published, "covered": signed(row)},
    )


HEADS = (
    *("contract", "supplier", "number", "title", "title_cy", "unit", "unit_cy", "due", "kept"),
    *("state", "ward", "mission", "recipient", "recipient_group"),
)


async def year_list(request: Request) -> Response:
    """The promises of one report as a list."""
    row, _found = await _asked(request)
    # A report from before groups were named says none.
    rows = ([str(one.get(head) or "") for head in HEADS] for one in row.body["promises"])
    return csv_file(f"social-value-{row.year}.csv", HEADS, rows)


async def year_paper(request: Request) -> Response:
    """One report on paper."""
    row, found = await _asked(request)
    await limits.hit("yearly-paper", limits.caller(request), PAPERS, HOUR)
    data = await pdf.render(
        "print/procurement/year.html",
        language_of(request),
        org=request.state.org,
        **_shown(request, row, found),
    )
    return pdf_file(f"social-value-{row.year}.pdf", data)

"""Members' money in credit: whose, how much, and why."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.downloads import csv_file
from coopcouncil.kernel.pages import page
from coopcouncil.ledger.exporting import pounds
from coopcouncil.payments.access import KEEPING
from coopcouncil.payments.credits import PAGE, Credit, all_credits
from coopcouncil.payments.labels import CREDITS, METHODS

HEADINGS = ("member_number", "name", "payment", "paid_by", "arrived_on", "in_credit", "reason")


async def in_credit(request: Request) -> Response:
    """Each payment that stands against nothing, or not wholly."""
    asked = request.query_params.get("page", "")
    number = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    found = await all_credits(request.state.org, number)
    return page(
        request,
        "payments/credits.html",
        found=found,
        number=number,
        last=-(-found.count // PAGE),
        reasons=CREDITS,
        methods=METHODS,
        keeps=bool(request.state.roles & KEEPING),
    )


async def in_credit_file(request: Request) -> Response:
    """The same as a file, in full."""
    found = await all_credits(request.state.org)
    name = f"in-credit-{clock.today().isoformat()}.csv"
    return csv_file(name, HEADINGS, _cells(found.rows))


def _cells(rows: Iterable[Credit]) -> Iterable[tuple[str, ...]]:
    for row in rows:
        yield (
            row.number,
            row.name,
            str(row.payment_id),
            row.method.value,
            row.settled_on.isoformat(),
            pounds(row.amount.pence),
            row.reason.value,
        )

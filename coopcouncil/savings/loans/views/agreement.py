"""The agreement, as a page and on paper."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock, pdf
from coopcouncil.kernel.downloads import pdf_file
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import page
from coopcouncil.savings.holders.reads import has_died
from coopcouncil.savings.loans.actions.setting_off import for_the_estate
from coopcouncil.savings.loans.forms import (
    percent,
)
from coopcouncil.savings.loans.kinds import Why
from coopcouncil.savings.loans.labels import (
    EVERY,
)
from coopcouncil.savings.loans.models import Loan, LoanAgreed
from coopcouncil.savings.loans.rules.schedule import Terms, schedule
from coopcouncil.savings.loans.views.found import loan_of, name_of


async def loan_agreement(request: Request) -> Response:
    """The agreement as a page."""
    found = await loan_of(request)
    return page(
        request,
        "savings/loans/agreement.html",
        **await agreement_of(request, found),
        form=None,
        pdf=("savings:loan_agreement_pdf", found.id),
        back=("savings:loan", {"id": found.id}),
    )


async def loan_agreement_pdf(request: Request) -> Response:
    """The agreement in one language, to be signed on paper."""
    return await agreement_paper(request, await loan_of(request))


async def agreement_of(request: Request, found: Loan) -> dict[str, Any]:
    """Everything that the agreement says."""
    org = request.state.org
    first = await LoanAgreed.within(org).filter(loan_id=found.id, why=Why.FIRST).order_by("id")
    agreed = first[0]
    made = schedule(
        Terms(
            found.principal,
            found.rate,
            found.lend_on,
            found.anchor,
            agreed.every,
            len(agreed.due),
        )
    )
    old = await Loan.one(org, id=found.refinances_id) if found.refinances_id else None
    return {
        "org": org,
        "loan": found,
        "agreed": agreed,
        "entry": await name_of(request, found.member_id),
        "rows": [
            (row.number, row.due_on, *(Money(p) for p in
             (row.payment, row.interest, row.principal, row.left)))
            for row in made.rows
        ],
        "total": Money(made.total),
        "cost": Money(made.interest),
        "instalment": Money(made.instalment),
        "final": Money(made.rows[-1].payment),
        "count": len(made.rows),
        "old": old,
        "attach": Money(found.attach),
        "every": EVERY,
        "percent": percent,
    }  # fmt: skip


async def agreement_paper(request: Request, found: Loan) -> Response:
    """The agreement as a PDF, in the language that the address asks for."""
    lang = request.path_params["lang"]
    if lang not in ("en", "cy"):
        raise NotHere
    data = await pdf.render(
        "print/savings/loan_agreement.html", lang, **await agreement_of(request, found)
    )
    name = f"loan-{found.number}-{lang}.pdf"
    return pdf_file(name, data)


async def loan_estate_letter(request: Request) -> Response:
    """After a death: what was set off, what the estate owes, what savings are left, on paper."""
    lang, found = request.path_params["lang"], await loan_of(request)
    org = request.state.org
    if lang not in ("en", "cy") or not await has_died(org, [found.member_id]):
        raise NotHere
    facts = await for_the_estate(org, found)
    data = await pdf.render(
        "print/savings/estate_letter.html", lang, org=org, today=clock.today(), **facts
    )
    return pdf_file(f"loan-{found.number}-estate-{lang}.pdf", data)

"""What the addresses name, and the page that asks for something."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import Form
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.own import own_entries
from coopcouncil.savings.loans.models import Loan, LoanApplication, LoanProduct
from coopcouncil.savings.reads import names_of


async def loan_of(request: Request) -> Loan:
    """The loan of the address."""
    found = await Loan.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("product", "application")
    return found


async def application_of(request: Request) -> LoanApplication:
    """The application of the address."""
    found = await LoanApplication.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("product", "decided_by", "recorded_by")
    return found


async def product_of(request: Request) -> LoanProduct:
    """The kind of loan of the address."""
    return await LoanProduct.one(request.state.org, id=request.path_params["id"])


async def name_of(request: Request, member: int) -> RegisterEntry | None:
    """What the register last knew of a member."""
    return (await names_of(request.state.org, [member])).get(member)


async def own_loan(request: Request) -> Loan:
    """The loan of the address, if it is the reader's own."""
    found = await loan_of(request)
    if found.member_id not in await own_members(request):
        raise NotHere
    return found


async def own_members(request: Request) -> dict[int, RegisterEntry]:
    """The members that the reader is."""
    return {entry.member_id: entry for entry in await own_entries(request)}


def ask(
    request: Request,
    form: Form,
    heading: str,
    button: str,
    back: tuple[str, dict[str, Any]],
    *intro: str,
    files: bool = False,
) -> Response:
    """A page with one form: its heading, some sentences, its fields, its button, a way back."""
    return page(
        request,
        "savings/loans/form.html",
        status=422 if form.problems() else 200,
        form=form,
        heading=heading,
        button=button,
        back=back,
        intro=intro,
        files=files,
    )


def ask_of(
    request: Request, form: Form, found: Loan, heading: str, button: str, *intro: str
) -> Response:
    """The same about one loan, with the way back to it."""
    text = gettext("Loan {number}").format(number=found.number)
    back = ("savings:loan", {"id": found.id})
    return ask(request, form, heading, button, back, text, *intro)


async def done(
    request: Request, form: Form, found: Loan, deed: Any, sentence: str
) -> Response | None:
    """Do it and go back to the loan, or put the refusal on the form."""
    try:
        await deed
    except Refused as refusal:
        form.refuse(refusal)
        return None
    flash(request, sentence)
    return redirect(request, "savings:loan", id=found.id)

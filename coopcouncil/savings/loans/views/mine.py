"""A member's own loans: what I owe, what comes next, asking for one, signing."""

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock, pdf
from coopcouncil.kernel.downloads import pdf_file
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.members.own import is_shared
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.savings.access import KEEPING
from coopcouncil.savings.loans.actions import applying, lending
from coopcouncil.savings.loans.actions.following import letters_due
from coopcouncil.savings.loans.deskforms import (
    OwnSignForm,
)
from coopcouncil.savings.loans.forms import (
    AskForm,
    percent,
)
from coopcouncil.savings.loans.kinds import Reason, Signing, State
from coopcouncil.savings.loans.labels import (
    CREDIT,
    EVERY,
    HAPPENED,
    INCOME,
    OUTCOMES,
    OUTGOINGS,
    REASONS,
    STATES,
)
from coopcouncil.savings.loans.models import Loan, LoanApplication, LoanProduct
from coopcouncil.savings.loans.reads import counted, rows_of, standings
from coopcouncil.savings.loans.reads_guarantors import answered_by
from coopcouncil.savings.loans.rules.apr import shown, usual
from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.views.agreement import agreement_of, agreement_paper
from coopcouncil.savings.loans.views.found import own_loan, own_members
from coopcouncil.savings.loans.views.loan import facts_of
from coopcouncil.savings.reads import names_of


async def my_loans(request: Request) -> Response:
    """All one's own loans and applications, and what can be asked for."""
    org = request.state.org
    own = await own_members(request)
    loans = await Loan.within(org).filter(member_id__in=list(own)).order_by("-number")
    asked = await (
        LoanApplication.within(org)
        .filter(member_id__in=list(own))
        .select_related("product")
        .order_by("-id")
    )
    products = await LoanProduct.within(org).filter(on_offer=True).order_by("name")
    return page(
        request,
        "savings/loans/mine.html",
        own=own,
        shared=await is_shared(request),
        rows=[one for one in await standings(loans) if one.loan.state is not State.DROPPED],
        asked=[one for one in asked if one.outcome is None or one.outcome.value == "declined"],
        products=[(one, shown(usual(Every.MONTH, one.rate))) for one in products],
        reasons={one: REASONS[one] for one in Reason},
        outcomes=OUTCOMES,
        percent=percent,
        states=STATES,
        answering=await answered_by(org, own),
        borrowers=await names_of(org, [one.loan.member_id for one in await answered_by(org, own)]),
    )


async def my_loan(request: Request) -> Response:
    """One loan of one's own."""
    found = await own_loan(request)
    return page(request, "savings/loans/my_loan.html", **await _with_its_rows(found))


async def my_loan_statement(request: Request) -> Response:
    """All that happened on it, and what is owed today, to keep."""
    found = await own_loan(request)
    if found.state in (State.OFFERED, State.DROPPED):
        raise NotHere
    data = await pdf.render(
        "print/savings/loan_statement.html",
        language.get(),
        org=request.state.org,
        entry=(await names_of(request.state.org, [found.member_id]))[found.member_id],
        to=clock.today(),
        **await _with_its_rows(found),
    )
    return pdf_file(f"loan-{found.number}-statement.pdf", data)


async def _with_its_rows(found: Loan) -> dict[str, Any]:
    rows = counted((await rows_of(found.organisation_id, [found.id]))[found.id])
    return {
        **await facts_of(found),
        "rows": [row for row in rows if row.amount],
        "happened": HAPPENED,
    }


async def my_loan_agreement(request: Request) -> Response:
    """The agreement to read, and to sign where it waits for that."""
    found = await own_loan(request)
    form = await form_of(request, OwnSignForm)
    if request.method == "POST" and form.validate():
        try:
            await lending.sign(
                request.state.org,
                found,
                clock.today(),
                Signing.ONLINE,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("You have signed. The credit union now pays the loan out."))
            return redirect(request, "savings:my_loan", id=found.id)
    return page(
        request,
        "savings/loans/agreement.html",
        status=422 if form.problems() else 200,
        **await agreement_of(request, found),
        form=form if found.state is State.OFFERED else None,
        pdf=("savings:my_loan_agreement_pdf", found.id),
        back=("savings:my_loan", {"id": found.id}),
    )


async def my_loan_agreement_pdf(request: Request) -> Response:
    """The agreement on paper."""
    return await agreement_paper(request, await own_loan(request))


async def ask_for_loan(request: Request) -> Response:
    """What is wanted and the household's month; checked once more, then sent."""
    org = request.state.org
    own = await own_members(request)
    if not own:
        raise NotHere
    products = await LoanProduct.within(org).filter(on_offer=True, corporate=False).order_by("name")
    if not products:
        raise NotHere
    start = {"every": Every.MONTH.value, "product": products[0].id}
    form = await form_of(request, AskForm, data=start)
    form.product.choices = [(one.id, one.called(language.get())) for one in products]
    if request.method == "POST":
        sent = await request.form()
        if form.validate() and "again" not in sent:
            product = next(one for one in products if one.id == form.product.data)
            entry = next(iter(own.values()))
            try:
                applying.may_be_asked(product, form.asked())
                if "confirmed" not in sent:
                    return _check(request, form, product, sent)
                await applying.apply(
                    org,
                    await Member.one(org, id=entry.member_id),
                    product,
                    form.asked(),
                    form.sheet(),
                    by_member=True,
                    by=request.state.person,
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                flash(request, gettext("Your application is sent. We tell you what we decide."))
                return redirect(request, "savings:my_loans")
    return page(
        request,
        "savings/loans/ask.html",
        status=422 if form.problems() else 200,
        form=form,
        heading=gettext("Ask for a loan"),
        back=("savings:my_loans", {}),
        intro=[
            gettext(
                "We ask what comes in and goes out in a month, so that nobody borrows more than "
                "they can pay back. Leave a line empty where there is nothing."
            )
        ],
        button=gettext("Continue"),
        products=products,
        percent=percent,
    )


def _check(request: Request, form: AskForm, product: LoanProduct, sent: FormData) -> Response:
    """Every answer once more."""
    asked = form.asked()
    answers = [
        (gettext("Loan"), product.called(language.get())),
        (gettext("How much"), str(asked.amount)),
        (gettext("Payments"), f"{asked.payments} × {str(EVERY[asked.every]).lower()}"),
        (gettext("Savings attached"), str(asked.attach)),
        (gettext("What it is for"), asked.purpose),
    ]
    lines = {**INCOME, **OUTGOINGS, **CREDIT}
    answers += [(str(lines[name]), str(form[name].data or Money(0))) for name in lines]
    carried = [
        (name, value)
        for name, value in sent.multi_items()
        if isinstance(value, str) and name not in ("csrf", "confirmed", "again")
    ]
    return page(request, "savings/loans/ask_check.html", answers=answers, sent=carried)


async def my_application_back(request: Request) -> Response:
    """One no longer wants the loan."""
    org = request.state.org
    found = await LoanApplication.one(
        org, id=request.path_params["id"], member_id__in=list(await own_members(request))
    )
    await applying.take_application_back(org, found, by=request.state.person)
    flash(request, gettext("Your application is taken back."))
    return redirect(request, "savings:my_loans")


async def home_panel(request: Request) -> Panel | None:
    """In a credit union: one's own loans, and for the officers what waits."""
    org, person = request.state.org, request.state.person
    if person is None or org.legal_form is not LegalForm.CREDIT_UNION:
        return None
    lines: list[tuple[str, str]] = []
    if await own_members(request) and await LoanProduct.within(org).exists():
        lines.append(("savings:my_loans", gettext("Your loans")))
    if request.state.roles & KEEPING:
        lines.append(("savings:loan_book", gettext("The loan book")))
        waiting = await LoanApplication.within(org).filter(outcome=None).count()
        if waiting:
            text = gettext("Applications for loans that wait: {n}").format(n=waiting)
            lines.append(("savings:loan_applications", text))
        letters = len(await letters_due(org))
        if letters:
            text = gettext("Letters about late payments that are due: {n}").format(n=letters)
            lines.append(("savings:late_loans", text))
    return Panel("savings/loans/_panel.html", {"lines": lines}, place=36) if lines else None

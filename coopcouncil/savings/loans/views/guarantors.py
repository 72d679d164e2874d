"""Who answers for a loan: named, told, agreed, asked to pay, paid. One page for each loan."""

from collections.abc import Awaitable
from secrets import token_hex

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.savings.loans.actions import guaranteeing
from coopcouncil.savings.loans.deskforms import (
    AgreedForm,
    CallForm,
    GuarantorForm,
    PaymentForm,
    WhyForm,
)
from coopcouncil.savings.loans.kinds import Way
from coopcouncil.savings.loans.models import Loan, LoanGuarantor
from coopcouncil.savings.loans.reads import standing
from coopcouncil.savings.loans.reads_guarantors import answering_for
from coopcouncil.savings.loans.views.found import ask, loan_of, name_of


async def loan_guarantors(request: Request) -> Response:
    """Everybody who answers for it, and the form that names another."""
    return await _guarantors(request, await loan_of(request), GuarantorForm())


async def name_loan_guarantor(request: Request) -> Response:
    """Name one more."""
    org, loan = request.state.org, await loan_of(request)
    form = await form_of(request, GuarantorForm)
    if form.validate():
        member = None
        if form.member.data:
            member = await Member.within(org).get_or_none(number=form.member.data.strip())
        if form.member.data and member is None:
            text = gettext("Nobody has the member number {number}.")
            form.wrong(text.format(number=form.member.data), "member")
        elif not form.member.data and not form.name.data:
            form.wrong(gettext("Enter a member number or a name."), "name")
        else:
            named = guaranteeing.Named(
                form.name.data or "",
                form.address.data or "",
                form.email.data or "",
                request.state.language,
                form.most.data or Money(0),
            )
            try:
                await guaranteeing.name_guarantor(org, loan, named, member, request.state.person)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                said = gettext("The guarantor is named. Tell them what they answer for.")
                return _back(request, loan, said)
    return await _guarantors(request, loan, form)


async def tell_loan_guarantor(request: Request) -> Response:
    """Tell them, and write the day down."""
    loan = await loan_of(request)
    sent = await guaranteeing.tell_guarantor(
        request.state.org, loan, await _one(request, loan), request.state.person
    )
    if sent:
        return _back(request, loan, gettext("The guarantor is being told by e-mail."))
    return _back(
        request, loan, gettext("There is no e-mail address: give them this page on paper.")
    )


async def loan_guarantor_agreement(request: Request) -> Response:
    """They agreed in writing."""
    loan = await loan_of(request)
    who = await _one(request, loan)
    form = await form_of(request, AgreedForm, data={"on": clock.today()})
    if request.method == "POST" and form.validate():
        deed = guaranteeing.guarantor_agrees(
            request.state.org, loan, who, form.on.data, form.evidence.data, request.state.person
        )
        if made := await _done(request, form, loan, deed, gettext("The agreement is recorded.")):
            return made
    heading = gettext("{name} agrees to answer for the loan").format(name=who.name)
    return _ask(request, form, loan, heading, gettext("Record the agreement"))


async def loan_guarantor_release(request: Request) -> Response:
    """Let them go before the loan is signed."""
    loan = await loan_of(request)
    who = await _one(request, loan)
    form = await form_of(request, WhyForm)
    if request.method == "POST" and form.validate():
        deed = guaranteeing.let_go(
            request.state.org, loan, who, form.reason.data, request.state.person
        )
        if made := await _done(request, form, loan, deed, gettext("The guarantor is let go.")):
            return made
    heading = gettext("Let {name} go as guarantor").format(name=who.name)
    return _ask(request, form, loan, heading, gettext("Let go"))


async def loan_guarantor_call(request: Request) -> Response:
    """Ask them to pay what is late."""
    loan = await loan_of(request)
    who = await _one(request, loan)
    form = await form_of(request, CallForm)
    if request.method == "POST" and form.validate():
        deed = guaranteeing.call_on(
            request.state.org, loan, who, form.amount.data or Money(0), request.state.person
        )
        if made := await _done(request, form, loan, deed, gettext("The guarantor is asked.")):
            return made
    heading = gettext("Ask {name} to pay what is late").format(name=who.name)
    overdue = (await standing(loan)).overdue
    return _ask(
        request,
        form,
        loan,
        heading,
        gettext("Ask the guarantor"),
        gettext("{sum} is late today. Speak with the borrower first.").format(sum=overdue),
    )


async def loan_guarantor_payment(request: Request) -> Response:
    """They have paid."""
    loan = await loan_of(request)
    who = await _one(request, loan)
    form = await form_of(request, PaymentForm, data={"on": clock.today(), "key": token_hex(8)})
    if request.method == "POST" and form.validate():
        deed = guaranteeing.guarantor_pays(
            request.state.org,
            loan,
            who,
            form.amount.data or Money(0),
            form.on.data,
            Way(form.way.data),
            request.state.person,
            reference=f"guarantor:{who.id}:{form.token}" if form.token else None,
        )
        if made := await _done(request, form, loan, deed, gettext("The payment is recorded.")):
            return made
    heading = gettext("{name} has paid for the loan").format(name=who.name)
    return _ask(request, form, loan, heading, gettext("Record the payment"))


async def _guarantors(request: Request, loan: Loan, form: GuarantorForm) -> Response:
    return page(
        request,
        "savings/loans/guarantors.html",
        status=422 if form.problems() else None,
        loan=loan,
        now=await standing(loan),
        entry=await name_of(request, loan.member_id),
        rows=await answering_for(request.state.org, loan),
        form=form,
    )


async def _one(request: Request, loan: Loan) -> LoanGuarantor:
    return await LoanGuarantor.one(
        request.state.org,
        id=request.path_params["guarantor"],
        application_id=loan.application_id,
    )


async def _done(
    request: Request, form: Form, loan: Loan, deed: Awaitable[object], sentence: str
) -> Response | None:
    try:
        await deed
    except Refused as refusal:
        form.refuse(refusal)
        return None
    return _back(request, loan, sentence)


def _ask(
    request: Request, form: Form, loan: Loan, heading: str, button: str, *intro: str
) -> Response:
    back = ("savings:loan_guarantors", {"id": loan.id})
    return ask(request, form, heading, button, back, *intro)


def _back(request: Request, loan: Loan, sentence: str) -> Response:
    flash(request, sentence)
    return redirect(request, "savings:loan_guarantors", id=loan.id)

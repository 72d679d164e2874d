"""Applications for loans: the officer's desk."""

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.savings.loans.actions import applying, deciding
from coopcouncil.savings.loans.actions.attaching import free_savings
from coopcouncil.savings.loans.forms import (
    DeclineForm,
    OfferForm,
    OfficerAskForm,
    SheetForm,
    percent,
)
from coopcouncil.savings.loans.kinds import Reason
from coopcouncil.savings.loans.labels import (
    CREDIT,
    EVERY,
    INCOME,
    OUTCOMES,
    OUTGOINGS,
    REASONS,
)
from coopcouncil.savings.loans.models import Loan, LoanApplication, LoanProduct, LoanSheet
from coopcouncil.savings.loans.reads import loans_in_force, standings
from coopcouncil.savings.loans.rules.affordability import by_month, left_over
from coopcouncil.savings.loans.rules.apr import apr_of, shown
from coopcouncil.savings.loans.rules.dates import DAYS, Every, plus_months
from coopcouncil.savings.loans.rules.schedule import Schedule
from coopcouncil.savings.loans.views.found import application_of, ask, name_of
from coopcouncil.savings.reads import member_today, names_of


async def loan_applications(request: Request) -> Response:
    """What waits to be decided, and what was."""
    org = request.state.org
    found = LoanApplication.within(org).select_related("product")
    waiting = await found.filter(outcome=None).order_by("applied_on", "id")
    decided = await found.exclude(outcome=None).order_by("-decided_at").limit(50)
    names = await names_of(org, [one.member_id for one in (*waiting, *decided)])
    checks = {one.id: await deciding.waiting_check(org, one) for one in waiting}
    return page(
        request,
        "savings/loans/applications.html",
        waiting=waiting,
        decided=decided,
        names=names,
        checks=checks,
        outcomes=OUTCOMES,
        every=EVERY,
    )


async def new_loan_application(request: Request) -> Response:
    """An application at the desk, for a member."""
    org = request.state.org
    products = await LoanProduct.within(org).filter(on_offer=True).order_by("name")
    given = request.query_params.get("member", "")[:40]
    start = {"members": given, "every": Every.MONTH.value}
    form = await form_of(request, OfficerAskForm, data=start)
    form.product.choices = [(one.id, one.called(language.get())) for one in products]
    old = await _refinanced(request)
    if request.method == "POST" and form.validate():
        entry = await member_today(org, form.members.data)
        if entry is None:
            form.wrong(gettext("Nobody with this number is a member today."), at="members")
        else:
            product = next(one for one in products if one.id == form.product.data)
            sheet = form.sheet() if any(form.sheet()) else None
            try:
                made = await applying.apply(
                    org,
                    await Member.one(org, id=entry.member_id),
                    product,
                    form.asked(),
                    sheet,
                    by_member=False,
                    by=request.state.person,
                    refinances=old,
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                flash(request, gettext("The application is recorded."))
                return redirect(request, "savings:loan_application", id=made.id)
    intro = (
        [gettext("The new loan pays off loan {number}.").format(number=old.number)] if old else []
    )
    return page(
        request,
        "savings/loans/ask.html",
        status=422 if form.problems() else 200,
        form=form,
        heading=gettext("A new application for a loan"),
        back=("savings:loan_applications", {}),
        intro=intro,
        button=gettext("Record the application"),
        products=products,
        percent=percent,
    )


async def _refinanced(request: Request) -> Loan | None:
    """The loan that the new one is to pay off, if the address names one."""
    given = request.query_params.get("instead", "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        return None
    return await Loan.one(request.state.org, id=int(given))


async def loan_application(request: Request) -> Response:
    """One application: the household's month, the offer, the decision."""
    found = await application_of(request)
    every = found.every
    today = clock.today()
    first = plus_months(today, 1) if every is Every.MONTH else today + timedelta(days=DAYS[every])
    start = {
        "amount": found.sum,
        "every": every.value,
        "payments": found.payments,
        "lend_on": today,
        "first_on": first,
        "attach": Money(found.attach),
    }
    form = await form_of(request, OfferForm, data=start)
    made: Schedule | None = None
    if request.method == "POST" and form.validate():
        offer = _offer(form)
        org = request.state.org
        try:
            if "agree" in await request.form():
                check = await deciding.offer_loan(org, found, offer, by=request.state.person)
                if check.state.value == "waiting":
                    text = gettext("The offer waits for a second person.")
                else:
                    text = gettext("The loan is agreed. The agreement is ready to be signed.")
                flash(request, text)
                return redirect(request, "savings:loan_application", id=found.id)
            made = await deciding.look(org, found, found.product, offer)
        except Refused as refusal:
            form.refuse(refusal)
    return await _application_page(request, found, form, made)


def _offer(form: OfferForm) -> deciding.Offer:
    return deciding.Offer(
        form.amount.data or Money(0),
        Every(form.every.data),
        form.payments.data,
        form.lend_on.data,
        form.first_on.data,
        form.attach.data or Money(0),
    )


async def _application_page(
    request: Request, found: LoanApplication, form: OfferForm, made: Schedule | None
) -> Response:
    org = request.state.org
    sheet = await deciding.last_sheet(org, found)
    others = await standings(await loans_in_force(org, [found.member_id]))
    return page(
        request,
        "savings/loans/application.html",
        status=422 if form.problems() else 200,
        found=found,
        form=form,
        preview=made,
        **_cost(made, sheet),
        entry=await name_of(request, found.member_id),
        sheet=sheet,
        groups=_groups(sheet),
        disposable=Money(sheet.sheet.disposable) if sheet else None,
        others=others,
        old=await Loan.one(org, id=found.refinances_id) if found.refinances_id else None,
        loan=await Loan.within(org).get_or_none(application_id=found.id),
        free=Money(await free_savings(org, found.member_id, found.refinances_id)),
        check=await deciding.waiting_check(org, found),
        every=EVERY,
        outcomes=OUTCOMES,
        reasons=[REASONS[Reason(one)] for one in found.reasons],
        percent=percent,
    )


def _cost(made: Schedule | None, sheet: LoanSheet | None) -> dict[str, Any]:
    """What the offer comes to, once it has been worked out."""
    if made is None:
        return {}
    every = made.terms.every
    return {
        "preview_instalment": Money(made.instalment),
        "preview_total": Money(made.total),
        "preview_interest": Money(made.interest),
        "apr": shown(apr_of(made)),
        "month": Money(by_month(made.instalment, every)),
        "left": Money(left_over(sheet.sheet, made.instalment, every)) if sheet else None,
    }


def _groups(sheet: object) -> list[tuple[str, list[tuple[str, Money]], Money]]:
    """The sheet as the page shows it: a title, its lines, their sum."""
    if sheet is None:
        return []
    groups = (
        (gettext("What comes in, in a month"), INCOME, "income"),
        (gettext("What goes out, in a month"), OUTGOINGS, "outgoings"),
        (gettext("Paid on other credit, in a month"), CREDIT, "credit"),
    )
    found = []
    for title, labels, name in groups:
        lines: dict[str, int] = getattr(sheet, name)
        rows = [(str(labels[key]), Money(lines[key])) for key in labels if key in lines]
        found.append((title, rows, Money(sum(lines.values()))))
    return found


async def loan_sheet(request: Request) -> Response:
    """The household's month as the officer has it."""
    found = await application_of(request)
    org = request.state.org
    last = await deciding.last_sheet(org, found)
    start = {}
    if last is not None:
        known = {**last.income, **last.outgoings, **last.credit}
        start = {name: Money(pence) for name, pence in known.items()}
        start |= {"evidence": last.evidence, "note": last.note}  # type: ignore[dict-item]
    form = await form_of(request, SheetForm, data=start)
    if request.method == "POST" and form.validate():
        try:
            await applying.record_sheet(
                org,
                found,
                form.sheet(),
                form.evidence.data or "",
                form.note.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The sheet is recorded."))
            return redirect(request, "savings:loan_application", id=found.id)
    entry = await name_of(request, found.member_id)
    return page(
        request,
        "savings/loans/sheet.html",
        status=422 if form.problems() else 200,
        form=form,
        found=found,
        entry=entry,
    )


async def loan_decline(request: Request) -> Response:
    """Say no, and why."""
    found = await application_of(request)
    form = await form_of(request, DeclineForm)
    if request.method == "POST" and form.validate():
        try:
            await deciding.decline(
                request.state.org,
                found,
                [Reason(one) for one in form.reasons.data or []],
                form.words.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The application is declined, and the member can read why."))
            return redirect(request, "savings:loan_applications")
    return ask(
        request,
        form,
        gettext("Decline the application"),
        gettext("Decline"),
        ("savings:loan_application", {"id": found.id}),
    )


async def loan_application_back(request: Request) -> Response:
    """The member no longer wants it, and told the officer."""
    found = await application_of(request)
    await applying.take_application_back(request.state.org, found, by=request.state.person)
    flash(request, gettext("The application is taken back."))
    return redirect(request, "savings:loan_applications")

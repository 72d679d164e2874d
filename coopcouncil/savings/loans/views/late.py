"""Loans that run late: by age, the letters, what is set aside. And payments from wages."""

import csv
import io
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.ledger.exporting import pounds
from coopcouncil.savings.loans.actions import following, payroll
from coopcouncil.savings.loans.deskforms import (
    EmployerForm,
    LatestForm,
    ListForm,
    PlaceForm,
)
from coopcouncil.savings.loans.labels import BANDS, HOLDS, LETTERS
from coopcouncil.savings.loans.models import (
    Loan,
    LoanProvision,
    PayrollEmployer,
    PayrollPlace,
    PayrollReturn,
)
from coopcouncil.savings.loans.reads import loans_in_force, standings
from coopcouncil.savings.loans.rules.arrears import Band
from coopcouncil.savings.loans.rules.refusals import ListUnreadable
from coopcouncil.savings.loans.views.found import ask
from coopcouncil.savings.reads import names_of

LARGEST_LIST = 1_000_000


async def late_loans(request: Request) -> Response:
    """What is late, by age, and the letters that are due."""
    org = request.state.org
    running = await standings(await loans_in_force(org))
    late = sorted((one for one in running if one.late.days), key=lambda one: -one.late.days)
    bands = []
    for each in Band:
        those = [one for one in running if one.band is each and one.position.owed]
        bands.append(
            (each, len(those), Money(sum(one.position.owed for one in those)),
             Money(sum(one.late.overdue for one in those)))
        )  # fmt: skip
    return page(
        request,
        "savings/loans/late.html",
        rows=late,
        names=await names_of(org, [one.loan.member_id for one in late]),
        bands=bands,
        band_names=BANDS,
        holds=HOLDS,
        due=await following.letters_due(org),
        letters=LETTERS,
    )


async def loan_letters(request: Request) -> Response:
    """Send the letters that are due."""
    link = str(request.url_for("savings:my_loans"))
    sent = await following.send_letters(request.state.org, link, by=request.state.person)
    text = ngettext("{n} letter is written.", "{n} letters are written.", sent)
    flash(request, text.format(n=sent))
    return redirect(request, "savings:late_loans")


async def loan_provisions(request: Request) -> Response:
    """What would be set aside; posted once it has been looked at."""
    org = request.state.org
    form = await form_of(request, LatestForm, data={"on": clock.today()})
    on = clock.today()
    if request.method == "POST" and form.validate():
        on = form.on.data
        try:
            if on > clock.today():
                form.wrong(gettext("Choose today or an earlier day."), at="on")
                on = clock.today()
            elif "post" in await request.form():
                made = await following.post_provisions(org, on, by=request.state.person)
                flash(
                    request,
                    gettext("{sum} is set aside now.").format(sum=Money(made.total)),
                )
                return redirect(request, "savings:loan_provisions")
        except Refused as refusal:
            form.refuse(refusal)
    found = await following.provisions(org, on)
    return page(
        request,
        "savings/loans/provisions.html",
        status=422 if form.problems() else 200,
        form=form,
        found=found,
        band_names=BANDS,
        names=await names_of(org, [row.standing.loan.member_id for row in found.rows]),
        before=await LoanProvision.within(org).order_by("-id").limit(12),
        money=Money,
    )


async def loan_payrolls(request: Request) -> Response:
    """Employers who take payments from wages."""
    org = request.state.org
    form = await form_of(request, EmployerForm)
    if request.method == "POST" and form.validate():
        try:
            made = await payroll.add_employer(
                org, form.name.data, form.contact.data or "", by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "savings:loan_payroll", id=made.id)
    employers = await PayrollEmployer.within(org).order_by("name")
    counts = {
        one.id: await PayrollPlace.within(org).filter(employer_id=one.id, ended_on=None).count()
        for one in employers
    }
    return page(
        request,
        "savings/loans/payrolls.html",
        status=422 if form.problems() else 200,
        form=form,
        employers=employers,
        counts=counts,
    )


async def loan_payroll(request: Request) -> Response:
    """One employer: what is to be taken, who is on the list, what came."""
    org = request.state.org
    found = await PayrollEmployer.one(org, id=request.path_params["id"])
    form = await form_of(request, PlaceForm)
    if request.method == "POST" and form.validate():
        loan = await Loan.within(org).get_or_none(number=form.number.data)
        if loan is None:
            form.wrong(gettext("There is no loan with this number."), at="number")
        else:
            try:
                await payroll.pay_from_wages(
                    org, loan, found, form.reference.data, by=request.state.person
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                flash(request, gettext("The loan is on the payroll."))
                return redirect(request, "savings:loan_payroll", id=found.id)
    to = _month_end()
    wanted = await payroll.wanted(org, found, to)
    places = await (
        PayrollPlace.within(org)
        .filter(employer_id=found.id, ended_on=None)
        .select_related("loan")
        .order_by("reference")
    )
    return page(
        request,
        "savings/loans/payroll.html",
        status=422 if form.problems() else 200,
        form=form,
        found=found,
        to=to,
        places=places,
        amounts={one.place.id: one.amount for one in wanted},
        total=Money(sum(one.amount.pence for one in wanted)),
        names=await names_of(org, [one.loan.member_id for one in places]),
        returns=await PayrollReturn.within(org).filter(employer_id=found.id).order_by("-id"),
        money=Money,
    )


def _month_end() -> date:
    today = clock.today()
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


async def loan_payroll_csv(request: Request) -> Response:
    """What the employer is to take, with the total beneath."""
    org = request.state.org
    found = await PayrollEmployer.one(org, id=request.path_params["id"])
    wanted = await payroll.wanted(org, found, _month_end())
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("reference", "amount"))
    for one in wanted:
        writer.writerow((harmless(one.place.reference), pounds(one.amount.pence)))
    writer.writerow(("TOTAL", pounds(sum(one.amount.pence for one in wanted))))
    return Response(
        out.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="payroll-{found.id}.csv"',
            "cache-control": "no-store",
        },
    )


async def loan_payroll_list(request: Request) -> Response:
    """The list that came with the money."""
    org = request.state.org
    found = await PayrollEmployer.one(org, id=request.path_params["id"])
    form = await form_of(request, ListForm, data={"on": clock.today()})
    if request.method == "POST" and form.validate():
        try:
            lines = payroll.read_list(await _text(form))
            await payroll.take_list(
                org,
                found,
                form.on.data,
                form.total.data or Money(0),
                lines,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            text = ngettext("{n} payment is recorded.", "{n} payments are recorded.", len(lines))
            flash(request, text.format(n=len(lines)))
            return redirect(request, "savings:loan_payroll", id=found.id)
    return ask(
        request,
        form,
        gettext("A list from {employer}").format(employer=found.name),
        gettext("Record the payments"),
        ("savings:loan_payroll", {"id": found.id}),
        gettext("The lines must come to the money that came. Otherwise nothing is recorded."),
        files=True,
    )


async def _text(form: ListForm) -> str:
    if form.file.data:
        data = await form.file.data.read(LARGEST_LIST + 1)
        if len(data) <= LARGEST_LIST:
            for encoding in ("utf-8-sig", "cp1252"):
                try:
                    return data.decode(encoding)  # type: ignore[no-any-return]
                except UnicodeDecodeError:
                    continue
        raise ListUnreadable(1)
    return form.text.data or ""


async def loan_payroll_leave(request: Request) -> Response:
    """A loan is no longer paid from wages."""
    org = request.state.org
    place = await PayrollPlace.one(
        org, id=request.path_params["place"], employer_id=request.path_params["id"]
    )
    await payroll.leave_payroll(org, place, by=request.state.person)
    flash(request, gettext("The loan is off the payroll."))
    return redirect(request, "savings:loan_payroll", id=place.employer_id)

"""One loan: how it stands, and everything that is done with it at the desk."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock, pdf
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.shown import shown_date
from coopcouncil.savings.loans.actions import agreeing, deciding, following, lending, repaying
from coopcouncil.savings.loans.actions.setting_off import set_off_savings
from coopcouncil.savings.loans.forms import (
    ExtraForm,
    HoldForm,
    HolidayForm,
    PaymentForm,
    PayOutForm,
    RescheduleForm,
    SignForm,
    WhyForm,
    percent,
)
from coopcouncil.savings.loans.kinds import HoldKind, Signing, State, Way, Why
from coopcouncil.savings.loans.labels import (
    BANDS,
    EVERY,
    HAPPENED,
    HOLDS,
    LETTERS,
    STATES,
    WAYS,
    WHYS,
)
from coopcouncil.savings.loans.models import Loan, LoanAgreed, LoanEvent, LoanHold, LoanLetter
from coopcouncil.savings.loans.reads import Standing, counted, rows_of, standing
from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.rules.replay import What
from coopcouncil.savings.loans.rules.schedule import Schedule, Terms, schedule
from coopcouncil.savings.loans.views.found import ask, loan_of, name_of


async def loan(request: Request) -> Response:
    """What is owed, what is late, the payments agreed, and what happened."""
    found = await loan_of(request)
    org = request.state.org
    rows = (await rows_of(org.id, [found.id]))[found.id]
    good = {row.id for row in counted(rows)}
    return page(
        request,
        "savings/loans/loan.html",
        **await facts_of(found),
        entry=await name_of(request, found.member_id),
        rows=[(row, row.id in good) for row in rows],
        agreements=await LoanAgreed.within(org).filter(loan_id=found.id).order_by("-id"),
        letters=await LoanLetter.within(org).filter(loan_id=found.id).order_by("-id"),
        happened=HAPPENED,
        ways=WAYS,
        whys=WHYS,
        letter_names=LETTERS,
        holds=HOLDS,
        takes_back=What.REPAID,
    )


async def facts_of(found: Loan) -> dict[str, Any]:
    """What the officer's page and the member's share."""
    now = await standing(found)
    return {
        "loan": found,
        "now": now,
        "principal": Money(now.position.principal),
        "interest": Money(now.position.interest),
        "paid": Money(now.position.paid_interest + now.position.paid_principal),
        "instalment": Money(now.agreed.instalment),
        "due": _due(now),
        "following": (now.following[0], Money(now.following[1])) if now.following else None,
        "states": STATES,
        "bands": BANDS,
        "every": EVERY,
        "percent": percent,
    }


def _due(now: Standing) -> list[tuple[date, Money, str]]:
    """The payments agreed, and how each stands: paid, late, next, or to come."""
    today = clock.today()
    paid, due = now.terms.covered(now.events, today)
    found = []
    for day, pence in due:
        covered = min(paid, pence)
        paid -= covered
        if covered == pence or not now.position.owed:
            stands = "paid"
        elif day < today:
            stands = "late"
        else:
            stands = "next" if now.following and day == now.following[0] else "to-come"
        found.append((day, Money(pence), stands))
    return found


async def loan_signing(request: Request) -> Response:
    """The member signed on paper."""
    found = await loan_of(request)
    form = await form_of(request, SignForm, data={"on": clock.today(), "how": "paper"})
    if request.method == "POST" and form.validate():
        deed = lending.sign(
            request.state.org,
            found,
            form.on.data,
            Signing(form.how.data),
            by=request.state.person,
        )
        if done := await _done(request, form, found, deed, gettext("The signature is recorded.")):
            return done
    return _ask(request, form, found, gettext("Record the signature"), gettext("Record it"))


async def loan_paying_out(request: Request) -> Response:
    """The money goes to the member."""
    found = await loan_of(request)
    form = await form_of(request, PayOutForm, data={"on": clock.today(), "way": Way.BANK.value})
    if request.method == "POST" and form.validate():
        deed = lending.pay_out(
            request.state.org, found, form.on.data, Way(form.way.data), by=request.state.person
        )
        if done := await _done(request, form, found, deed, gettext("The loan is paid out.")):
            return done
    return _ask(
        request,
        form,
        found,
        gettext("Pay the loan out"),
        gettext("Pay out {sum}").format(sum=found.sum),
        gettext(
            "Interest begins with the day of the cash, or with the day on which the bank has paid."
        ),
    )


async def loan_payment(request: Request) -> Response:
    """A payment at the till or at the bank."""
    found = await loan_of(request)
    now = await standing(found)
    amount = Money(now.following[1]) if now.following else now.owed
    start = {"amount": now.overdue or amount, "on": clock.today(), "way": Way.CASH.value}
    form = await form_of(request, PaymentForm, data=start)
    if request.method == "POST" and form.validate():
        came = form.amount.data or Money(0)
        try:
            await repaying.repay(
                request.state.org,
                found,
                came,
                form.on.data,
                Way(form.way.data),
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The payment is recorded."))
            if came > amount and await _may_choose(found):
                return redirect(request, "savings:loan_extra", id=found.id)
            return redirect(request, "savings:loan", id=found.id)
    return _ask(
        request,
        form,
        found,
        gettext("Record a payment"),
        gettext("Record it"),
        gettext("{sum} would settle the loan today.").format(sum=now.owed),
        gettext("A payment goes to interest first, then to what was lent."),
    )


async def _may_choose(found: Loan) -> bool:
    return found.state is State.RUNNING and bool(agreeing.choices(await standing(found)))


async def loan_extra(request: Request) -> Response:
    """After an extra payment the member chooses: paid ahead, fewer payments, or smaller ones."""
    found = await loan_of(request)
    now = await standing(found)
    options = agreeing.choices(now)
    form = await form_of(request, ExtraForm, data={"why": "ahead"})
    form.why.choices = [
        ("ahead", gettext("Nothing: the next payments are paid ahead")),
        *((why.value, _in_words(why, made)) for why, made in options.items()),
    ]
    if request.method == "POST" and form.validate():
        if form.why.data == "ahead":
            return redirect(request, "savings:loan", id=found.id)
        deed = agreeing.change(
            request.state.org, found, Why(form.why.data), "", by=request.state.person
        )
        if done := await _done(request, form, found, deed, gettext("The payments are changed.")):
            return done
    return _ask(
        request,
        form,
        found,
        gettext("An extra payment"),
        gettext("Save"),
        gettext("Ask the member: the choice is theirs."),
    )


def _in_words(why: Why, made: Schedule) -> str:
    text = (
        gettext("Fewer payments: {count} of {sum}, the last on {day}")
        if why is Why.SHORTER
        else gettext("Smaller payments: {count} of {sum}, the last on {day}")
    )
    return text.format(
        count=len(made.rows), sum=Money(made.instalment), day=shown_date(made.last_on)
    )


async def loan_holiday(request: Request) -> Response:
    """Some payments are left out, and paid at the end."""
    found = await loan_of(request)
    form = await form_of(request, HolidayForm, data={"payments_off": 1})
    if request.method == "POST" and form.validate():
        deed = agreeing.change(
            request.state.org,
            found,
            Why.HOLIDAY,
            form.reason.data,
            by=request.state.person,
            payments_off=form.payments_off.data,
        )
        if done := await _done(request, form, found, deed, gettext("The payments are changed.")):
            return done
    return _ask(
        request,
        form,
        found,
        gettext("A payment holiday"),
        gettext("Agree to it"),
        gettext("Interest runs meanwhile. Tell the member what the payments come to afterwards."),
    )


async def loan_rescheduling(request: Request) -> Response:
    """Other payments on all that is owed; shown before it is agreed."""
    found = await loan_of(request)
    now = await standing(found)
    left = max(1, sum(day > now.position.on for day, _sum in now.terms.due))
    start = {
        "first_on": now.following[0] if now.following else None,
        "every": now.agreed.every.value,
        "payments": left,
        "rate_parts": int(agreeing.rate_now(now) * 1_000_000),
    }
    form = await form_of(request, RescheduleForm, data=start)
    made = None
    if request.method == "POST" and form.validate():
        wanted: dict[str, Any] = {
            "first_on": form.first_on.data,
            "every": Every(form.every.data),
            "payments": form.payments.data,
            "rate_parts": form.rate_parts.data,
        }
        try:
            made = agreeing.preview(now, Why.RESCHEDULED, **wanted)
            if "agree" in await request.form():
                await agreeing.change(
                    request.state.org,
                    found,
                    Why.RESCHEDULED,
                    form.reason.data,
                    by=request.state.person,
                    **wanted,
                )
                flash(request, gettext("The payments are changed."))
                return redirect(request, "savings:loan", id=found.id)
        except Refused as refusal:
            form.refuse(refusal)
    return page(
        request,
        "savings/loans/rescheduling.html",
        status=422 if form.problems() else 200,
        loan=found,
        now=now,
        form=form,
        made=made,
        made_instalment=Money(made.instalment) if made else None,
        made_total=Money(made.total) if made else None,
    )


async def loan_event_back(request: Request) -> Response:
    """A payment was a slip, or bounced."""
    found = await loan_of(request)
    event = await LoanEvent.one(
        request.state.org, id=request.path_params["event"], loan_id=found.id, what=What.REPAID
    )
    form = await form_of(request, WhyForm)
    if request.method == "POST" and form.validate():
        deed = repaying.take_back(
            request.state.org, event, clock.today(), form.reason.data, by=request.state.person
        )
        if done := await _done(request, form, found, deed, gettext("The payment is taken back.")):
            return done
    heading = gettext("Take the payment of {sum} back").format(sum=event.sum)
    return _ask(request, form, found, heading, gettext("Take it back"))


async def loan_hold(request: Request) -> Response:
    """No letters and debits: a death, a hard time, a dispute."""
    found = await loan_of(request)
    form = await form_of(request, HoldForm, data={"since": clock.today()})
    if request.method == "POST" and form.validate():
        deed = following.hold(
            request.state.org,
            found,
            HoldKind(form.kind.data),
            form.since.data,
            form.note.data or "",
            by=request.state.person,
        )
        if done := await _done(request, form, found, deed, gettext("No more letters go.")):
            return done
    return _ask(request, form, found, gettext("Stop letters and debits"), gettext("Stop them"))


async def loan_hold_end(request: Request) -> Response:
    """Things go on as agreed."""
    found = await loan_of(request)
    one = await LoanHold.one(
        request.state.org, id=request.path_params["hold"], loan_id=found.id, ended_on=None
    )
    await following.end_hold(request.state.org, one, by=request.state.person)
    flash(request, gettext("Letters may go again."))
    return redirect(request, "savings:loan", id=found.id)


async def loan_write_off(request: Request) -> Response:
    """Give up what is owed."""
    found = await loan_of(request)
    form = await form_of(request, WhyForm)
    now = await standing(found)
    if request.method == "POST" and form.validate():
        deed = following.ask_write_off(
            request.state.org, found, form.reason.data, by=request.state.person
        )
        text = gettext("It is written off, or waits for a second person.")
        if done := await _done(request, form, found, deed, text):
            return done
    return _ask(
        request,
        form,
        found,
        gettext("Write the loan off"),
        gettext("Write off {sum}").format(sum=now.owed),
        gettext("What is written off may still be recovered. Attached savings are let go."),
    )


async def loan_set_off(request: Request) -> Response:
    """Attached savings pay what they reach for."""
    found = await loan_of(request)
    now = await standing(found)
    form = await form_of(request, Form)
    if request.method == "POST" and form.validate():
        deed = set_off_savings(request.state.org, found, by=request.state.person)
        if done := await _done(request, form, found, deed, gettext("The savings are set off.")):
            return done
    reached = min(now.attached, now.position.owed)
    return _ask(
        request,
        form,
        found,
        gettext("Set attached savings against the loan"),
        gettext("Set off {sum}").format(sum=Money(reached)),
        gettext("Tell the member first. What is not needed is free again."),
    )


async def loan_recovery(request: Request) -> Response:
    """Something of what was written off comes after all."""
    found = await loan_of(request)
    form = await form_of(request, PaymentForm, data={"on": clock.today(), "way": Way.BANK.value})
    if request.method == "POST" and form.validate():
        deed = repaying.recover(
            request.state.org,
            found,
            form.amount.data or Money(0),
            form.on.data,
            Way(form.way.data),
            by=request.state.person,
        )
        if done := await _done(request, form, found, deed, gettext("The recovery is recorded.")):
            return done
    return _ask(request, form, found, gettext("Record a recovery"), gettext("Record it"))


async def loan_drop(request: Request) -> Response:
    """The offer is not taken up."""
    found = await loan_of(request)
    await deciding.drop_offer(request.state.org, found, by=request.state.person)
    flash(request, gettext("The offer is dropped."))
    return redirect(request, "savings:loan_applications")


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
    return Response(
        data,
        media_type="application/pdf",
        headers={
            "content-disposition": f'inline; filename="{name}"',
            "cache-control": "no-store",
        },
    )


def _ask(
    request: Request, form: Form, found: Loan, heading: str, button: str, *intro: str
) -> Response:
    text = gettext("Loan {number}").format(number=found.number)
    back = ("savings:loan", {"id": found.id})
    return ask(request, form, heading, button, back, text, *intro)


async def _done(
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

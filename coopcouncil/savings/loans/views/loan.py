"""One loan: how it stands, and everything that is done with it at the desk."""

from datetime import date
from secrets import token_hex
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.savings.holders.reads import has_died
from coopcouncil.savings.loans.actions import agreeing, deciding, lending, repaying
from coopcouncil.savings.loans.actions.setting_off import reach
from coopcouncil.savings.loans.deskforms import (
    PaymentForm,
    PayOutForm,
    SignForm,
    WhyForm,
)
from coopcouncil.savings.loans.forms import (
    percent,
)
from coopcouncil.savings.loans.kinds import Signing, State, Way
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
from coopcouncil.savings.loans.models import Loan, LoanAgreed, LoanEvent, LoanLetter
from coopcouncil.savings.loans.reads import Standing, counted, rows_of, standing
from coopcouncil.savings.loans.reads_guarantors import answering_for
from coopcouncil.savings.loans.rules.replay import What
from coopcouncil.savings.loans.views.found import ask_of, done, loan_of, name_of


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
        guarantors=await answering_for(org, found),
        has_died=bool(await has_died(org, [found.member_id])),
        can_set_off=found.state is State.RUNNING and bool(await reach(org, found)),
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
        if made := await done(request, form, found, deed, gettext("The signature is recorded.")):
            return made
    return ask_of(request, form, found, gettext("Record the signature"), gettext("Record it"))


async def loan_paying_out(request: Request) -> Response:
    """The money goes to the member."""
    found = await loan_of(request)
    form = await form_of(request, PayOutForm, data={"on": clock.today(), "way": Way.BANK.value})
    if request.method == "POST" and form.validate():
        deed = lending.pay_out(
            request.state.org, found, form.on.data, Way(form.way.data), by=request.state.person
        )
        if made := await done(request, form, found, deed, gettext("The loan is paid out.")):
            return made
    return ask_of(
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
    start = {
        "amount": now.overdue or amount,
        "on": clock.today(),
        "way": Way.CASH.value,
        "key": token_hex(8),
    }
    form = await form_of(request, PaymentForm, data=start)
    if request.method == "POST" and form.validate():
        came = form.amount.data or Money(0)
        try:
            await lending.not_own(request.state.org, found, request.state.person)
            await repaying.repay(
                request.state.org,
                found,
                came,
                form.on.data,
                Way(form.way.data),
                by=request.state.person,
                reference=f"desk:{found.id}:{form.token}" if form.token else None,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The payment is recorded."))
            if came > amount and await _may_choose(found):
                return redirect(request, "savings:loan_extra", id=found.id)
            return redirect(request, "savings:loan", id=found.id)
    return ask_of(
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
        if made := await done(request, form, found, deed, gettext("The payment is taken back.")):
            return made
    heading = gettext("Take the payment of {sum} back").format(sum=event.sum)
    return ask_of(request, form, found, heading, gettext("Take it back"))


async def loan_drop(request: Request) -> Response:
    """The offer is not taken up."""
    found = await loan_of(request)
    await deciding.drop_offer(request.state.org, found, by=request.state.person)
    flash(request, gettext("The offer is dropped."))
    return redirect(request, "savings:loan_applications")

"""A loan that goes otherwise than agreed: other payments, holds, savings set off, writing off."""

from secrets import token_hex
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.shown import shown_date
from coopcouncil.savings.holders.reads import has_died
from coopcouncil.savings.loans.actions import agreeing, following, repaying
from coopcouncil.savings.loans.actions.setting_off import ask_set_off, reach
from coopcouncil.savings.loans.deskforms import (
    ExtraForm,
    HoldForm,
    HolidayForm,
    PaymentForm,
    RescheduleForm,
    SetOffForm,
    WhyForm,
)
from coopcouncil.savings.loans.kinds import HoldKind, Way, Why
from coopcouncil.savings.loans.models import LoanHold
from coopcouncil.savings.loans.reads import standing
from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.rules.schedule import Schedule
from coopcouncil.savings.loans.views.found import ask_of, done, loan_of


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
        if made := await done(request, form, found, deed, gettext("The payments are changed.")):
            return made
    return ask_of(
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
        if made := await done(request, form, found, deed, gettext("The payments are changed.")):
            return made
    return ask_of(
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
        if made := await done(request, form, found, deed, gettext("No more letters go.")):
            return made
    return ask_of(request, form, found, gettext("Stop letters and debits"), gettext("Stop them"))


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
        if made := await done(request, form, found, deed, text):
            return made
    return ask_of(
        request,
        form,
        found,
        gettext("Write the loan off"),
        gettext("Write off {sum}").format(sum=now.owed),
        gettext("What is written off may still be recovered. Attached savings are let go."),
    )


async def loan_set_off(request: Request) -> Response:
    """Attached savings pay what they reach for; after a death all that the member alone had."""
    org, found = request.state.org, await loan_of(request)
    died = bool(await has_died(org, [found.member_id]))
    form = await form_of(request, SetOffForm if died else Form)
    if request.method == "POST" and form.validate():
        facts = {"estate": form.estate.data or "", "email": form.email.data or ""} if died else {}
        deed = ask_set_off(org, found, by=request.state.person, **facts)
        text = gettext("The savings are set off, or it waits for a second person.")
        if made := await done(request, form, found, deed, text):
            return made
    return ask_of(
        request,
        form,
        found,
        gettext("Set savings against the loan"),
        gettext("Set off {sum}").format(sum=await reach(org, found)),
        gettext(
            "First what is attached, then what else the member alone had. A second officer "
            "agrees, and the estate is told. What is owed beyond that is a debt of the estate: it "
            "bears no interest, and is paid by the estate or an insurer, or written off."
        )
        if died
        else gettext("Tell the member first. What is not needed is free again."),
    )


async def loan_recovery(request: Request) -> Response:
    """Something of what was written off comes after all."""
    found = await loan_of(request)
    start = {"on": clock.today(), "way": Way.BANK.value, "key": token_hex(8)}
    form = await form_of(request, PaymentForm, data=start)
    if request.method == "POST" and form.validate():
        deed = repaying.recover(
            request.state.org,
            found,
            form.amount.data or Money(0),
            form.on.data,
            Way(form.way.data),
            by=request.state.person,
            reference=f"desk:{found.id}:{form.token}" if form.token else None,
        )
        if made := await done(request, form, found, deed, gettext("The recovery is recorded.")):
            return made
    return ask_of(request, form, found, gettext("Record a recovery"), gettext("Record it"))

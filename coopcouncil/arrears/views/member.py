"""One member's late payments: what was said, what is agreed, what is held back."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.arrears.actions import agreeing, helping
from coopcouncil.arrears.forms import AnswerForm, EndPlanForm, HoldForm, PlanForm
from coopcouncil.arrears.kinds import Ending, HoldReason
from coopcouncil.arrears.labels import ENDINGS, INTERVALS, REASONS, STEPS, WAYS
from coopcouncil.arrears.models import Arrangement, HelpAsked, LateReminder, ReminderHold
from coopcouncil.arrears.reads import late, progress
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import rulebook_on
from coopcouncil.payments.kinds import Interval
from coopcouncil.shares.reads import Holder, holders_named


async def member(request: Request) -> Response:
    """Everything about it on one page."""
    org, today = request.state.org, clock.today()
    found, holder = await _member(request)
    rules = (await rulebook_on(org, today)).rules
    mine = {"member_id": found.id}
    plans = await Arrangement.within(org).filter(**mine).order_by("-id")
    return page(
        request,
        "arrears/member.html",
        member=found,
        holder=holder,
        late=next(iter(await late(org, today, rules.payment_grace_days, found.id)), None),
        reminders=await LateReminder.within(org).filter(**mine).order_by("-id"),
        plans=[await progress(org, one) for one in plans],
        holds=await ReminderHold.within(org).filter(**mine).order_by("-id"),
        asked=await HelpAsked.within(org).filter(**mine).order_by("-id"),
        today=today,
        steps=STEPS,
        ways=WAYS,
        reasons=REASONS,
        endings=ENDINGS,
        intervals=INTERVALS,
        keeps=Role.TREASURER in request.state.roles,
        pounds=Money,
    )


async def agree(request: Request) -> Response:
    """Agree a payment plan about all that is due."""
    org = request.state.org
    found, holder = await _member(request)
    charges = await agreeing.due_charges(org, found.id)
    form = await form_of(request, PlanForm, data={"first_on": clock.today()})
    if request.method == "POST" and form.validate() and form.instalment.data is not None:
        try:
            await agreeing.agree(
                org,
                found,
                form.instalment.data,
                Interval(form.interval.data),
                form.first_on.data,
                form.note.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "instalment" if refusal.status == 422 else None)
        else:
            flash(request, gettext("The payment plan is agreed."))
            return redirect(request, "arrears:member", id=found.id)
    total = Money(sum(one.owed.pence for one in charges))
    return _ask(
        request,
        form,
        found,
        gettext("Agree a payment plan with {name}").format(name=holder.name or found.number),
        gettext("Agree it"),
        gettext("{sum} is owed today, and would be spread.").format(sum=total),
    )


async def end_plan(request: Request) -> Response:
    """A payment plan no longer holds."""
    org = request.state.org
    found, holder = await _member(request)
    plan = await Arrangement.one(org, id=request.path_params["plan"], member_id=found.id)
    form = await form_of(request, EndPlanForm)
    if request.method == "POST" and form.validate():
        try:
            await agreeing.end(
                org,
                plan,
                Ending(form.ending.data),
                form.reason.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The payment plan is ended. What is left is owed as before."))
            return redirect(request, "arrears:member", id=found.id)
    heading = gettext("End the payment plan of {name}").format(name=holder.name or found.number)
    return _ask(request, form, found, heading, gettext("End it"))


async def hold(request: Request) -> Response:
    """Hold reminders back."""
    found, holder = await _member(request)
    form = await form_of(request, HoldForm)
    if request.method == "POST" and form.validate():
        try:
            await helping.hold_back(
                request.state.org,
                found,
                HoldReason(form.reason.data),
                form.until.data,
                form.note.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "until")
        else:
            flash(request, gettext("Reminders are held back."))
            return redirect(request, "arrears:member", id=found.id)
    heading = gettext("Hold back reminders to {name}").format(name=holder.name or found.number)
    return _ask(request, form, found, heading, gettext("Hold them back"))


async def lift(request: Request) -> Response:
    """Reminders go on."""
    found, _holder = await _member(request)
    one = await ReminderHold.one(
        request.state.org, id=request.path_params["hold"], member_id=found.id
    )
    await helping.lift(request.state.org, one, by=request.state.person)
    flash(request, gettext("Reminders are no longer held back."))
    return redirect(request, "arrears:member", id=found.id)


async def answer(request: Request) -> Response:
    """Answer who asked for help."""
    org = request.state.org
    found, holder = await _member(request)
    asked = await HelpAsked.one(org, id=request.path_params["asked"], member_id=found.id)
    form = await form_of(request, AnswerForm)
    if request.method == "POST" and form.validate():
        try:
            await helping.answer(
                org, asked, form.answer.data, form.until.data, by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal, "until" if refusal.status == 422 else None)
        else:
            flash(request, gettext("Your answer stands on the member’s page."))
            return redirect(request, "arrears:member", id=found.id)
    heading = gettext("Answer {name}").format(name=holder.name or found.number)
    return _ask(request, form, found, heading, gettext("Answer"), asked.words)


async def _member(request: Request) -> tuple[Member, Holder]:
    found = await Member.one(request.state.org, id=request.path_params["id"])
    names = await holders_named(request.state.org, [found.id])
    return found, names.get(found.id, Holder(found.id, found.number, ""))


def _ask(
    request: Request, form: Form, member: Member, heading: str, button: str, *intro: str
) -> Response:
    return page(
        request,
        "_pages/form.html",
        form=form,
        heading=heading,
        button=button,
        intro=intro,
        back=("arrears:member", {"id": member.id}),
    )

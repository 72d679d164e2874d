"""The queue of withdrawals, and the board's decisions."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.two_times import two_times
from coopcouncil.shares.actions import withdrawing
from coopcouncil.shares.actions.paying_out import ask_to_grant
from coopcouncil.shares.actions.suspending import suspension_now, suspension_on
from coopcouncil.shares.forms import DecisionForm, NoticeForm, ResumptionForm
from coopcouncil.shares.labels import ANSWERS, KINDS
from coopcouncil.shares.models import ShareWithdrawal, ShareWithdrawalDecision
from coopcouncil.shares.reads import holders_named, notices, rules_and_classes
from coopcouncil.shares.rules.queue import Notice
from coopcouncil.shares.views.found import holder_of, holding_of


async def queue(request: Request) -> Response:
    """Open notices in their turn, and those that are settled; on a day, as known then or now."""
    org, times = request.state.org, await two_times(request)
    found = await notices(org, on=times.past_day, known_at=times.known_at)
    waiting = [(row, notice) for row, notice in found if notice.is_open]
    settled = [(row, notice) for row, notice in reversed(found) if not notice.is_open][:50]
    ids = [row.member_id for row, _notice in (*waiting, *settled)]
    names = await holders_named(org, ids, times.on, times.known_at)
    today = times.on
    owed = [Money(notice.left * row.holding.nominal) for row, notice in waiting]
    ripe = [
        Money(notice.left * row.holding.nominal)
        for row, notice in waiting
        if notice.earliest_on <= today and not notice.is_suspended
    ]
    rules, _classes = await rules_and_classes(org, times.on, times.known_at)
    return page(
        request,
        "shares/queue.html",
        times=times,
        waiting=waiting,
        settled=settled,
        names=names,
        today=today,
        owed=Money(sum(each.pence for each in owed)),
        ripe=Money(sum(each.pence for each in ripe)),
        in_turn=rules is None or rules.withdrawals_in_turn,
        suspended=await suspension_on(org, times.on, times.known_at)
        if times.is_past
        else await suspension_now(org),
    )


async def notice(request: Request) -> Response:
    """The form of a notice that came on paper."""
    _found, state = await holding_of(request)
    return await _notice_page(
        request, NoticeForm(data={"shares": state.shares, "notice_on": clock.today()})
    )


async def record_notice(request: Request) -> Response:
    """Record a notice: from its day it runs."""
    found, _state = await holding_of(request)
    form = await form_of(request, NoticeForm)
    if form.validate():
        try:
            made = await withdrawing.give_notice(
                request.state.org,
                found,
                form.shares.data,
                form.notice_on.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The notice is recorded."))
            return redirect(request, "shares:withdrawal", id=made.id)
    return await _notice_page(request, form)


async def withdrawal(request: Request) -> Response:
    """One notice: its decisions, and the next."""
    return await _page(request, DecisionForm(data={"decided_on": clock.today(), "answer": "whole"}))


async def record_decision(request: Request) -> Response:
    """The board pays, in whole or in part, or suspends."""
    org, by = request.state.org, request.state.person
    found, notice = await _withdrawal(request)
    form = await form_of(request, DecisionForm)
    if not form.validate():
        return await _page(request, form)
    on, minute, reason = form.decided_on.data, form.minute.data or "", form.reason.data or ""
    try:
        if form.answer.data == "suspend":
            await withdrawing.suspend(org, found, on, minute=minute, reason=reason, by=by)
            sentence = gettext("The notice is suspended.")
        else:
            shares = form.shares.data if form.answer.data == "part" else notice.left
            is_done = await ask_to_grant(
                org, found, shares, on, minute=minute, reason=reason, by=by
            )
            sum_ = Money(shares * found.holding.nominal)
            sentence = (
                gettext("{sum} is to be paid out, and the register says so.")
                if is_done
                else gettext("{sum} waits for a second person. Nothing has changed yet.")
            ).format(sum=sum_)
    except Refused as refusal:
        form.refuse(refusal)
        return await _page(request, form)
    flash(request, sentence)
    return redirect(request, "shares:queue")


async def record_resumption(request: Request) -> Response:
    """A suspended notice is in its turn again."""
    found, _notice = await _withdrawal(request)
    form = await form_of(request, ResumptionForm)
    await withdrawing.resume(
        request.state.org,
        found,
        clock.today(),
        minute=(form.minute.data or "")[:200],
        by=request.state.person,
    )
    flash(request, gettext("The notice is in its turn again."))
    return redirect(request, "shares:withdrawal", id=found.id)


async def record_taking_back(request: Request) -> Response:
    """The member keeps the shares."""
    found, _notice = await _withdrawal(request)
    await withdrawing.take_back(request.state.org, found, by=request.state.person)
    flash(request, gettext("The notice is taken back."))
    return redirect(request, "shares:queue")


async def _withdrawal(request: Request) -> tuple[ShareWithdrawal, Notice]:
    org = request.state.org
    row = await ShareWithdrawal.one(org, id=request.path_params["id"])
    found = await notices(org, holding_id=row.holding_id)
    return next((each, notice) for each, notice in found if each.id == row.id)


async def _page(request: Request, form: DecisionForm) -> Response:
    org = request.state.org
    found, notice = await _withdrawal(request)
    decisions = (
        await ShareWithdrawalDecision.within(org)
        .filter(withdrawal_id=found.id)
        .select_related("event")
        .order_by("id")
    )
    return page(
        request,
        "shares/withdrawal.html",
        form=form,
        found=found,
        notice=notice,
        decisions=decisions,
        answers=ANSWERS,
        holder=await holder_of(request, found.member_id),
        left=Money(notice.left * found.holding.nominal),
        is_ripe=notice.earliest_on <= clock.today(),
    )


async def _notice_page(request: Request, form: NoticeForm) -> Response:
    found, state = await holding_of(request)
    rules, _classes = await rules_and_classes(request.state.org)
    return page(
        request,
        "shares/notice.html",
        form=form,
        holding=found,
        state=state,
        holder=await holder_of(request, state.holder_id or 0),
        days=rules.withdrawal_notice_days if rules else 0,
        kinds=KINDS,
    )

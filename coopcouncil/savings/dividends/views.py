"""Dividends: a proposal with its preview, the vote, the payment."""

from datetime import date
from decimal import Decimal

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.savings.dividends import actions
from coopcouncil.savings.dividends.actions import Preview, capital_ratio, preview, shares_of
from coopcouncil.savings.dividends.forms import ProposalForm, VoteForm
from coopcouncil.savings.dividends.hooks import resolution_of, resolutions_of
from coopcouncil.savings.dividends.labels import RESULTS
from coopcouncil.savings.dividends.models import DividendLine, DividendProposal, DividendRate
from coopcouncil.savings.dividends.rules import may_propose, percent
from coopcouncil.savings.kinds import Vote
from coopcouncil.savings.labels import VOTES
from coopcouncil.savings.reads import mode_of
from coopcouncil.savings.views.found import done, rules_of


async def dividends(request: Request) -> Response:
    """The proposals, and a new one."""
    org = request.state.org
    rules = await rules_of(request, clock.today())
    since, to = last_year(clock.today(), (rules.year_end_month, rules.year_end_day))
    form = ProposalForm(
        data={
            "since": since,
            "to": to,
            "rates": [{"product": one.id, "percent": None} for one in await shares_of(org)],
        }
    )
    return await _dividends(request, form, None)


async def propose_dividend(request: Request) -> Response:
    """First what it would come to; then, confirmed, the proposal."""
    org = request.state.org
    form = await form_of(request, ProposalForm)
    form.name(await shares_of(org), language_of(request))
    if not form.validate():
        return await _dividends(request, form, None)
    sent = await request.form()
    if "confirmed" in sent:
        deed = actions.propose(
            org, form.since.data, form.to.data, form.by_product(), request.state.person
        )
        if made := await done(form, deed):
            flash(request, gettext("The dividend is proposed."))
            return redirect(request, "savings:dividend", id=made.id)
        return await _dividends(request, form, None)
    rates = await _own_rates(request, form)
    rules = await rules_of(request, clock.today())
    try:
        may_propose(
            rates,
            len(await shares_of(org)),
            form.since.data,
            form.to.data,
            clock.today(),
            rules.dividend_most,
            rules.dividend_capital,
            await capital_ratio(org, form.to.data),
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _dividends(request, form, None)
    seen = await preview(org, form.since.data, form.to.data, rates)
    return await _dividends(request, form, seen)


async def dividend(request: Request) -> Response:
    """One proposal: its rates, its total, the vote, how far it is paid."""
    form = VoteForm(data={"on": clock.today()})
    await _offer(request, form)
    return await _dividend(request, form)


async def record_dividend_vote(request: Request) -> Response:
    """What the general meeting said."""
    found, form = await _found(request), await form_of(request, VoteForm)
    await _offer(request, form)
    if form.validate():
        resolution = (form.resolution.data or "") if form.resolution else ""
        if not resolution and not form.minute.data:
            form.wrong(gettext("Name the resolution, or write down the minute."), "minute")
        elif not resolution and not form.on.data:
            form.wrong(gettext("Enter the day of the meeting."), "on")
        else:
            deed = actions.record_vote(
                request.state.org,
                found,
                Vote(form.vote.data),
                form.on.data or clock.today(),
                form.minute.data or "",
                resolution,
                request.state.person,
            )
            if await done(form, deed):
                flash(request, gettext("What the meeting said is recorded."))
                return redirect(request, "savings:dividend", id=found.id)
    return await _dividend(request, form)


async def pay_dividend(request: Request) -> Response:
    """Have it posted to every account."""
    found = await _found(request)
    await actions.pay(request.state.org, found, request.state.person)
    flash(request, gettext("The dividend is being posted. You may leave this page."))
    return redirect(request, "savings:dividend", id=found.id)


async def withdraw_dividend(request: Request) -> Response:
    """The board thinks again."""
    found = await _found(request)
    await actions.withdraw(request.state.org, found, request.state.person)
    flash(request, gettext("The proposal is withdrawn."))
    return redirect(request, "savings:dividends")


def last_year(today: date, year_end: tuple[int, int]) -> tuple[date, date]:
    """The financial year that ended last: its first and last day."""
    month, day = year_end
    ends = [_end(year, month, day) for year in (today.year, today.year - 1, today.year - 2)]
    to = next(one for one in ends if one < today)
    before = _end(to.year - 1, month, day)
    return date.fromordinal(before.toordinal() + 1), to


def _end(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February
        return date(year, month, day - 1)


async def _offer(request: Request, form: VoteForm) -> None:
    """The resolutions of general meetings that are no other proposal's."""
    org = request.state.org
    gone = await actions.named(org)
    found = [one for one in await resolutions_of(org) if one.reference not in gone]
    form.offer(found, language_of(request))


async def _own_rates(request: Request, form: ProposalForm) -> dict[int, Decimal]:
    known = {one.id for one in await shares_of(request.state.org)}
    return {one: rate for one, rate in form.by_product().items() if one in known}


async def _found(request: Request) -> DividendProposal:
    return await DividendProposal.one(request.state.org, id=request.path_params["id"])


async def _dividends(request: Request, form: ProposalForm, seen: Preview | None) -> Response:
    org = request.state.org
    products = await shares_of(org)
    form.name(products, language_of(request))
    return page(
        request,
        "savings/dividends.html",
        mode=await mode_of(org),
        form=form,
        seen=seen,
        products={one.id: one for one in products},
        proposals=await DividendProposal.within(org).order_by("-id"),
        votes=VOTES,
        pounds=Money,
    )


async def _dividend(request: Request, form: VoteForm) -> Response:
    org, found = request.state.org, await _found(request)
    lines = await DividendLine.within(org).filter(proposal_id=found.id)
    return page(
        request,
        "savings/dividend.html",
        proposal=found,
        rates=await DividendRate.within(org)
        .filter(proposal_id=found.id)
        .select_related("product")
        .order_by("product__code"),
        accounts=len(lines),
        total=Money(sum(one.amount for one in lines)),
        posted=sum(1 for one in lines if one.movement_id),
        resolution=await resolution_of(org, found.resolution),
        results=RESULTS,
        ratio=percent(await capital_ratio(org, found.to)),
        votes=VOTES,
        form=form,
        carried=Vote.CARRIED,
    )

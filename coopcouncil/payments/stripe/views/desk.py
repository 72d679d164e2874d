"""The treasurer's pages: account, mandates, collections, disputes, payouts, troubled webhooks."""

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.config import current
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import address, flash, page, redirect
from coopcouncil.members.reads import current as current_entries
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.kinds import Role
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.accounts import connect, look_at_account
from coopcouncil.payments.stripe.actions.collecting import call_off
from coopcouncil.payments.stripe.actions.events import act_again
from coopcouncil.payments.stripe.kinds import STANDING, MandateState, Step
from coopcouncil.payments.stripe.labels import DISPUTES, ENDS, KINDS, PAYOUTS, STATES, STEPS
from coopcouncil.payments.stripe.models import (
    StripeDispute,
    StripeEvent,
    StripeMandate,
    StripePayment,
)
from coopcouncil.payments.stripe.reads import account_of, payouts_of, troubled_events


async def overview(request: Request) -> Response:
    """How the organisation is connected, and what there is to look at."""
    org = request.state.org
    account = await account_of(org)
    waiting = StripePayment.within(org).filter(step=Step.PLANNED, mandate_id__isnull=False)
    return page(
        request,
        "payments/stripe.html",
        account=account,
        is_set_up=provider.is_set_up(),
        keeps=Role.TREASURER in request.state.roles,
        simulated=current().stripe_is_simulated,
        mandates=await StripeMandate.within(org).filter(state__in=list(STANDING)).count(),
        planned=await waiting.count(),
        disputes=await StripeDispute.within(org).filter(closed_at=None).count(),
        troubled=len(await troubled_events(org)),
    )


async def connecting(request: Request) -> Response:
    """On to Stripe, to set the account up: a page with a link, since no form may lead elsewhere."""
    back = current().base_url + address(request, "stripe:connected")
    there = await connect(request.state.org, back, request.state.person)
    return page(
        request,
        "payments/connecting.html",
        there=there,
        simulated=current().stripe_is_simulated,
    )


async def connected(request: Request) -> Response:
    """Back from Stripe: what the account may do is asked."""
    account = await account_of(request.state.org)
    if account is None:
        raise NotHere
    try:
        account = await look_at_account(account)
    except Refused as refusal:
        flash(request, refusal.sentence(gettext))
    return redirect(request, "stripe:overview")


async def mandates(request: Request) -> Response:
    """Every standing way to pay, and those that ended lately."""
    org = request.state.org
    found = StripeMandate.within(org).exclude(
        state__in=[MandateState.BEGUN, MandateState.ABANDONED]
    )
    rows = await found.order_by("-id").limit(500)
    return page(
        request,
        "payments/mandates.html",
        rows=rows,
        names=await _names(request, [row.member_id for row in rows]),
        kinds=KINDS,
        states=STATES,
        ends=ENDS,
    )


async def collections(request: Request) -> Response:
    """What is planned, by its day, and what was collected last."""
    org = request.state.org
    rows = (
        await StripePayment.within(org)
        .filter(collect_on__isnull=False)
        .select_related("payment", "mandate")
        .order_by("-collect_on", "id")
        .limit(1000)
    )
    days = [
        (on, found, Money(sum(one.payment.amount for one in found)))
        for on, found in (
            (on, list(rows_of_day)) for on, rows_of_day in groupby(rows, lambda one: one.collect_on)
        )
    ]
    return page(
        request,
        "payments/collections.html",
        days=days,
        names=await _names(request, [row.payment.member_id for row in rows]),
        steps=STEPS,
        keeps=Role.TREASURER in request.state.roles,
    )


async def call_one_off(request: Request) -> Response:
    """Do not collect one of them after all."""
    org = request.state.org
    row = await StripePayment.one(org, id=request.path_params["id"])
    await call_off(org, row, request.state.person)
    flash(request, gettext("It is not collected. What is owed stays owed."))
    return redirect(request, "stripe:collections")


async def disputes(request: Request) -> Response:
    """Payments that banks took back."""
    org = request.state.org
    rows = await StripeDispute.within(org).select_related("payment").order_by("-id").limit(200)
    return page(
        request,
        "payments/disputes.html",
        rows=rows,
        names=await _names(request, [row.payment.member_id for row in rows]),
        words=DISPUTES,
    )


async def payouts(request: Request) -> Response:
    """What Stripe sent to the bank, and what each is made of."""
    rows = await payouts_of(request.state.org)
    return page(request, "payments/payouts.html", rows=rows, words=PAYOUTS)


async def events(request: Request) -> Response:
    """Webhooks that could not be acted on."""
    rows = await troubled_events(request.state.org)
    return page(request, "payments/events.html", rows=rows)


async def try_again(request: Request) -> Response:
    """Act on one of them again."""
    found = await StripeEvent.get_or_none(
        id=request.path_params["id"], organisation_id=request.state.org.id
    )
    if found is None:
        raise NotHere
    async with in_transaction():
        await act_again(request.state.org, found)
    flash(request, gettext("It is tried again in a moment."))
    return redirect(request, "stripe:events")


async def sweep_now(request: Request) -> Response:
    """Ask Stripe now for whatever no webhook told."""
    account = await account_of(request.state.org)
    if account is None:
        raise NotHere
    async with in_transaction():
        await jobs.enqueue("stripe-sweep", {"account": account.id}, account.organisation_id)
    flash(request, gettext("Stripe is asked for everything that is new. Look again in a moment."))
    return redirect(request, "stripe:overview")


async def home_panel(request: Request) -> Panel | None:
    """For the treasurer: what wants an eye."""
    org = request.state.org
    if Role.TREASURER not in request.state.roles or await account_of(org) is None:
        return None
    lines = []
    today = clock.today()
    waiting = StripePayment.within(org).filter(step=Step.PLANNED, collect_on__gte=today)
    count = await waiting.count()
    if count:
        text = ngettext("{n} collection is planned.", "{n} collections are planned.", count)
        lines.append(("stripe:collections", text.format(n=count)))
    open_disputes = await StripeDispute.within(org).filter(status="needs_response").count()
    if open_disputes:
        text = ngettext(
            "{n} disputed payment wants an answer at Stripe.",
            "{n} disputed payments want an answer at Stripe.",
            open_disputes,
        )
        lines.append(("stripe:disputes", text.format(n=open_disputes)))
    troubled = len(await troubled_events(org))
    if troubled:
        text = ngettext(
            "{n} message from Stripe could not be acted on.",
            "{n} messages from Stripe could not be acted on.",
            troubled,
        )
        lines.append(("stripe:events", text.format(n=troubled)))
    lines.append(("stripe:overview", gettext("Cards and Direct Debit by Stripe")))
    return Panel("payments/_stripe_panel.html", {"lines": lines}, place=34)


async def _names(request: Request, members: list[int]) -> dict[int, str]:
    found = await current_entries(request.state.org).filter(member_id__in=members)
    return {entry.member_id: entry.name for entry in found}

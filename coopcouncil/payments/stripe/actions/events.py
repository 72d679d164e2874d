"""Events are acted on by a job; and the sweep for those that never came."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.workdays import add_working_days
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.accounts import look_at_account
from coopcouncil.payments.stripe.actions.asking import collect
from coopcouncil.payments.stripe.actions.inbox import Came, keep
from coopcouncil.payments.stripe.actions.mandates import (
    look_at_mandate,
    look_at_mandate_page,
    look_at_way,
)
from coopcouncil.payments.stripe.actions.paying import look_at_page
from coopcouncil.payments.stripe.actions.payouts import look_at_payout
from coopcouncil.payments.stripe.actions.refunds import look_at_refund
from coopcouncil.payments.stripe.actions.settling import (
    look_at_dispute,
    look_at_payment,
    look_at_payments,
)
from coopcouncil.payments.stripe.kinds import MandateKind, MandateState, Step
from coopcouncil.payments.stripe.models import (
    StripeAccount,
    StripeEvent,
    StripeMandate,
    StripePayment,
    StripePayout,
)

log = logging.getLogger("coopcouncil.stripe")

EVENTS = [
    "account.updated",
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.dispute.funds_reinstated",
    "charge.dispute.funds_withdrawn",
    "checkout.session.completed",
    "checkout.session.expired",
    "mandate.updated",
    "payment_intent.canceled",
    "payment_intent.payment_failed",
    "payment_intent.succeeded",
    "payment_method.automatically_updated",
    "payout.failed",
    "payout.paid",
    "refund.created",
    "refund.failed",
    "refund.updated",
]
"""The kinds of events that are asked for, and swept for. What else comes is stored and left."""

AT_ONCE = 100
OVERLAP = timedelta(hours=26)
QUIET = timedelta(hours=20)
DEBIT_DAYS = 7
"""Working days after which news of a debit should have come: the first under a mandate takes
longest."""
BODIES_KEPT = timedelta(days=400)


@jobs.job("stripe-event")
async def act_job(payload: jobs.Payload) -> None:
    """Act on one event; once is enough, again does no harm."""
    row = await StripeEvent.get(id=payload["event"])
    if row.done_at is not None:
        return
    try:
        said = await _act(row)
    except Exception as trouble:
        text = getattr(trouble, "text", "") or type(trouble).__name__
        await StripeEvent.filter(id=row.id).update(tries=row.tries + 1, trouble=text[:200])
        raise
    await StripeEvent.filter(id=row.id).update(done_at=clock.now(), trouble=said)


@jobs.together("stripe-event", AT_ONCE)
async def act_jobs(payloads: Sequence[jobs.Payload]) -> None:
    """Act on many events: what they say of payments is asked for and told together, since a debit
    run arrives in one morning; on each other event by itself."""
    numbers = [one["event"] for one in payloads]
    rows = await StripeEvent.filter(id__in=numbers, done_at=None).order_by("id")
    alike: dict[str, list[StripeEvent]] = defaultdict(list)
    for row in rows:
        if row.kind in EVENTS and row.kind.startswith("payment_intent."):
            alike[row.account_id].append(row)
    for account_id, events in alike.items():
        account = await StripeAccount.everywhere().get_or_none(account_id=account_id)
        if account is None or len(events) == 1:
            continue
        intents = {}
        for row in events:
            event = provider.told(row.body)
            intents[event.about_id] = event.about_made
        await look_at_payments(account, intents)
        done = [row.id for row in events]
        await StripeEvent.filter(id__in=done).update(done_at=clock.now(), trouble="")
        rows = [row for row in rows if row.id not in done]
    for row in rows:
        await act_job({"event": row.id})


async def _act(row: StripeEvent) -> str:
    account = await StripeAccount.everywhere().get_or_none(account_id=row.account_id)
    if account is None:
        return "no organisation here has this account"
    if row.kind not in EVENTS:
        return "not asked for"
    event = provider.told(row.body)
    id = event.about_id
    match event.about:
        case "payment_intent":
            await look_at_payment(account, id)
        case "checkout.session":
            await look_at_page(account, id)
            await look_at_mandate_page(account, id)
        case "mandate":
            await look_at_mandate(account, id)
        case "payment_method":
            await look_at_way(account, id)
        case "dispute":
            await look_at_dispute(account, id)
        case "refund":
            await look_at_refund(account, id)
        case "payout":
            await look_at_payout(account, id)
        case "account":
            await look_at_account(account)
        case _:
            return "nothing to do"
    return ""


# What no webhook told


async def sweep_all() -> int:
    """Ask after every account once a day; how many were asked after."""
    if not provider.is_set_up():
        return 0
    since = clock.now() - QUIET
    due = StripeAccount.everywhere().filter(ended_at=None)
    asked = 0
    for account in await due:
        if account.swept_to is None or account.swept_to < since:
            await jobs.enqueue("stripe-sweep", {"account": account.id}, account.organisation_id)
            asked += 1
    return asked


@jobs.job("stripe-sweep")
async def sweep_job(payload: jobs.Payload) -> None:
    """The nightly sweep of one account."""
    account = await StripeAccount.everywhere().get(id=payload["account"])
    await sweep(account)


async def sweep(account: StripeAccount) -> int:
    """Find what no webhook told: events that never came, and whatever has stood still. How many
    events were found."""
    async with in_transaction():
        await lock("stripe-sweep", account.id)
        fresh = await StripeAccount.everywhere().get(id=account.id)
    begun = clock.now()
    since = (fresh.swept_to or fresh.opened_at) - OVERLAP
    found = 0
    events = await provider.events_since(account.account_id, since, EVENTS)
    for start in range(0, len(events), 1000):
        part = dict(events[start : start + 1000])
        there = StripeEvent.filter(event_id__in=list(part))
        known = {row.event_id for row in await there.only("id", "event_id")}
        lost = [Came(provider.told(text), text) for id, text in part.items() if id not in known]
        found += await keep(lost, "sweep")
    await look_at_what_stands_still(account, begun)
    await StripeAccount.everywhere().filter(id=account.id).update(swept_to=begun)
    await forget_bodies(begun)
    if found:
        log.warning("webhooks had not come", extra={"count": found})
    return found


async def look_at_what_stands_still(account: StripeAccount, now: datetime) -> None:
    """Ask after every payment, mandate and payout that should have moved by now."""
    old = now - timedelta(hours=2)
    rows = StripePayment.everywhere().filter(account_id=account.id)
    still = await rows.filter(step__in=[Step.ASKED, Step.SENT], asked_at__lt=old).select_related(
        "mandate"
    )
    # A debit takes its working days; before those nothing stands still.
    debits = add_working_days(now.astimezone(clock.LONDON).date(), -DEBIT_DAYS)
    intents: dict[str, int] = {}
    for row in still:
        assert row.asked_at is not None
        asked_on = row.asked_at.astimezone(clock.LONDON).date()
        is_debit = row.mandate is not None and row.mandate.kind is MandateKind.DIRECT_DEBIT
        if row.intent_id is not None:
            if not is_debit or asked_on < debits:
                intents[row.intent_id] = 0
        elif row.session_id is not None:
            await look_at_page(account, row.session_id)
        elif row.mandate_id is not None:
            await collect(row)
    await look_at_payments(account, intents)
    mandates = StripeMandate.everywhere().filter(account_id=account.id)
    for one in await mandates.filter(state=MandateState.BEGUN, begun_at__lt=old):
        if one.session_id is not None:
            await look_at_mandate_page(account, one.session_id)
    for one in await mandates.filter(state=MandateState.PENDING):
        if one.mandate_id is not None:
            await look_at_mandate(account, one.mandate_id)
    payouts = StripePayout.everywhere().filter(account_id=account.id)
    for payout in await payouts.filter(status__in=["pending", "in_transit"]):
        await look_at_payout(account, payout.payout_id)


async def forget_bodies(now: datetime) -> None:
    """A webhook's body names people; after some time only that it came is kept."""
    await connections.get("default").execute_query(
        "UPDATE stripe_event SET body = '' WHERE done_at IS NOT NULL AND body <> ''"
        " AND received_at < $1",
        [now - BODIES_KEPT],
    )


async def plan_all() -> int:
    """Have every connected organisation's collections planned."""
    if not provider.is_set_up():
        return 0
    accounts = await StripeAccount.everywhere().filter(ended_at=None, charges_enabled=True)
    for account in accounts:
        await jobs.enqueue("stripe-plan", {"org": account.organisation_id}, account.organisation_id)
    return len(accounts)


async def act_again(org: Organisation, event: StripeEvent) -> None:
    """Try once more to act on an event, by a person's wish."""
    if event.organisation_id == org.id and event.done_at is None:
        await jobs.enqueue("stripe-event", {"event": event.id}, org.id)

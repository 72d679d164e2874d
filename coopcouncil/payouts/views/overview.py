"""What is to be paid, what is with the bank, and where it is paid from."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.checks.models import Check, State
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.own import own_entries
from coopcouncil.organisations.home import Panel
from coopcouncil.payouts.access import PREPARING, prepares
from coopcouncil.payouts.actions.returning import SUBJECT, ask_return, is_to_be_agreed
from coopcouncil.payouts.forms import ReturnForm
from coopcouncil.payouts.kinds import DetailsState, ItemState
from coopcouncil.payouts.labels import EVENTS, ITEMS, KINDS, RUNS
from coopcouncil.payouts.models import Payee, PayeeDetails, PaymentRun, PayoutEvent, PayoutItem
from coopcouncil.payouts.reads import (
    awaiting_bank,
    name_of,
    owed,
    owed_in_all,
    paying_account,
    waiting_account,
)


async def overview(request: Request) -> Response:
    """Everything that has not been paid yet, and the latest runs."""
    org = request.state.org
    rows = await owed(org)
    with_bank = await awaiting_bank(org)
    return page(
        request,
        "payouts/overview.html",
        rows=rows,
        with_bank=[(item, await name_of(org, item.payee)) for item in with_bank],
        total=await owed_in_all(org),
        at_bank=Money(sum(item.amount for item in with_bank)),
        runs=await PaymentRun.within(org).order_by("-number").limit(20),
        states=RUNS,
        kinds=KINDS,
        own=await paying_account(org),
        asked_for=await waiting_account(org),
        prepares=prepares(request),
        trouble=lambda row: row.trouble.sentence(gettext) if row.trouble else "",
    )


async def item(request: Request) -> Response:
    """One payment with all that happened to it."""
    return await _item(request, ReturnForm(data={"on": clock.today()}))


async def record_return(request: Request) -> Response:
    """The bank could not pay it: it is owed as before."""
    found = await PayoutItem.one(request.state.org, id=request.path_params["id"])
    form = await form_of(request, ReturnForm)
    if not form.validate():
        return await _item(request, form)
    try:
        is_back = await ask_return(
            request.state.org, found, form.reason.data, form.on.data, request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _item(request, form, refusal.status)
    flash(
        request,
        gettext("It is to be paid again. Ask for the right bank details first.")
        if is_back
        else gettext("Somebody else must agree that it came back. Until then it counts as paid."),
    )
    return redirect(request, "payouts:item", id=found.id)


async def home_panel(request: Request) -> Panel | None:
    """For those who prepare: what waits. For a member: what is on its way."""
    person, org = request.state.person, request.state.org
    if person is None:
        return None
    facts: dict[str, object] = {"prepares": False, "mine": False}
    if PREPARING.intersection(request.state.roles):
        waiting = await PayoutItem.within(org).filter(state=ItemState.OWED).count()
        confirming = (
            await PayeeDetails.within(org)
            .filter(state=DetailsState.LIVE, is_change=True, confirmed_at=None)
            .count()
        )
        at_bank = await PayoutItem.within(org).filter(state=ItemState.SENT).count()
        facts |= {
            "prepares": bool(waiting or confirming or at_bank),
            "waiting": waiting,
            "confirming": confirming,
            "at_bank": at_bank,
        }
    own = [entry.member_id for entry in await own_entries(request)]
    if own:
        payees = Payee.within(org).filter(member_id__in=own)
        numbers = [one.id for one in await payees]
        open_ = [ItemState.OWED, ItemState.PREPARED, ItemState.SENT]
        facts["mine"] = (
            await PayoutItem.within(org).filter(payee_id__in=numbers, state__in=open_).exists()
        )
    if not (facts["prepares"] or facts["mine"]):
        return None
    return Panel("payouts/_panel.html", facts, awaits=bool(facts.get("confirming")), place=35)


async def _item(request: Request, form: ReturnForm, status: int | None = None) -> Response:
    org = request.state.org
    found = await PayoutItem.one(org, id=request.path_params["id"])
    await found.fetch_related("payee")
    events = PayoutEvent.within(org).filter(item_id=found.id).order_by("id")
    waiting = Check.within(org).filter(subject=f"{SUBJECT}:{found.id}", state=State.WAITING)
    return page(
        request,
        "payouts/item.html",
        status,
        item=found,
        payee_name=await name_of(org, found.payee),
        kind=KINDS[found.kind],
        state=ITEMS[found.state],
        events=await events.select_related("by", "run"),
        words=EVENTS,
        form=form,
        can_return=prepares(request) and found.state in (ItemState.SENT, ItemState.PAID),
        needs_two=await is_to_be_agreed(org, found),
        waiting=await waiting.filter(expires_at__gt=clock.now()).first(),
    )

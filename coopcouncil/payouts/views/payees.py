"""Who is paid, to which account; and a member's own page of it."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.members.own import is_shared, own_entries
from coopcouncil.organisations.models import rulebook_on
from coopcouncil.payouts.access import prepares
from coopcouncil.payouts.actions.payees import (
    add_payee,
    confirm,
    give_details,
    payee_of,
    record_sight,
)
from coopcouncil.payouts.forms import AccountForm, ConfirmForm, DetailsForm, PayeeForm
from coopcouncil.payouts.kinds import DetailsState
from coopcouncil.payouts.labels import CHANNELS, DETAILS, ITEMS, KINDS
from coopcouncil.payouts.models import Payee, PayeeDetails, PayoutItem
from coopcouncil.payouts.reads import live_details, name_of, waiting_details

PAGE = 100


async def payees(request: Request) -> Response:
    """Everybody who is paid, with the last figures of their accounts."""
    org = request.state.org
    found = await Payee.within(org).select_related("member").order_by("name", "id").limit(1_000)
    accounts = await PayeeDetails.within(org).filter(
        state__in=[DetailsState.LIVE, DetailsState.ASKED]
    )
    return page(
        request,
        "payouts/payees.html",
        payees=found,
        live={one.payee_id: one for one in accounts if one.state is DetailsState.LIVE},
        waiting={one.payee_id for one in accounts if one.state is DetailsState.ASKED},
        prepares=prepares(request),
    )


async def new_payee(request: Request) -> Response:
    """Somebody who is no member."""
    return page(request, "payouts/new_payee.html", form=PayeeForm())


async def record_payee(request: Request) -> Response:
    """Add them; their bank details come next."""
    form = await form_of(request, PayeeForm)
    if not form.validate():
        return page(request, "payouts/new_payee.html", form=form)
    made = await add_payee(
        request.state.org, form.name.data, form.email.data or "", request.state.person
    )
    return redirect(request, "payouts:payee", id=made.id)


async def of_member(request: Request) -> Response:
    """The member as a payee: made where there was none."""
    member = await Member.one(request.state.org, id=request.path_params["id"])
    found = await payee_of(request.state.org, member, request.state.person)
    return redirect(request, "payouts:payee", id=found.id)


async def payee(request: Request) -> Response:
    """One payee: accounts now and before, and what was paid."""
    found = await Payee.one(request.state.org, id=request.path_params["id"])
    return await _payee(request, found)


async def show_details(request: Request) -> Response:
    """The whole account number, for those who prepare; that they looked is recorded."""
    details = await _details(request)
    await record_sight(request.state.org, details, request.state.person)
    payee = await Payee.one(request.state.org, id=details.payee_id)
    response = await _payee(request, payee, shown=details)
    response.headers["cache-control"] = "no-store"
    return response


async def new_details(request: Request) -> Response:
    """The form of an account that the payee named."""
    found = await Payee.one(request.state.org, id=request.path_params["id"])
    return await _details_page(request, found, DetailsForm(data={"account_name": found.name}))


async def record_details(request: Request) -> Response:
    """Record it; a second person checks it."""
    found = await Payee.one(request.state.org, id=request.path_params["id"])
    form = await form_of(request, DetailsForm)
    if form.validate():
        try:
            made = await give_details(
                request.state.org, found, form.bank(), form.told_by.data, request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, _what_follows(made))
            return redirect(request, "payouts:payee", id=found.id)
    return await _details_page(request, found, form)


async def details(request: Request) -> Response:
    """One account: what a second person looks at, and whoever asks the payee."""
    return await _one_account(request, ConfirmForm())


async def record_confirmation(request: Request) -> Response:
    """The payee was asked by another way, and says the same."""
    found = await _details(request)
    form = await form_of(request, ConfirmForm)
    if not form.validate():
        return await _one_account(request, form)
    await confirm(request.state.org, found, form.chosen, form.note.data, request.state.person)
    flash(request, gettext("The bank details are confirmed."))
    return redirect(request, "payouts:details", id=found.id)


async def mine(request: Request) -> Response:
    """A member's own: where money is paid to, and what is on its way."""
    return await _mine(request, await _own(request), AccountForm())


async def record_mine(request: Request) -> Response:
    """A member names an account; somebody checks it, and a change waits."""
    org, person = request.state.org, request.state.person
    member = await _own(request)
    if member is None:
        raise NotHere
    form = await form_of(request, AccountForm)
    if form.validate():
        try:
            payee = await payee_of(org, member, person)
            made = await give_details(org, payee, form.bank(), "", person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, _what_follows(made))
            return redirect(request, "payouts:mine")
    return await _mine(request, member, form)


def _what_follows(made: PayeeDetails) -> str:
    if made.is_change:
        return gettext(
            "The change is recorded. It waits for 48 hours, for a second person, and until "
            "somebody has asked by telephone or letter."
        )
    if made.state is DetailsState.ASKED:
        return gettext("The bank details are recorded. A second person checks them.")
    return gettext("The bank details are recorded.")


async def _own(request: Request) -> Member | None:
    """The member that the reader is; None while it is not known which, of those at one address."""
    entries = await own_entries(request)
    if not entries:
        if await is_shared(request):
            return None
        raise NotHere
    asked = request.query_params.get("member", "")
    chosen = next((e for e in entries if e.member_number == asked), entries[0])
    return await Member.one(request.state.org, id=chosen.member_id)


async def _mine(request: Request, member: Member | None, form: AccountForm) -> Response:
    org = request.state.org
    payee = await Payee.within(org).get_or_none(member_id=member.id) if member else None
    items = PayoutItem.within(org).filter(payee_id=payee.id if payee else 0).order_by("-id")
    return page(
        request,
        "payouts/mine.html",
        member=member,
        shared=await is_shared(request),
        live=await live_details(org, payee) if payee else None,
        waiting=await waiting_details(org, payee) if payee else None,
        items=await items.limit(50),
        states=ITEMS,
        form=form,
    )


async def _details(request: Request) -> PayeeDetails:
    found = await PayeeDetails.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("payee", "recorded_by", "confirmed_by")
    return found


async def _one_account(request: Request, form: ConfirmForm) -> Response:
    found = await _details(request)
    org = request.state.org
    others = (
        PayeeDetails.within(org)
        .filter(fingerprint=found.fingerprint)
        .exclude(payee_id=found.payee_id)
        .exclude(state=DetailsState.REFUSED)
    )
    before = await live_details(org, found.payee)
    rules = (await rulebook_on(org, clock.today())).rules
    return page(
        request,
        "payouts/details.html",
        details=found,
        payee_name=await name_of(org, found.payee),
        state=DETAILS[found.state],
        channel=CHANNELS[found.channel] if found.channel else "",
        before=before if before and before.id != found.id else None,
        others=sorted({one.payee.name for one in await others.select_related("payee")}),
        form=form,
        can_confirm=found.is_change
        and found.confirmed_at is None
        and found.state in (DetailsState.ASKED, DetailsState.LIVE),
        by_another=rules.check_payee_change and found.recorded_by_id == request.state.person.id,
    )


async def _payee(request: Request, found: Payee, shown: PayeeDetails | None = None) -> Response:
    org = request.state.org
    await found.fetch_related("member")
    accounts = PayeeDetails.within(org).filter(payee_id=found.id).order_by("-id")
    items = PayoutItem.within(org).filter(payee_id=found.id).order_by("-id")
    return page(
        request,
        "payouts/payee.html",
        payee=found,
        payee_name=await name_of(org, found),
        accounts=await accounts.limit(20),
        items=await items.limit(50),
        states=DETAILS,
        item_states=ITEMS,
        kinds=KINDS,
        shown=shown,
        bank=shown.bank if shown else None,
        prepares=prepares(request),
    )


async def _details_page(request: Request, found: Payee, form: DetailsForm) -> Response:
    org = request.state.org
    return page(
        request,
        "payouts/new_details.html",
        form=form,
        payee=found,
        payee_name=await name_of(org, found),
        live=await live_details(org, found),
    )

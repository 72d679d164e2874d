"""Who is admitted pays what joining costs, before they are a member: by card, or by Direct Debit.

By the same way as members: meant first, asked once. The page that one comes back to proves nothing.
"""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.joining.actions.money import ToPay, to_pay
from coopcouncil.joining.kinds import State
from coopcouncil.joining.models import Application
from coopcouncil.joining.views.public import HOUR, application_page, own_application
from coopcouncil.kernel import config, limits
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import language
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import address, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.payments.stripe.actions.mandates import begin_mandate, open_mandate_page
from coopcouncil.payments.stripe.actions.paying import begin_page, open_page
from coopcouncil.payments.stripe.kinds import MandateKind
from coopcouncil.payments.stripe.models import StripeMandate, StripePayment


async def by_card(request: Request) -> Response:
    """Begin to pay all that is due; then on to Stripe's page."""
    org, person = request.state.org, request.state.person
    found, due = await _asked(request)
    if due is None or not due.now:
        # Paid meanwhile, or on its way: the page says which.
        return _home(request)
    form = await form_of(request, Form)
    text = ", ".join(one.called(language.get()) for one in due.now)[:200]
    member = await Member.one(org, id=found.member_id)
    try:
        row = await begin_page(org, member, due.now, saves_card=False, by=person)
        await open_page(org, row, text, _back(request), language.get())
    except Refused as refusal:
        after = await to_pay(org, member.id)
        if after is None or not after.now:
            # What another tab began was paid after all.
            return _home(request)
        form.refuse(refusal)
        return await application_page(request, found, refused=form)
    return redirect(request, "joining:going", code=request.path_params["code"], id=row.id)


async def by_debit(request: Request) -> Response:
    """Begin a Direct Debit mandate, which collects what is due; then on to Stripe's page."""
    org, person = request.state.org, request.state.person
    found, due = await _asked(request)
    if due is None or due.is_collected:
        return _home(request)
    form = await form_of(request, Form)
    member = await Member.one(org, id=found.member_id)
    try:
        row = await begin_mandate(org, member, MandateKind.DIRECT_DEBIT, person)
        await open_mandate_page(org, row, _back(request), language.get())
    except Refused as refusal:
        form.refuse(refusal)
        return await application_page(request, found, refused=form)
    code = request.path_params["code"]
    return redirect(request, "joining:going_to_set_up", code=code, id=row.id)


async def going(request: Request) -> Response:
    """Before one leaves to pay."""
    found = await own_application(request)
    row = await StripePayment.one(request.state.org, id=request.path_params["id"])
    await row.fetch_related("payment")
    if row.payment.member_id != found.member_id:
        raise NotHere
    return _going(request, row.session_url, row.payment.sum)


async def going_to_set_up(request: Request) -> Response:
    """Before one leaves to give a mandate."""
    found = await own_application(request)
    row = await StripeMandate.one(request.state.org, id=request.path_params["id"])
    if row.member_id != found.member_id:
        raise NotHere
    return _going(request, row.session_url, None)


async def _asked(request: Request) -> tuple[Application, ToPay | None]:
    await limits.hit("join-pay", limits.caller(request), 60, HOUR)
    found = await own_application(request)
    if found.state is not State.ADMITTED or found.member_id is None:
        return found, None
    return found, await to_pay(request.state.org, found.member_id)


def _going(request: Request, there: str | None, sum: Money | None) -> Response:
    return page(
        request,
        "joining/going.html",
        there=there,
        sum=sum,
        is_debit=sum is None,
        code=request.path_params["code"],
        simulated=config.current().stripe_is_simulated,
    )


def _home(request: Request) -> Response:
    return redirect(request, "joining:application", code=request.path_params["code"])


def _back(request: Request) -> str:
    path = address(request, "joining:application", code=request.path_params["code"])
    return config.current().base_url + path

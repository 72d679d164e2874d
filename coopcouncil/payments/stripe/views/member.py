"""A member pays: now by card, or by Direct Debit from now on. A page that one comes back to proves
nothing: it shows what is known."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.config import current
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import address, flash, page, redirect
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.own import own_entries, own_entry
from coopcouncil.payments.kinds import UNDER_WAY
from coopcouncil.payments.models import Charge, Payment
from coopcouncil.payments.stripe.actions.mandates import (
    begin_mandate,
    end_mandate,
    open_mandate_page,
)
from coopcouncil.payments.stripe.actions.paying import begin_page, open_page, payable, unfinished
from coopcouncil.payments.stripe.forms import PayForm
from coopcouncil.payments.stripe.kinds import STANDING, MandateEnd, MandateKind
from coopcouncil.payments.stripe.labels import ENDS, KINDS, STATES
from coopcouncil.payments.stripe.models import StripeMandate, StripePayment
from coopcouncil.payments.stripe.reads import mandates_of, takes_cards


@dataclass(frozen=True)
class Mine:
    """One of the reader's memberships, with what it owes and how it pays."""

    entry: RegisterEntry
    charges: list[Charge]
    away: list[Payment]
    ways: list[StripeMandate]
    form: PayForm

    @property
    def owed(self) -> Money:
        return Money(sum(one.owed.pence for one in self.charges))


async def pay(request: Request) -> Response:
    """What I owe, what is on its way, and the ways to pay."""
    return await _pay_page(request)


async def pay_by_card(request: Request) -> Response:
    """Begin a payment by card; then on to Stripe's page."""
    org = request.state.org
    entry = await _own(request)
    charges = await payable(org, entry.member_id)
    form = await form_of(request, PayForm)
    form.offer(charges, language.get())
    if not form.validate():
        return await _pay_page(request, form, entry.member_id)
    chosen = [one for one in charges if one.id in form.charges.data]
    member = await Member.one(org, id=entry.member_id)
    text = ", ".join(one.called(language.get()) for one in chosen)[:200]
    try:
        row = await begin_page(
            org, member, chosen, saves_card=form.saves_card.data, by=request.state.person
        )
        await open_page(org, row, text, _back(request, "stripe:paid", row.id), language.get())
    except Refused as refusal:
        form.refuse(refusal)
        return await _pay_page(request, form, entry.member_id)
    return redirect(request, "stripe:going", id=row.id)


async def going(request: Request) -> Response:
    """Before one leaves: where to, and what for. A link, since no form may lead elsewhere."""
    row = await _own_payment(request)
    return page(
        request,
        "payments/going.html",
        there=row.session_url,
        sum=row.payment.sum,
        is_debit=False,
        simulated=current().stripe_is_simulated,
    )


async def paid(request: Request) -> Response:
    """Back from Stripe's page: what is known, which may be nothing yet."""
    row = await _own_payment(request)
    return page(
        request,
        "payments/back.html",
        payment=row.payment,
        there=row.session_url,
        simulated=current().stripe_is_simulated,
    )


async def set_up(request: Request) -> Response:
    """Begin a Direct Debit mandate, or save a card; then on to Stripe's page."""
    org = request.state.org
    entry = await _own(request)
    try:
        kind = MandateKind(request.path_params["kind"])
    except ValueError as unknown:
        raise NotHere from unknown
    member = await Member.one(org, id=entry.member_id)
    row = await begin_mandate(org, member, kind, request.state.person)
    back = _back(request, "stripe:mandate", row.id)
    await open_mandate_page(org, row, back, language.get())
    return redirect(request, "stripe:going_to_set_up", id=row.id)


async def going_to_set_up(request: Request) -> Response:
    """Before one leaves to give a mandate or a card."""
    row = await _own_mandate(request)
    return page(
        request,
        "payments/going.html",
        there=row.session_url,
        sum=None,
        is_debit=row.kind is MandateKind.DIRECT_DEBIT,
        simulated=current().stripe_is_simulated,
    )


async def mandate(request: Request) -> Response:
    """One way to pay: how it stands."""
    row = await _own_mandate(request)
    return page(
        request,
        "payments/mandate.html",
        row=row,
        kinds=KINDS,
        states=STATES,
        ends=ENDS,
        stands=row.state in STANDING,
        takes=await takes_cards(request.state.org) is not None,
        simulated=current().stripe_is_simulated,
    )


async def end_way(request: Request) -> Response:
    """End it: nothing more is taken by it."""
    row = await _own_mandate(request)
    await end_mandate(row, MandateEnd.BY_MEMBER, request.state.person)
    flash(request, gettext("It has ended. Nothing more is taken by it."))
    return redirect(request, "stripe:pay")


async def _pay_page(
    request: Request, wrong: PayForm | None = None, member_id: int | None = None
) -> Response:
    org = request.state.org
    account = await takes_cards(org)
    mine = []
    for entry in await own_entries(request):
        charges = await payable(org, entry.member_id)
        form = wrong if wrong is not None and entry.member_id == member_id else PayForm()
        form.offer(charges, language.get())
        if form is not wrong:
            form.charges.data = [one.id for one in charges]
        under_way = Payment.within(org).filter(member_id=entry.member_id, state__in=list(UNDER_WAY))
        away = await under_way.order_by("id")
        left = {one.payment_id for one in await unfinished(org, entry.member_id)}
        mine.append(
            Mine(
                entry,
                charges,
                [one for one in away if one.id not in left],
                await mandates_of(org, entry.member_id),
                form,
            )
        )
    return page(
        request,
        "payments/pay.html",
        status=422 if wrong else None,
        mine=mine,
        takes=account is not None,
        kinds=KINDS,
        states=STATES,
        ends=ENDS,
        standing=STANDING,
        wrong=wrong,
        simulated=current().stripe_is_simulated,
    )


async def _own(request: Request) -> RegisterEntry:
    return await own_entry(request, request.path_params["member"])


async def _own_payment(request: Request) -> StripePayment:
    found = await StripePayment.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("payment")
    await _must_be_own(request, found.payment.member_id)
    return found


async def _own_mandate(request: Request) -> StripeMandate:
    found = await StripeMandate.one(request.state.org, id=request.path_params["id"])
    await _must_be_own(request, found.member_id)
    return found


async def _must_be_own(request: Request, member_id: int) -> None:
    await own_entry(request, member_id)


def _back(request: Request, name: str, id: int) -> str:
    return current().base_url + address(request, name, id=id)

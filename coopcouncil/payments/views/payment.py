"""One payment: its receipt, going back, being refunded."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock, pdf
from coopcouncil.kernel.downloads import pdf_file
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.ledger.models import Posting
from coopcouncil.members.own import own_entries
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.kinds import Role
from coopcouncil.payments.access import KEEPING
from coopcouncil.payments.actions import send_otherwise, take_back
from coopcouncil.payments.actions.deciding import request_refund
from coopcouncil.payments.actions.refunding import usual_way
from coopcouncil.payments.forms import RefundForm, ReturnedForm
from coopcouncil.payments.kinds import (
    AT_THE_DESK,
    PaymentState,
    RefundState,
    RefundWay,
    TakenBack,
)
from coopcouncil.payments.labels import FAILURES, METHODS, REFUNDS, STATES, TAKEN, WAYS
from coopcouncil.payments.models import Payment, PaymentTakenBack, Refund
from coopcouncil.payments.reads import paid_by


async def payment(request: Request) -> Response:
    """What came, what it paid, what went again."""
    found = await _found(request)
    org = request.state.org
    return page(
        request,
        "payments/payment.html",
        payment=found,
        entry=await entry_of(org, found.member_id),
        paid=await paid_by(org, found),
        takings=await PaymentTakenBack.within(org).filter(payment_id=found.id).order_by("id"),
        refunds=await Refund.within(org).filter(payment_id=found.id).order_by("ordinal"),
        methods=METHODS,
        states=STATES,
        failures=FAILURES,
        taken=TAKEN,
        refund_states=REFUNDS,
        ways=WAYS,
        keeps=bool(request.state.roles & KEEPING),
        may_return=found.method in AT_THE_DESK and bool(found.left),
    )


async def refund(request: Request) -> Response:
    """Where a refund is seen: with its payment."""
    found = await Refund.one(request.state.org, id=request.path_params["id"])
    return redirect(request, "payments:payment", id=found.payment_id)


async def returning(request: Request) -> Response:
    """The form for a cheque that came back."""
    data = {"on": clock.today(), "why": TakenBack.CHEQUE_RETURNED.value}
    return await _on_payment(request, "payments/returned.html", ReturnedForm(data=data))


async def returned(request: Request) -> Response:
    """The money went again: what it paid is owed again."""
    found = await _found(request)
    form = await form_of(request, ReturnedForm)
    if not form.validate():
        return await _on_payment(request, "payments/returned.html", form)
    reference = f"desk-back:{found.id}"
    try:
        before = PaymentTakenBack.within(request.state.org).filter(reference=reference)
        if not await before.exists():
            await take_back(
                found,
                TakenBack(form.why.data),
                found.left,
                form.on.data,
                reference,
                by=request.state.person,
                note=form.note.data or "",
            )
    except Refused as refusal:
        form.refuse(refusal)
        return await _on_payment(request, "payments/returned.html", form, refusal.status)
    flash(request, gettext("It is recorded. What the payment had paid is owed again."))
    return redirect(request, "payments:payment", id=found.id)


async def refunding(request: Request) -> Response:
    """The form of a refund."""
    found = await _found(request)
    seen = await Refund.within(request.state.org).filter(payment_id=found.id).count()
    form = RefundForm(
        data={
            "amount": found.credit or found.left,
            "way": usual_way(found).value,
            "after": str(seen),
        }
    )
    return await _on_payment(request, "payments/refund.html", form)


async def record_refund(request: Request) -> Response:
    """Give it back, alone or with a second person."""
    found = await _found(request)
    form = await form_of(request, RefundForm)
    form.offer(_ways(found))
    if not form.validate() or form.amount.data is None:
        return await _on_payment(request, "payments/refund.html", form)
    try:
        made = await request_refund(
            request.state.org,
            found,
            form.amount.data,
            form.reason.data,
            after=form.seen,
            way=RefundWay(form.way.data),
            by=request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal, "amount" if refusal.status == 422 else None)
        return await _on_payment(request, "payments/refund.html", form, refusal.status)
    if made.state is RefundState.ASKED:
        sentence = gettext("A second person must agree. The refund goes once they do.")
    elif made.state is RefundState.PAID:
        sentence = gettext("The refund is paid.")
    else:
        sentence = gettext("The refund is on its way.")
    flash(request, sentence)
    return redirect(request, "payments:payment", id=found.id)


async def other_way(request: Request) -> Response:
    """After a refund came back: with a payment run."""
    org = request.state.org
    found = await Refund.one(org, id=request.path_params["id"])
    await send_otherwise(org, found, RefundWay.PAYOUT, by=request.state.person)
    flash(request, gettext("The refund goes with the next payment run."))
    return redirect(request, "payments:payment", id=found.payment_id)


async def receipt(request: Request) -> Response:
    """A receipt, for the treasurer and for the member whose payment it is."""
    return page(request, "payments/receipt.html", **await _receipt(request))


async def receipt_pdf(request: Request) -> Response:
    """The same on paper, in the reader's language."""
    about = await _receipt(request)
    data = await pdf.render(
        "print/payments/receipt.html", request.state.language, org=request.state.org, **about
    )
    name = f"receipt-{about['number']}.pdf"
    return pdf_file(name, data)


async def _receipt(request: Request) -> dict[str, Any]:
    org = request.state.org
    found = await _found(request)
    reads = request.state.roles & (KEEPING | {Role.AUDITOR})
    own = {entry.member_id for entry in await own_entries(request)}
    if not reads and found.member_id not in own:
        raise NotHere
    if found.state is not PaymentState.SETTLED or found.posting_id is None:
        raise NotHere
    posting = await Posting.one(org, id=found.posting_id)
    return {
        "payment": found,
        # The number of its posting: the books number without a gap.
        "number": posting.number,
        "entry": await entry_of(org, found.member_id),
        "paid": await paid_by(org, found),
        "methods": METHODS,
        "on_paper": request.url.path.endswith(".pdf"),
        "keeps": bool(request.state.roles & KEEPING),
    }


async def _found(request: Request) -> Payment:
    return await Payment.one(request.state.org, id=request.path_params["id"])


def _ways(payment: Payment) -> list[RefundWay]:
    ways = [RefundWay.PAYOUT, RefundWay.CASH]
    return list(dict.fromkeys([usual_way(payment), *ways]))


async def _on_payment(
    request: Request, template: str, form: ReturnedForm | RefundForm, status: int | None = None
) -> Response:
    found = await _found(request)
    if isinstance(form, RefundForm):
        form.offer(_ways(found))
    return page(
        request,
        template,
        status,
        form=form,
        payment=found,
        entry=await entry_of(request.state.org, found.member_id),
        methods=METHODS,
    )

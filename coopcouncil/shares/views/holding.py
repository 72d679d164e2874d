"""One holding: what it is, its story, and what may be done with it."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock, pdf
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.members.own import own_entries
from coopcouncil.members.reads import entry_of
from coopcouncil.members.two_times import two_times
from coopcouncil.shares.access import KEEPING
from coopcouncil.shares.actions import holding as acts
from coopcouncil.shares.actions.nominating import issue_certificate
from coopcouncil.shares.forms import CancellationForm, PaymentForm, ReversalForm, TransferForm
from coopcouncil.shares.labels import EVENTS, KINDS
from coopcouncil.shares.models import EventKind, ShareCertificate, ShareEvent, ShareHolding
from coopcouncil.shares.reads import holders_named, notices, rules_and_classes, state_of
from coopcouncil.shares.rules.classes import has_certificates
from coopcouncil.shares.views.found import holding_of, nothing_held, story_of


async def holding(request: Request) -> Response:
    """What a holding is on a day, and everything that happened to it, as known then or now."""
    org = request.state.org
    found, state = await holding_of(request)
    times = await two_times(request)
    if times.is_past:
        state = await state_of(found, times.on, times.known_at) or nothing_held(found, times.on)
    events = [each for each in await story_of(request, found) if times.knew(each.recorded_at)]
    people = {event.holder_id for event in events if event.holder_id}
    rules, _classes = await rules_and_classes(org, times.on, times.known_at)
    given = await notices(org, holding_id=found.id, on=times.past_day, known_at=times.known_at)
    own = [notice for _row, notice in given if notice.is_open]
    parent = None
    if found.split_from_id is not None:
        parent = await ShareHolding.one(org, id=found.split_from_id)
    return page(
        request,
        "shares/holding.html",
        times=times,
        holding=found,
        state=state,
        events=events,
        reversed={event.reverses_id for event in events if event.reverses_id},
        names=await holders_named(org, people, times.on, times.known_at),
        kinds=KINDS,
        happened=EVENTS,
        parent=parent,
        parts=await ShareHolding.within(org).filter(split_from_id=found.id).order_by("number"),
        notices=own,
        certificates=await ShareCertificate.within(org)
        .filter(holding_id=found.id)
        .order_by("-number"),
        has_certificates=rules is not None and has_certificates(rules, org.legal_form),
    )


async def payment(request: Request) -> Response:
    """The form of a payment: what is due stands there."""
    _found, state = await holding_of(request)
    data = {"amount": state.due, "paid_on": clock.today()}
    return await _page(request, "shares/payment.html", PaymentForm(data=data))


async def record_payment(request: Request) -> Response:
    """A payment came in."""
    found, _state = await holding_of(request)
    form = await form_of(request, PaymentForm)
    if form.validate() and form.amount.data is not None:
        try:
            await acts.pay(
                request.state.org,
                found,
                form.amount.data,
                form.paid_on.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, found, gettext("The payment is recorded."))
    return await _page(request, "shares/payment.html", form)


async def transfer(request: Request) -> Response:
    """The form of a transfer."""
    _found, state = await holding_of(request)
    data = {"shares": state.shares, "on": clock.today()}
    return await _page(request, "shares/transfer.html", TransferForm(data=data))


async def record_transfer(request: Request) -> Response:
    """Shares pass to another member."""
    org = request.state.org
    found, _state = await holding_of(request)
    form = await form_of(request, TransferForm)
    if form.validate():
        to = await Member.within(org).get_or_none(number=form.to.data.strip())
        if to is None:
            form.wrong(gettext("The register has no member with this number."), "to")
        else:
            try:
                event = await acts.transfer(
                    org,
                    found,
                    to,
                    form.shares.data,
                    form.on.data,
                    minute=form.minute.data or "",
                    reason=form.reason.data or "",
                    by=request.state.person,
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                flash(request, gettext("The transfer is recorded, and the register says so."))
                return redirect(request, "shares:holding", id=event.holding_id)
    return await _page(request, "shares/transfer.html", form)


async def cancellation(request: Request) -> Response:
    """The form of a forfeiture."""
    form = CancellationForm(data={"on": clock.today()})
    return await _page(request, "shares/cancellation.html", form)


async def record_cancellation(request: Request) -> Response:
    """The shares are forfeited and cancelled."""
    found, _state = await holding_of(request)
    form = await form_of(request, CancellationForm)
    if form.validate():
        try:
            await acts.cancel(
                request.state.org,
                found,
                form.on.data,
                minute=form.minute.data or "",
                reason=form.reason.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, found, gettext("The shares are cancelled."))
    return await _page(request, "shares/cancellation.html", form)


async def reversal(request: Request) -> Response:
    """The form that takes something out again."""
    return await _page(request, "shares/reversal.html", ReversalForm())


async def record_reversal(request: Request) -> Response:
    """What was recorded in error no longer counts, and can still be seen."""
    found, _state = await holding_of(request)
    event = await _event(request, found)
    form = await form_of(request, ReversalForm)
    if form.validate():
        try:
            await acts.reverse(
                request.state.org, event, reason=form.reason.data, by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, found, gettext("It is reversed. It can still be seen."))
    return await _page(request, "shares/reversal.html", form)


async def issue(request: Request) -> Response:
    """Issue a certificate of what the holding is today."""
    found, _state = await holding_of(request)
    made = await issue_certificate(request.state.org, found, by=request.state.person)
    sentence = gettext("Certificate {number} is issued.").format(number=made.number)
    return _done(request, found, sentence)


async def certificate(request: Request) -> Response:
    """A certificate as a PDF: for who keeps shares, and for the member whose it is."""
    org = request.state.org
    found = await ShareCertificate.one(org, id=request.path_params["id"])
    own = {entry.member_id for entry in await own_entries(request)}
    if not request.state.roles & KEEPING and found.member_id not in own:
        raise NotHere
    entry = await entry_of(org, found.member_id)
    lang = "cy" if entry is not None and entry.language == "cy" else "en"
    data = await pdf.render(
        "print/shares/certificate.html",
        lang,
        org=org,
        certificate=found,
        holding=await ShareHolding.one(org, id=found.holding_id),
        kinds=KINDS,
        paid=f"£{found.paid // 100:,}.{found.paid % 100:02}",
        member_number=entry.member_number if entry else "",
    )
    return Response(
        data,
        media_type="application/pdf",
        headers={
            "content-disposition": f'inline; filename="certificate-{found.number}.pdf"',
            "cache-control": "no-store",
        },
    )


async def _event(request: Request, found: ShareHolding) -> ShareEvent:
    event = await ShareEvent.one(
        request.state.org, id=request.path_params["event"], holding_id=found.id
    )
    if event.kind is EventKind.REVERSED:
        raise NotHere
    return event


async def _page(request: Request, template: str, form: object) -> Response:
    found, state = await holding_of(request)
    event = await _event(request, found) if "event" in request.path_params else None
    names = await holders_named(request.state.org, [state.holder_id] if state.holder_id else [])
    return page(
        request,
        template,
        form=form,
        holding=found,
        state=state,
        holder=names.get(state.holder_id or 0),
        kinds=KINDS,
        happened=EVENTS,
        event=event,
    )


def _done(request: Request, found: ShareHolding, sentence: str) -> Response:
    flash(request, sentence)
    return redirect(request, "shares:holding", id=found.id)

"""Assessment summaries: as they would be sent, their words, and sending them."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.downloads import pdf_file
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.pdf import render
from coopcouncil.procurement.access import leads
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.kinds import CriterionKind, Stage
from coopcouncil.procurement.outcome.actions.again import call_back
from coopcouncil.procurement.outcome.actions.summarising import (
    Drafted,
    drafts,
    send_summaries,
    write_words,
)
from coopcouncil.procurement.outcome.forms import BecauseForm, SendForm, WordsForm
from coopcouncil.procurement.outcome.models import Summary, SummaryWords
from coopcouncil.procurement.outcome.reads import every_summary, summaries_of
from coopcouncil.procurement.outcome.rules.order import NotDecided
from coopcouncil.procurement.outcome.views.shared import agreed_tender, beside_summary, form_page
from coopcouncil.procurement.tenders.models import Criterion


async def summaries(request: Request) -> Response:
    """Before: each as it would be sent. Afterwards: each as it was, and whether it was read."""
    tender = await agreed_tender(request)
    every = await every_summary(request.state.org, tender)
    sent = [one for one in every if one.decision.withdrawn_at is None]
    waiting: list[Drafted] = []
    refusal = ""
    if not sent:
        try:
            waiting = await drafts(request.state.org, tender)
        except NotDecided as trouble:
            refusal = trouble.sentence(gettext)
    return page(
        request,
        "procurement/outcome/summaries.html",
        tender=tender,
        sent=sent,
        called_back=[one for one in every if one.decision.withdrawn_at is not None],
        waiting=waiting,
        refusal=refusal,
        leads=leads(request),
        can_call_back=tender.stage is Stage.SUMMARISED and leads(request),
        can_send=bool(waiting) and tender.stage is Stage.AGREED and leads(request),
    )


async def summary_draft(request: Request) -> Response:
    """One summary as it would be sent, each criterion's words to be changed."""
    tender = await agreed_tender(request)
    if await summaries_of(request.state.org, tender):
        raise NotHere
    found = [
        one
        for one in await drafts(request.state.org, tender)
        if one.opened.offer.id == request.path_params["offer"]
    ]
    if not found:
        raise NotHere
    criteria = await Criterion.within(request.state.org).filter(tender_id=tender.id)
    return page(
        request,
        "procurement/outcome/draft.html",
        tender=tender,
        drafted=found[0],
        body=found[0].body,
        **await beside_summary(request, tender, found[0].opened.supplier.id),
        numbers={one.code: one.id for one in criteria if one.kind is CriterionKind.SCALE},
        can_write=tender.stage is Stage.AGREED and leads(request),
    )


async def summary_words(request: Request) -> Response:
    """The words of one criterion in one bidder's summary, and in the others'."""
    tender = await agreed_tender(request)
    org = request.state.org
    offer = await Offer.one(org, id=request.path_params["offer"], lot__tender_id=tender.id)
    criterion = await Criterion.one(
        org, id=request.path_params["criterion"], tender_id=tender.id, kind=CriterionKind.SCALE
    )
    form = await form_of(request, WordsForm)
    if request.method == "POST" and form.validate():
        try:
            for for_others, field in ((False, form.own), (True, form.for_others)):
                await write_words(
                    org, offer, criterion, for_others, field.data or "", request.state.person
                )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The words are kept."))
            return redirect(request, "procurement:summary_draft", id=tender.id, offer=offer.id)
    if request.method == "GET":
        rows = SummaryWords.within(org).filter(offer_id=offer.id, criterion_id=criterion.id)
        for row in await rows:
            (form.for_others if row.for_others else form.own).data = row.words
    return form_page(
        request,
        form,
        f"{criterion.code} {criterion.titled(language_of(request))}",
        gettext("Keep these words"),
        ("procurement:summary_draft", {"id": tender.id, "offer": offer.id}),
    )


async def send(request: Request) -> Response:
    """To every bidder at once, after a last look."""
    tender = await agreed_tender(request)
    form = await form_of(request, SendForm)
    if request.method == "POST" and form.validate():
        try:
            sent = await send_summaries(request.state.org, tender, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            text = gettext("{count} summaries are sent. Publish the award notice next.")
            flash(request, text.format(count=len(sent)))
            return redirect(request, "procurement:summaries", id=tender.id)
    return form_page(
        request,
        form,
        gettext("Send the assessment summaries"),
        gettext("Send them all now"),
        ("procurement:summaries", {"id": tender.id}),
        [
            gettext("Every bidder that was assessed receives its own at the same time."),
            gettext("They cannot be changed or called back afterwards."),
        ],
    )


async def call_summaries_back(request: Request) -> Response:
    """After the bidders were told: what was decided stands no more."""
    tender = await agreed_tender(request)
    form = await form_of(request, BecauseForm)
    if request.method == "POST" and form.validate():
        try:
            await call_back(request.state.org, tender, form.because.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The summaries are called back, and every bidder is told why."))
            return redirect(request, "procurement:result", id=tender.id)
    return form_page(
        request,
        form,
        gettext("Call the assessment summaries back"),
        gettext("Call them back"),
        ("procurement:summaries", {"id": tender.id}),
        [
            gettext(
                "For when a bidder was right, or the first bid falls away: every decision is taken "
                "back, and every bidder reads your reason. Take advice first."
            ),
            gettext(
                "The summaries stay as they were sent. You can open scores again, exclude a bid, "
                "make the sum and decide anew; new summaries and a new award notice follow, and "
                "the standstill begins again."
            ),
        ],
    )


async def sent_letter(request: Request) -> Response:
    """A summary that was sent, on paper: for a bidder without a computer, or for the file."""
    tender = await agreed_tender(request)
    row = await Summary.one(
        request.state.org, id=request.path_params["summary"], offer__lot__tender_id=tender.id
    )
    await row.fetch_related("offer__bid", "decision")
    data = await render(
        "print/procurement/summary.html",
        language_of(request),
        org=request.state.org,
        tender=tender,
        summaries_sent=[row],
        **await beside_summary(request, tender, row.offer.bid.supplier_id),
    )
    return pdf_file(f"{tender.reference}-{row.id}.pdf", data)

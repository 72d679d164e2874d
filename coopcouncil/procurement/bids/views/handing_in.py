"""Check your answers, hand in, the receipt, withdraw."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock, pdf
from coopcouncil.kernel.downloads import pdf_file
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.bids.actions import hand_in, paper_of, withdraw
from coopcouncil.procurement.bids.forms import HandInForm
from coopcouncil.procurement.bids.labels import WAYS
from coopcouncil.procurement.bids.models import Bid, Submission
from coopcouncil.procurement.bids.needs import needs_for, needs_said
from coopcouncil.procurement.bids.reads import submissions_of
from coopcouncil.procurement.bids.reserved import (
    kept_of,
    reserved_lots,
    reserved_statements,
)
from coopcouncil.procurement.bids.rules.answers import Asked, obstacles, unanswered
from coopcouncil.procurement.bids.rules.deadline import is_late
from coopcouncil.procurement.bids.rules.draft import Draft
from coopcouncil.procurement.bids.rules.needs import NeedShown, wrong_needs
from coopcouncil.procurement.bids.rules.paper import Answered, NeedPromised, read
from coopcouncil.procurement.bids.rules.refusals import TenderChanged
from coopcouncil.procurement.bids.rules.reserved import unstated
from coopcouncil.procurement.bids.sealed import draft_of, paper_text
from coopcouncil.procurement.bids.views.shared import own_bid, questions, seconds, time_left
from coopcouncil.procurement.kinds import Way
from coopcouncil.procurement.labels import RESERVATIONS
from coopcouncil.procurement.tenders.reads import edition_in_force, lots_of


async def check(request: Request) -> Response:
    """Everything before it goes in."""
    return await _check(request, await own_bid(request), HandInForm())


async def record_hand_in(request: Request) -> Response:
    """Hand it in. The time is that at which the whole form had arrived."""
    found = await own_bid(request)
    form = await form_of(request, HandInForm)
    arrived = clock.now()
    draft = draft_of(found)
    asked = await questions(request, found.tender)
    if form.validate():
        for obstacle in await _obstacles(request, found, asked, draft):
            form.refuse(obstacle)
        edition = await edition_in_force(found.tender)
        sent = (await request.form()).get("edition", "")
        if sent != str(edition.number):
            form.refuse(TenderChanged())
        if not form.problems():
            reserved = await reserved_lots(found.tender, draft)
            statements = form.statements() | {"reserved": reserved_statements(reserved, draft)}
            paper = paper_of(found.tender, edition, draft, statements)
            try:
                made = await hand_in(
                    request.state.org,
                    found,
                    paper,
                    Way.ONLINE,
                    request.state.person,
                    at=arrived,
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return redirect(request, "procurement:receipt", id=found.id, receipt=made.receipt)
    return await _check(request, found, form)


async def receipt(request: Request) -> Response:
    """What was received, when, and its hash; with every answer, for its bidder."""
    found, submission = await _submission(request)
    return page(
        request, "procurement/bids/receipt.html", **await _receipt(request, found, submission)
    )


async def receipt_pdf(request: Request) -> Response:
    """The same on paper."""
    found, submission = await _submission(request)
    data = await pdf.render(
        "print/procurement/receipt.html",
        language_of(request),
        org=request.state.org,
        **await _receipt(request, found, submission),
    )
    return pdf_file(f"receipt-{submission.receipt}.pdf", data)


async def canonical_text(request: Request) -> Response:
    """The very text whose hash is in the receipt, for its bidder to keep or to check."""
    found, submission = await _submission(request)
    return Response(
        paper_text(found, submission).encode(),
        media_type="application/json",
        headers={
            "content-disposition": f'attachment; filename="bid-{submission.receipt}.json"',
            "cache-control": "no-store",
        },
    )


async def ask_withdraw(request: Request) -> Response:
    """Sure?"""
    found = await own_bid(request)
    return page(
        request,
        "procurement/bids/withdraw.html",
        bid=found,
        tender=found.tender,
        left=time_left(found.tender),
    )


async def record_withdrawal(request: Request) -> Response:
    """It is withdrawn; the draft stays."""
    found = await own_bid(request)
    await withdraw(request.state.org, found, request.state.person, at=clock.now())
    flash(request, gettext("Your bid is withdrawn. Your draft is kept."))
    return redirect(request, "procurement:bid", id=found.id)


async def _check(request: Request, found: Bid, form: HandInForm) -> Response:
    tender = found.tender
    draft = draft_of(found)
    answers = draft.answers()
    asked = await questions(request, tender)
    lots = await lots_of(tender)
    return page(
        request,
        "procurement/bids/check.html",
        bid=found,
        tender=tender,
        form=form,
        edition=await edition_in_force(tender),
        lots=[(lot, _said(asked, answers, lot.number)) for lot in lots if lot.number in answers],
        is_sole=len(lots) == 1,
        files=draft.files,
        obstacles=await _obstacles(request, found, asked, draft),
        needs=await _shown(draft.promised(), language_of(request)),
        reserved=reserved_statements(await reserved_lots(tender, draft), draft),
        reservations=RESERVATIONS,
        unanswered=unanswered(asked, answers),
        left=time_left(tender),
        is_late=tender.closes_at is not None and is_late(clock.now(), tender.closes_at),
        is_open=tender.stage == "published",
    )


async def _obstacles(
    request: Request, found: Bid, asked: list[Asked], draft: Draft
) -> list[Refused]:
    """Everything that keeps the bid from going in."""
    put = {one.id for one in await needs_for(request.state.org, found)}
    answers = draft.answers()
    return [
        *obstacles(asked, answers),
        *wrong_needs(asked, answers, draft.promised(), put),
        *unstated(kept_of(await reserved_lots(found.tender, draft)), draft.stated),
    ]


async def _shown(
    needs: Sequence[NeedPromised], language: str
) -> dict[tuple[int, str], list[NeedShown]]:
    """The needs that are answered, by lot and code."""
    rows = await needs_said(one.need for one in needs)
    text = gettext("{organisation}: {need}")
    found: dict[tuple[int, str], list[NeedShown]] = {}
    for one in needs:
        row = rows[one.need]
        words = text.format(organisation=row.organisation.called(language), need=row.says(language))
        shown = NeedShown(one.need, words, one.amount)
        found.setdefault((one.lot, one.criterion), []).append(shown)
    return found


def _said(
    asked: list[Asked], answers: dict[int, dict[str, Answered]], lot: int
) -> list[tuple[Asked, Answered]]:
    there = answers.get(lot, {})
    return [(one, there.get(one.code, Answered())) for one in asked if one.lot == lot]


async def _submission(request: Request) -> tuple[Bid, Submission]:
    found = await own_bid(request)
    receipt = request.path_params["receipt"]
    return found, await Submission.one(request.state.org, bid_id=found.id, receipt=receipt)


async def _receipt(request: Request, found: Bid, submission: Submission) -> dict[str, Any]:
    tender = found.tender
    paper = read(paper_text(found, submission))
    asked = await questions(request, tender)
    lots = await lots_of(tender)
    answers = {lot: dict(said) for lot, said in paper.lots.items()}
    handed_in = (await submissions_of(request.state.org, found))[found.id]
    return {
        "bid": found,
        "tender": tender,
        "submission": submission,
        "supplier": found.supplier,
        "way": WAYS[submission.way],
        "paper": paper,
        "lots": [(lot, _said(asked, answers, lot.number)) for lot in lots if lot.number in answers],
        "is_sole": len(lots) == 1,
        "needs": await _shown(paper.needs, language_of(request)),
        "reserved": paper.statements.get("reserved", {}),
        "reservations": RESERVATIONS,
        "is_last": handed_in[-1].id == submission.id,
        "left": time_left(tender),
        "seconds": seconds,
    }

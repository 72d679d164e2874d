"""The workbook: download, send back, look at every cell, take over."""

import asyncio
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import scanning
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of, ngettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.models import NeedOrOffer
from coopcouncil.procurement import sheets
from coopcouncil.procurement.bids.actions.drafting import drop_proposal, propose, take_over
from coopcouncil.procurement.bids.files import saved
from coopcouncil.procurement.bids.forms import UploadForm
from coopcouncil.procurement.bids.models import Bid
from coopcouncil.procurement.bids.needs import needs_for
from coopcouncil.procurement.bids.rules.answers import NEED, Asked, words_in
from coopcouncil.procurement.bids.rules.needs import takes_needs
from coopcouncil.procurement.bids.rules.paper import answered
from coopcouncil.procurement.bids.rules.spreadsheet import Filled, Wanted, read_back
from coopcouncil.procurement.bids.sealed import draft_of, proposed_of
from coopcouncil.procurement.bids.views.shared import own_bid, questions, time_left, whole
from coopcouncil.procurement.bids.workbook import headings, workbook
from coopcouncil.procurement.kinds import CriterionKind
from coopcouncil.procurement.tenders.reads import edition_in_force


async def download(request: Request) -> Response:
    """The workbook of this bid, with what the draft has already."""
    found = await own_bid(request)
    wanted = await _wanted(request, found)
    language = language_of(request)
    title = found.tender.titled(language)
    data = await asyncio.to_thread(workbook, wanted, draft_of(found), title, language)
    return saved(f"{found.tender.reference}.xlsx", data)


async def upload(request: Request) -> Response:
    """Where it is sent back."""
    return await _upload(request, await own_bid(request), UploadForm())


async def record_upload(request: Request) -> Response:
    """Read it whole; look at every cell before anything changes."""
    found = await own_bid(request)
    form = await form_of(request, UploadForm)
    sent = form.upload()
    filled: Filled | None = None
    if sent is not None:
        try:
            data = await whole(sent)
            await scanning.scan(data)
            filled = await asyncio.to_thread(_read, data, await _wanted(request, found))
            if not filled.flaws:
                edition = await edition_in_force(found.tender)
                await propose(request.state.org, found, filled, edition.number)
                return redirect(request, "procurement:workbook_read", id=found.id)
        except Refused as refusal:
            form.refuse(refusal, at="file")
    return await _upload(request, found, form, filled)


async def preview(request: Request) -> Response:
    """Every answer that the workbook has, beside what the draft has now."""
    found = await own_bid(request)
    told = proposed_of(found)
    if told is None:
        return redirect(request, "procurement:workbook", id=found.id)
    draft = draft_of(found)
    rows = []
    for one in (await _wanted(request, found)).asked:
        said = told["lots"].get(str(one.lot), {}).get(one.code)
        new = answered(said or {})
        before = draft.at(one)
        words = words_in(new.text)
        rows.append(
            {
                "asked": one,
                "cell": told["cells"].get(f"{one.lot}:{one.code}", ""),
                "new": new,
                "before": before,
                "is_changed": not new.is_empty and new != before,
                "words": words,
                "is_over": bool(one.words_limit and words > one.words_limit),
            }
        )
    return page(
        request,
        "procurement/bids/workbook_read.html",
        bid=found,
        tender=found.tender,
        rows=rows,
        many=sum(row["is_changed"] for row in rows),
        left=time_left(found.tender),
    )


async def record_take_over(request: Request) -> Response:
    """Into the draft, all at once."""
    found = await own_bid(request)
    many = await take_over(request.state.org, found)
    text = ngettext(
        "{many} answer was taken over from the workbook.",
        "{many} answers were taken over from the workbook.",
        many,
    )
    flash(request, text.format(many=many))
    return redirect(request, "procurement:bid", id=found.id)


async def record_drop(request: Request) -> Response:
    """Leave the draft as it is."""
    found = await own_bid(request)
    await drop_proposal(request.state.org, found)
    flash(request, gettext("Nothing of the workbook was taken over."))
    return redirect(request, "procurement:workbook", id=found.id)


def _read(data: bytes, wanted: Wanted) -> Filled:
    return read_back(sheets.read(data), wanted, headings())


async def _wanted(request: Request, found: Bid) -> Wanted:
    edition = await edition_in_force(found.tender)
    lots = draft_of(found).lots
    needs = await needs_for(request.state.org, found)
    asked: list[Asked] = []
    for one in await questions(request, found.tender):
        if one.lot in lots:
            asked.append(one)
            asked += _rows_of_needs(one, needs, language_of(request)) if takes_needs(one) else []
    return Wanted(found.tender.reference, edition.number, edition.hash, asked)


def _rows_of_needs(asked: Asked, needs: list[NeedOrOffer], language: str) -> Iterator[Asked]:
    """Beneath a promise, a row for each need that it may answer."""
    text = gettext("How much of it is for {organisation}: {need}")
    for one in needs:
        words = text.format(organisation=one.organisation.called(language), need=one.says(language))
        yield Asked(
            asked.lot,
            f"{asked.code}{NEED}{one.id}",
            CriterionKind.FIGURE,
            words,
            unit=asked.unit,
            need=one.id,
        )


async def _upload(
    request: Request, found: Bid, form: UploadForm, filled: Filled | None = None
) -> Response:
    return page(
        request,
        "procurement/bids/workbook.html",
        status=422 if filled else None,
        bid=found,
        tender=found.tender,
        form=form,
        filled=filled,
        left=time_left(found.tender),
    )

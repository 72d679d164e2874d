"""The council's side: who was invited, what came, the opening, bids from its own portal."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock, pdf, scanning
from coopcouncil.kernel.downloads import pdf_file
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of, ngettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement import sheets
from coopcouncil.procurement.access import leads, part_in, taking_part
from coopcouncil.procurement.bids.actions import confirm_opening, invite, let_in
from coopcouncil.procurement.bids.actions.importing import bring, take_in
from coopcouncil.procurement.bids.forms import InviteForm, LetInForm, UploadForm
from coopcouncil.procurement.bids.labels import STATES, WAYS
from coopcouncil.procurement.bids.models import Bid, Invited, OpeningConfirmed, PortalImport
from coopcouncil.procurement.bids.reads import asked_of, bids_of, opening_of, submissions_of
from coopcouncil.procurement.bids.rules import portal
from coopcouncil.procurement.bids.rules.answers import Asked
from coopcouncil.procurement.bids.rules.deadline import AFTER, is_late
from coopcouncil.procurement.bids.rules.reserved import Statement
from coopcouncil.procurement.bids.sealed import portal_of
from coopcouncil.procurement.bids.views.shared import seconds, time_left, whole
from coopcouncil.procurement.kinds import BidState, Part, Reservation, Stage
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of


async def bids(request: Request) -> Response:
    """Who was invited; and once the deadline has passed, what came, without a word of it."""
    return await _bids(request, await taking_part(request), InviteForm())


async def record_invitation(request: Request) -> Response:
    """Ask a supplier to bid."""
    tender = await taking_part(request)
    form = await form_of(request, InviteForm)
    if form.validate():
        try:
            await invite(
                request.state.org,
                tender,
                form.draft(),
                form.email.data.lower(),
                form.language.data,
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The invitation is on its way."))
            return redirect(request, "procurement:bids", id=tender.id)
    return await _bids(request, tender, form)


async def late(request: Request) -> Response:
    """A late bid: let it in, with a reason, or leave it."""
    return await _late(request, LetInForm())


async def record_letting_in(request: Request) -> Response:
    """It is opened with the others."""
    form = await form_of(request, LetInForm)
    if not form.validate():
        return await _late(request, form)
    tender = await taking_part(request)
    found = await Bid.one(request.state.org, id=request.path_params["bid"], tender_id=tender.id)
    await let_in(request.state.org, found, form.because.data, request.state.person)
    flash(request, gettext("The late bid is let in. It is opened with the others."))
    return redirect(request, "procurement:bids", id=tender.id)


async def opening(request: Request) -> Response:
    """Two officers confirm; afterwards the record."""
    tender = await taking_part(request, Part.OPENING_OFFICER)
    return page(request, "procurement/bids/opening.html", **await _opening(request, tender))


async def record_opening(request: Request) -> Response:
    """An officer's word; the second opens everything."""
    tender = await taking_part(request, Part.OPENING_OFFICER)
    made = await confirm_opening(request.state.org, tender, request.state.person)
    if made is None:
        flash(request, gettext("You are ready. A second officer opens the bids."))
    else:
        many = len(made.record["opened"])
        text = ngettext("{many} bid is opened.", "{many} bids are opened.", many)
        flash(request, text.format(many=many))
    return redirect(request, "procurement:opening", id=tender.id)


async def opening_pdf(request: Request) -> Response:
    """The record on paper."""
    tender = await taking_part(request, Part.OPENING_OFFICER)
    found = await _opening(request, tender)
    if found["record"] is None:
        raise NotHere
    data = await pdf.render(
        "print/procurement/opening.html", language_of(request), org=request.state.org, **found
    )
    return pdf_file(f"opening-{tender.reference}.pdf", data)


async def portal_list(request: Request) -> Response:
    """Where a list of bids from the council's own portal is sent."""
    return await _portal(request, await taking_part(request), UploadForm())


async def record_portal_list(request: Request) -> Response:
    """Read it whole; nothing comes in before somebody has looked."""
    tender = await taking_part(request)
    form = await form_of(request, UploadForm)
    sent = form.upload()
    read: portal.Portal | None = None
    if sent is not None:
        try:
            data = await whole(sent, 50_000_000)
            await scanning.scan(data)
            asked = await asked_of(tender, "en")
            name = sent.filename or ""
            found, contents = await asyncio.to_thread(_read, name, data, asked)
            read = found
            if not found.flaws:
                made = await bring(
                    request.state.org,
                    tender,
                    name,
                    found,
                    contents,
                    request.state.person,
                )
                return redirect(
                    request, "procurement:portal_waiting", id=tender.id, waiting=made.id
                )
        except Refused as refusal:
            form.refuse(refusal, at="file")
    return await _portal(request, tender, form, read)


async def portal_waiting(request: Request) -> Response:
    """The list: suppliers and times, how many answers, and none of them."""
    tender, waiting = await _waiting(request)
    told = portal_of(waiting)
    assert tender.closes_at is not None
    lots = await lots_of(tender)
    reserved = {one.number for one in lots if one.reservation is not Reservation.NONE}
    rows = [
        {
            **{key: one[key] for key in ("supplier", "number", "receipt")},
            "received_at": portal.moment_of(one["received_at"]),
            "is_late": is_late(portal.moment_of(one["received_at"]), tender.closes_at),
            "answers": sum(len(answers) for answers in one["lots"].values()),
            "files": len(one["files"]),
            # Nothing is refused for it: what a bidder handed in must not be lost.
            "is_unstated": bool(reserved & {int(lot) for lot in one["lots"]})
            and not Statement(**one.get("stated", {})).is_whole,
        }
        for one in (told["bids"] if told else ())
    ]
    return page(
        request,
        "procurement/bids/portal_waiting.html",
        tender=tender,
        waiting=waiting,
        rows=rows,
        asked=len(await asked_of(tender, "en")),
    )


async def record_portal(request: Request) -> Response:
    """They come in, each with its time."""
    tender, waiting = await _waiting(request)
    many = await take_in(request.state.org, waiting, request.state.person)
    text = ngettext("{many} bid was brought in.", "{many} bids were brought in.", many)
    flash(request, text.format(many=many))
    return redirect(request, "procurement:bids", id=tender.id)


async def _bids(request: Request, tender: Tender, form: InviteForm) -> Response:
    org = request.state.org
    is_past = tender.closes_at is not None and is_late(clock.now(), tender.closes_at)
    found = await bids_of(org, tender) if is_past else []
    handed_in = await submissions_of(org, *found)
    invited = Invited.within(org).filter(tender_id=tender.id).select_related("supplier")
    return page(
        request,
        "procurement/bids/bids.html",
        tender=tender,
        form=form,
        is_past=is_past,
        is_open=tender.stage is Stage.PUBLISHED,
        invited=await invited.order_by("id"),
        rows=[
            (bid, handed_in[bid.id][-1] if handed_in[bid.id] else None)
            for bid in found
            if bid.state is not BidState.DRAFT
        ],
        states=STATES,
        ways=WAYS,
        left=time_left(tender),
    )


async def _late(request: Request, form: LetInForm) -> Response:
    tender = await taking_part(request)
    found = await Bid.one(
        request.state.org,
        id=request.path_params["bid"],
        tender_id=tender.id,
        state=BidState.LATE,
    )
    await found.fetch_related("supplier")
    handed_in = (await submissions_of(request.state.org, found))[found.id]
    return page(
        request,
        "procurement/bids/late.html",
        tender=tender,
        bid=found,
        submission=handed_in[-1],
        form=form,
        is_open=tender.stage is Stage.PUBLISHED,
    )


async def _opening(request: Request, tender: Tender) -> dict[str, Any]:
    org = request.state.org
    if tender.closes_at is None:
        raise NotHere
    confirmed = OpeningConfirmed.within(org).filter(tender_id=tender.id).select_related("person")
    rows = await confirmed.order_by("id")
    is_past = clock.now() >= tender.closes_at + AFTER
    bids = await bids_of(org, tender) if is_past else []
    parts = await part_in(tender, request.state.person)
    return {
        "tender": tender,
        "confirmed": rows,
        "can_open": is_past
        and tender.stage is Stage.PUBLISHED
        and all(one.person_id != request.state.person.id for one in rows)
        and (leads(request) or Part.OPENING_OFFICER in parts),
        "is_past": is_past,
        "many": sum(bid.state is BidState.SUBMITTED for bid in bids),
        "many_late": sum(bid.state is BidState.LATE for bid in bids),
        "record": await opening_of(org, tender),
        "moment": portal.moment_of,
        "ways": {way.value: text for way, text in WAYS.items()},
        "seconds": seconds,
        "left": time_left(tender),
        "leads": leads(request),
    }


async def _waiting(request: Request) -> tuple[Tender, PortalImport]:
    tender = await taking_part(request)
    found = await PortalImport.one(
        request.state.org, id=request.path_params["waiting"], tender_id=tender.id
    )
    return tender, found


def _read(
    name: str, data: bytes, asked: list[Asked]
) -> tuple[portal.Portal, dict[tuple[str, str, str], bytes]]:
    contents: dict[tuple[str, str, str], bytes] = {}
    ending = name.rpartition(".")[2].lower()
    if ending == "csv":
        manifest, answers = portal.tables_of_one_csv(data)
    elif ending == "zip":
        manifest, answers, contents = portal.tables_of_zip(data)
    else:
        manifest, answers = portal.tables_of(sheets.read(data))
    return portal.read(manifest, answers, asked, clock.now(), contents), contents


async def _portal(
    request: Request, tender: Tender, form: UploadForm, read: portal.Portal | None = None
) -> Response:
    return page(
        request,
        "procurement/bids/portal.html",
        status=422 if read else None,
        tender=tender,
        form=form,
        read=read,
        manifest=portal.MANIFEST,
        answers=portal.ANSWERS,
        is_open=tender.stage is Stage.PUBLISHED,
    )

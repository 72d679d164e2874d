"""Exclusion and debarment, bidder by bidder, before assessment and before award."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.bids.models import Bid, Offer
from coopcouncil.procurement.evaluation.actions.excluding import check, exclude
from coopcouncil.procurement.evaluation.forms import CheckForm, ExcludeForm
from coopcouncil.procurement.evaluation.grounds import GROUNDS
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.evaluation.labels import FINDINGS, STEPS, ground_named
from coopcouncil.procurement.evaluation.reads import bids_in, checks_of
from coopcouncil.procurement.evaluation.rules.excluding import NotHeard
from coopcouncil.procurement.evaluation.rules.seeing import NotOpened
from coopcouncil.procurement.kinds import Reservation, Stage
from coopcouncil.procurement.labels import RESERVATIONS
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of


async def exclusions(request: Request) -> Response:
    """Every bidder with what was looked at in each step."""
    tender = await _tender(request)
    checks = await checks_of(tender)
    return page(
        request,
        "procurement/evaluation/exclusions.html",
        tender=tender,
        bids=await bids_in(tender),
        latest={(one.bid_id, one.step): one for one in checks},
        steps=STEPS,
        findings=FINDINGS,
        now=_step_now(tender),
    )


async def exclusion(request: Request) -> Response:
    """One bidder: what was found before, and the form of the next look."""
    tender = await _tender(request)
    local = clock.now().astimezone(clock.LONDON)
    form = CheckForm(data={"seen_on": local.date(), "seen_time": local.time()})
    return await _page(request, tender, await _bid(request, tender), form, None)


async def record_check(request: Request) -> Response:
    """Record a look."""
    tender = await _tender(request)
    bid = await _bid(request, tender)
    form = await form_of(request, CheckForm)
    form.offer()
    step = _step_now(tender)
    if form.validate():
        if step is None:
            raise NotHere
        try:
            await check(
                request.state.org,
                bid,
                step,
                form.found,
                form.grounds.data or [],
                form.seen_at,
                form.note.data or "",
                request.state.person,
                excludes=bool(form.excludes.data),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The check is recorded."))
            return redirect(request, "procurement:exclusions", id=tender.id)
    return await _page(request, tender, bid, form, None)


async def exclude_bid(request: Request) -> Response:
    """A bid out of a lot, by another ground: it is abnormally low, or breaks a condition."""
    tender = await _tender(request)
    bid = await _bid(request, tender)
    form = await form_of(request, ExcludeForm)
    offers = await _standing(request, bid)
    form.offer([(str(one.id), _lot(one)) for one in offers])
    if form.validate():
        try:
            for offer in offers:
                if str(offer.id) in form.lots.data:
                    await exclude(
                        request.state.org,
                        offer,
                        form.because.data,
                        request.state.person,
                        is_low=bool(form.is_low.data),
                        heard=form.heard.data or "",
                    )
        except NotHeard as refusal:
            form.refuse(refusal, "heard")
        except Refused as refusal:
            form.refuse(refusal, "because" if refusal.status == 422 else None)
        else:
            flash(request, gettext("The bid is excluded. What was written about it is kept."))
            return redirect(request, "procurement:exclusions", id=tender.id)
    return await _page(request, tender, bid, None, form)


async def _tender(request: Request) -> Tender:
    """The lead's alone: names and findings are nobody else's before the award."""
    tender = await taking_part(request)
    if tender.stage in (Stage.PREPARING, Stage.PUBLISHED):
        raise NotOpened
    return tender


async def _bid(request: Request, tender: Tender) -> Bid:
    wanted = request.path_params["bid"]
    found = next((one for one in await bids_in(tender) if one.id == wanted), None)
    if found is None:
        raise NotHere
    return found


def _step_now(tender: Tender) -> ExclusionStep | None:
    if tender.stage is Stage.OPENED:
        return ExclusionStep.BEFORE_ASSESSMENT
    if tender.stage in (Stage.AGREED, Stage.SUMMARISED):
        return ExclusionStep.BEFORE_AWARD
    return None


async def _standing(request: Request, bid: Bid) -> list[Offer]:
    rows = Offer.within(request.state.org).filter(bid_id=bid.id, excluded_at=None)
    return await rows.select_related("lot").order_by("lot__number")


def _unstated(bid: Bid, offers: Sequence[Offer]) -> list[int]:
    """The reserved lots of which the bid does not say what its bidder is."""
    said = (bid.statements or {}).get("reserved", {})
    reserved = [one.lot for one in offers if one.lot.reservation is not Reservation.NONE]
    return [
        lot.number
        for lot in reserved
        if not all(said.get(str(lot.number), {}).get(part) for part in ("body", "how"))
    ]


def _lot(offer: Offer) -> str:
    text = gettext("Lot {number}: {title}")
    return text.format(number=offer.lot.number, title=offer.lot.title)


async def _page(
    request: Request, tender: Tender, bid: Bid, form: CheckForm | None, out: ExcludeForm | None
) -> Response:
    if form is None:
        form = CheckForm()
    form.offer()
    offers = await _standing(request, bid)
    if out is None:
        out = ExcludeForm()
        out.offer([(str(one.id), _lot(one)) for one in offers])
    checks = [one for one in await checks_of(tender) if one.bid_id == bid.id]
    return page(
        request,
        "procurement/evaluation/exclusion.html",
        tender=tender,
        bid=bid,
        step=_step_now(tender),
        steps=STEPS,
        findings=FINDINGS,
        reservations=RESERVATIONS,
        checks=checks,
        found_of={one.id: "; ".join(_named(code) for code in one.grounds) for one in checks},
        offers=offers,
        unstated=_unstated(bid, offers),
        has_lots=len(await lots_of(tender)) > 1,
        form=form,
        out=out,
    )


def _named(code: str) -> str:
    ground = GROUNDS.get(code)
    return ground_named(ground) if ground else code

"""Who declares what, and what was decided: names alone, apart from the bids."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import leads, live_parts, taking_part
from coopcouncil.procurement.bids.models import Supplier
from coopcouncil.procurement.evaluation.actions.declaring import decide, declare
from coopcouncil.procurement.evaluation.forms import DecisionForm, DeclarationForm, LaterForm
from coopcouncil.procurement.evaluation.labels import DECISIONS
from coopcouncil.procurement.evaluation.models import InterestDeclared
from coopcouncil.procurement.evaluation.reads import (
    answers_in,
    bidders_of,
    plain,
    refuse_kept_out,
)
from coopcouncil.procurement.evaluation.reads_declaring import missing_from
from coopcouncil.procurement.evaluation.rules.declaring import standing_of
from coopcouncil.procurement.evaluation.views.found import place_of
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.tenders.models import Tender

DECLARING = (Part.EVALUATOR, Part.MODERATOR, Part.OPENING_OFFICER)


async def declarations(request: Request) -> Response:
    """One's own answers; for the lead, everybody's."""
    return await _page(request, await _tender(request), None)


async def declare_one(request: Request) -> Response:
    """An answer for one bidder."""
    tender = await _tender(request)
    supplier = await _bidder(request, tender)
    form = await form_of(request, DeclarationForm, prefix=_prefix(supplier.id))
    if form.validate():
        try:
            made = await declare(
                request.state.org,
                tender,
                supplier.id,
                form.has_interest,
                form.text.data or "",
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "text" if refusal.status == 422 else None)
        else:
            flash(request, _what_follows(made))
            return redirect(request, "procurement:declarations", id=tender.id)
    return await _page(request, tender, form)


async def declare_later(request: Request) -> Response:
    """An interest that somebody has become aware of since."""
    tender = await _tender(request)
    form = await form_of(request, LaterForm)
    form.offer([(one.id, one.name) for one in await bidders_of(tender)])
    if form.validate():
        try:
            made = await declare(
                request.state.org,
                tender,
                int(form.supplier.data),
                True,
                form.text.data,
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "text" if refusal.status == 422 else None)
        else:
            flash(request, _what_follows(made))
            return redirect(request, "procurement:declarations", id=tender.id)
    return await _page(request, tender, form)


async def interest(request: Request) -> Response:
    """Somebody's interest before the lead who decides on it."""
    found = await _interest(request)
    return await _interest_page(request, found, DecisionForm())


async def decide_interest(request: Request) -> Response:
    """What follows from it."""
    found = await _interest(request)
    form = await form_of(request, DecisionForm)
    if form.validate():
        try:
            await decide(
                request.state.org, found, form.chosen, form.reason.data, request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal, "reason" if refusal.status == 422 else None)
        else:
            flash(request, gettext("What you decided is recorded, and they have been told."))
            return redirect(request, "procurement:declarations", id=found.tender_id)
    return await _interest_page(request, found, form)


def _what_follows(made: InterestDeclared) -> str:
    if made.has_interest:
        return gettext(
            "Your interest is recorded. You see nothing of this tender until it is decided."
        )
    return gettext("Your answer is recorded.")


def _prefix(supplier: int) -> str:
    return f"s{supplier}-"


async def _tender(request: Request) -> Tender:
    return await taking_part(request, *DECLARING, declaring=True)


async def _bidder(request: Request, tender: Tender) -> Supplier:
    wanted = request.path_params["supplier"]
    found = next((one for one in await bidders_of(tender) if one.id == wanted), None)
    if found is None:
        raise NotHere
    return found


async def _interest(request: Request) -> InterestDeclared:
    # The lead's own pages close too while an interest of theirs is open.
    tender = await taking_part(request)
    found = await InterestDeclared.one(
        request.state.org, id=request.path_params["interest"], tender_id=tender.id
    )
    if not found.has_interest:
        raise NotHere
    await found.fetch_related("person", "supplier", "tender", "decided_by")
    return found


async def _interest_page(request: Request, found: InterestDeclared, form: DecisionForm) -> Response:
    parts = await live_parts(found.tender, found.person)
    return page(
        request,
        "procurement/evaluation/interest.html",
        interest=found,
        tender=found.tender,
        parts=[one.part for one in parts],
        decision=DECISIONS[found.decision] if found.decision else "",
        is_own=found.person_id == request.state.person.id,
        form=form,
    )


async def _page(request: Request, tender: Tender, sent: Form | None) -> Response:
    person = request.state.person
    own = await answers_in(tender, person)
    bidders = await bidders_of(tender)
    standing = standing_of([one.id for one in bidders], plain(own))
    answered = {one.supplier_id for one in own}
    forms = {
        one.id: DeclarationForm(prefix=_prefix(one.id)) for one in bidders if one.id not in answered
    }
    later = LaterForm()
    if isinstance(sent, DeclarationForm):
        forms[request.path_params["supplier"]] = sent
    if isinstance(sent, LaterForm):
        later = sent
    later.offer([(one.id, one.name) for one in bidders])
    sees_all = leads(request)
    if sees_all:
        try:
            await refuse_kept_out(tender, person)
        except Refused:
            sees_all = False
    return page(
        request,
        "procurement/evaluation/declarations.html",
        tender=tender,
        place=None if standing.is_kept_out else await place_of(request),
        bidders=bidders,
        own={one.supplier_id: one for one in own},
        forms=forms,
        later=later,
        sent=sent if isinstance(sent, DeclarationForm) else None,
        standing=standing,
        sees_all=sees_all,
        everybody=[one for one in await answers_in(tender) if one.has_interest] if sees_all else [],
        missing=await missing_from(tender, bidders) if sees_all else [],
        decisions=DECISIONS,
    )

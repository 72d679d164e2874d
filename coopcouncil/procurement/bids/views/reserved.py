"""A bidder for a reserved lot says which kind of body it is."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.bids.actions.drafting import state
from coopcouncil.procurement.bids.forms_reserved import form_for
from coopcouncil.procurement.bids.reserved import reserved_lots
from coopcouncil.procurement.bids.sealed import draft_of
from coopcouncil.procurement.bids.views.shared import own_bid, time_left
from coopcouncil.procurement.labels import RESERVATIONS
from coopcouncil.procurement.tenders.consideration.kinds import Condition
from coopcouncil.procurement.tenders.consideration.labels import ASKS
from coopcouncil.procurement.tenders.consideration.rules.reservations import CONDITIONS
from coopcouncil.procurement.tenders.reads import lots_of

OF_THE_BIDDER = (
    Condition.SUPPORTED_AIM,
    Condition.SUPPORTED_SHARE,
    Condition.MUTUAL_PROFITS,
    Condition.MUTUAL_CONTROL,
    Condition.MUTUAL_AWARD_BEFORE,
)
"""The conditions that the bidder itself must meet; the others are about the contract."""


async def reserved(request: Request) -> Response:
    """Every reserved lot that is bid for, together; what is typed is saved, whole or not."""
    found = await own_bid(request)
    draft = draft_of(found)
    lots = await reserved_lots(found.tender, draft)
    if not lots:
        raise NotHere
    form = await form_of(request, form_for(lots))
    if request.method == "POST" and form.validate():
        try:
            await state(request.state.org, found, form.said(lots))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("What you say of your organisation is saved."))
            return redirect(request, "procurement:bid", id=found.id)
    if request.method == "GET":
        form.fill(draft.stated, lots)
    return page(
        request,
        "procurement/bids/reserved.html",
        bid=found,
        tender=found.tender,
        form=form,
        lots=lots,
        is_sole=len(await lots_of(found.tender)) == 1,
        reservations=RESERVATIONS,
        conditions={
            lot.number: [ASKS[one] for one in CONDITIONS[lot.reservation] if one in OF_THE_BIDDER]
            for lot in lots
        },
        left=time_left(found.tender),
        is_open=found.tender.stage == "published",
    )

"""The procurement lead puts needs of local organisations to the bidders of a tender."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import CheckboxesField, Form, form_of
from coopcouncil.kernel.i18n import gettext, language_of, lazy
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import NeedAnswered
from coopcouncil.procurement.bids.needs import needs_answered
from coopcouncil.procurement.bids.reads import offers_of
from coopcouncil.procurement.delivery.needs import (
    promised_of,
    put_needs,
    put_to,
    standing_needs,
)
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of


class NeedsForm(Form):
    """Which needs bidders may answer."""

    needs = CheckboxesField(lazy("Needs that bidders may answer"), validate_choice=False)


async def needs(request: Request) -> Response:
    """Choose from what stands in the directory for everybody."""
    org, language = request.state.org, language_of(request)
    tender = await Tender.one(org, id=request.path_params["id"])
    if tender.revises_id is not None:
        raise NotHere
    put = await put_to(org, tender)
    offered = {one.id: one for one in [*put, *await standing_needs(org, public=True)]}
    form = await form_of(request, NeedsForm)
    form.needs.choices = [
        (str(one.id), f"{one.organisation.called(language)}: {one.says(language)}")
        for one in offered.values()
    ]
    if request.method == "POST" and form.validate():
        chosen = [one for one in offered.values() if str(one.id) in (form.needs.data or ())]
        try:
            await put_needs(org, tender, chosen, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("It is kept. Bidders read it on the tender’s public page."))
            return redirect(request, "procurement:tender", id=tender.id)
    if request.method == "GET":
        form.needs.data = [str(one.id) for one in put]
    return page(
        request,
        "procurement/delivery/needs.html",
        form=form,
        tender=tender,
        offered=offered,
        given=await _given(org, tender),
        promised=await promised_of(org, tender),
    )


async def _given(org: Organisation, tender: Tender) -> list[NeedAnswered]:
    """What the bids give to needs: from when every score is agreed, like the figures themselves.
    Until then it could colour a score."""
    if tender.stage in (Stage.PREPARING, Stage.PUBLISHED, Stage.OPENED):
        return []
    offers = [one.offer.id for lot in await lots_of(tender) for one in await offers_of(org, lot)]
    return await needs_answered(org, *offers)

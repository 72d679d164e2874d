"""The procurement lead puts needs of local organisations to the bidders of a tender."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import CheckboxesField, Form, form_of
from coopcouncil.kernel.i18n import gettext, language_of, lazy
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.delivery.needs import put_needs, put_to, standing_needs
from coopcouncil.procurement.tenders.models import Tender


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
    )

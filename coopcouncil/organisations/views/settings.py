"""What the secretary keeps: the organisation's particulars and its colour."""

from dataclasses import asdict, fields

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.colour import NotAColour, TooPale
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations import actions
from coopcouncil.organisations.actions import Particulars
from coopcouncil.organisations.forms.particulars import ParticularsForm
from coopcouncil.organisations.models import LegalForm, councils_listing
from coopcouncil.organisations.rules import WelshNameNeeded


async def settings(request: Request) -> Response:
    """Where the secretary's tasks are."""
    is_council = request.state.org.legal_form is LegalForm.COUNCIL
    listed = bool(await councils_listing(request.state.org))
    return page(request, "organisations/settings.html", is_council=is_council, is_listed=listed)


async def particulars(request: Request) -> Response:
    """The form of names and addresses."""
    now = {each.name: getattr(request.state.org, each.name) for each in fields(Particulars)}
    return page(request, "organisations/particulars.html", form=ParticularsForm(data=now))


async def change_particulars(request: Request) -> Response:
    """Save them; a colour that cannot be read is refused with its ratio."""
    form = await form_of(request, ParticularsForm)
    if not form.validate():
        return page(request, "organisations/particulars.html", form=form)
    typed = form.particulars()
    try:
        await actions.change_particulars(request.state.org, typed, by=request.state.person)
    except Refused as refusal:
        form.refuse(refusal, at=_field(refusal))
        return page(request, "organisations/particulars.html", form=form)
    request.state.org.update_from_dict(asdict(typed))
    flash(request, gettext("The details are saved."))
    return redirect(request, "organisations:settings")


def _field(refusal: Refused) -> str | None:
    if isinstance(refusal, NotAColour | TooPale):
        return "brand_colour"
    return "name_cy" if isinstance(refusal, WelshNameNeeded) else None

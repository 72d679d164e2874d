"""A council's list of co-operatives: a page for everybody, kept by the council's secretary."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of, welsh_key
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations import actions
from coopcouncil.organisations.forms.offices import ListingForm
from coopcouncil.organisations.models import LegalForm, Listing, Organisation, standing_posts
from coopcouncil.organisations.names import LEGAL_FORMS
from coopcouncil.organisations.posts import answered


async def co_operatives(request: Request) -> Response:
    """The list."""
    org, language = _council(request), language_of(request)
    key = welsh_key if language == "cy" else str.casefold
    listings = await Listing.within(org).select_related("listed")
    is_officer = bool(request.state.roles)
    posts = standing_posts(*(each.listed for each in listings))
    # What is not public is for the council's officers, and for nobody else on this page.
    asked = [each async for each in (posts if is_officer else posts.filter(is_public=True))]
    return page(
        request,
        "organisations/co_operatives.html",
        listings=sorted(listings, key=lambda each: key(each.listed.called(language))),
        forms=LEGAL_FORMS,
        posts=asked,
        is_officer=is_officer,
        answered=await answered(org, asked),
    )


async def new_listing(request: Request) -> Response:
    """The form of an entry."""
    return await _listing_page(request, ListingForm())


async def list_organisation(request: Request) -> Response:
    """Put an organisation on the list."""
    org = _council(request)
    form = await form_of(request, ListingForm)
    form.offer(await _choices(request))
    if not form.validate():
        return await _listing_page(request, form)
    listed = await Organisation.get(id=form.listed.data)
    try:
        await actions.list_organisation(
            org, listed, request.state.person, form.note.data or "", form.note_cy.data or ""
        )
    except Refused as refusal:
        form.refuse(refusal, at="listed")
        return await _listing_page(request, form)
    said = gettext("{name} is on the list.")
    flash(request, said.format(name=listed.called(language_of(request))))
    return redirect(request, "organisations:co_operatives")


async def unlist(request: Request) -> Response:
    """Take an organisation off the list. It can be put on again at once."""
    listing = await Listing.one(_council(request), id=request.path_params["id"])
    await actions.unlist(listing, by=request.state.person)
    flash(request, gettext("It is off the list."))
    return redirect(request, "organisations:co_operatives")


def _council(request: Request) -> Organisation:
    """This organisation, if it is one that keeps a list."""
    org: Organisation = request.state.org
    if org.legal_form is not LegalForm.COUNCIL:
        raise NotHere
    return org


async def _choices(request: Request) -> list[tuple[int, str]]:
    language = language_of(request)
    others = Organisation.filter(parent_id=None).exclude(legal_form=LegalForm.COUNCIL)
    return sorted(
        ((org.id, org.called(language)) for org in await others), key=lambda each: each[1]
    )


async def _listing_page(request: Request, form: ListingForm) -> Response:
    _council(request)
    form.offer(await _choices(request))
    return page(request, "organisations/new_listing.html", form=form)

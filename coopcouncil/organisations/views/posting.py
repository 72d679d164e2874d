"""What a listed organisation needs and offers: its own page of them."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.actions import posting
from coopcouncil.organisations.actions.posting import Posted
from coopcouncil.organisations.forms.offices import PostForm
from coopcouncil.organisations.kinds import Asking
from coopcouncil.organisations.models import NeedOrOffer, councils_listing, standing_posts


async def needs_and_offers(request: Request) -> Response:
    """Everything that stands, and in whose directory."""
    org = request.state.org
    return page(
        request,
        "organisations/needs_and_offers.html",
        posts=await standing_posts(org),
        councils=await councils_listing(org),
    )


async def new_post(request: Request) -> Response:
    """The form of another."""
    return page(request, "organisations/new_post.html", form=PostForm())


async def post_need_or_offer(request: Request) -> Response:
    """Post it."""
    form = await form_of(request, PostForm)
    if form.validate():
        posted = Posted(
            kind=Asking(form.kind.data),
            text=form.text.data,
            text_cy=form.text_cy.data or "",
            contact=form.contact.data or "",
            is_public=form.readers.data == "public",
            until=form.until.data,
        )
        try:
            await posting.post_need_or_offer(request.state.org, posted, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("It stands in the directory."))
            return redirect(request, "organisations:needs_and_offers")
    return page(request, "organisations/new_post.html", form=form)


async def withdraw_post(request: Request) -> Response:
    """Take it out of the directory."""
    made = await NeedOrOffer.one(request.state.org, id=request.path_params["id"])
    await posting.withdraw_post(made, request.state.person)
    flash(request, gettext("It is withdrawn."))
    return redirect(request, "organisations:needs_and_offers")

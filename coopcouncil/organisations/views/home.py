"""First pages: the site's, an organisation's; and what every site must say of itself."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.accounts import demonstration
from coopcouncil.kernel.colour import brand_css
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import language_of, welsh_key
from coopcouncil.kernel.pages import page
from coopcouncil.organisations import home as homes
from coopcouncil.organisations.access import is_member
from coopcouncil.organisations.models import LegalForm, Listing, Organisation, rulebook_versions
from coopcouncil.organisations.names import LEGAL_FORMS, ROLES


async def start(request: Request) -> Response:
    """Who is here; for somebody signed in, their own first."""
    person, language = request.state.person, language_of(request)
    everybody = await Organisation.filter(parent_id=None)
    return page(
        request,
        "organisations/start.html",
        organisations=_in_order(everybody, language),
        own=await homes.organisations_of(person) if person else [],
        roles=await demonstration.roles() if await demonstration.is_open(request) else [],
        outbox=await demonstration.shows_mail(request),
        forms=LEGAL_FORMS,
    )


async def home(request: Request) -> Response:
    """An organisation's first page: what awaits this reader, then what it is."""
    org = request.state.org
    return page(
        request,
        "organisations/home.html",
        panels=await homes.panels(request),
        held=[ROLES[role] for role in ROLES if role in request.state.roles],
        member=await is_member(request.state.person, org),
        schools=_in_order(await Organisation.filter(parent_id=org.id), language_of(request)),
        trust=await Organisation.get(id=org.parent_id) if org.parent_id else None,
        listed=await Listing.within(org).count() if org.legal_form is LegalForm.COUNCIL else 0,
        form=LEGAL_FORMS[org.legal_form],
        has_rules=bool(await rulebook_versions(org)),
    )


async def brand(request: Request) -> Response:
    """The organisation's own colour, as a style sheet: no page has one inside."""
    if not request.state.org.brand_colour:
        raise NotHere
    return Response(
        brand_css(request.state.org.brand_colour),
        media_type="text/css",
        headers={"cache-control": "public, max-age=300"},
    )


async def accessibility(request: Request) -> Response:
    """The accessibility statement, each organisation's its own."""
    return page(request, "organisations/accessibility.html")


async def privacy(request: Request) -> Response:
    """What is kept about people, why, and what they can ask for."""
    return page(request, "organisations/privacy.html")


def _in_order(organisations: list[Organisation], language: str) -> list[Organisation]:
    """By name, as the reader's alphabet has it."""
    key = welsh_key if language == "cy" else str.casefold
    return sorted(organisations, key=lambda org: key(org.called(language)))

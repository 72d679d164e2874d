"""What the addresses name, and the page that asks for something."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.housing.access import housing_rules
from coopcouncil.housing.models import Home, HomeAllocation, HomeApplication, Tenancy, TenancyTerms
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.forms import Form
from coopcouncil.kernel.pages import page


async def home_of(request: Request) -> Home:
    """The home of the address."""
    await housing_rules(request)
    return await Home.one(request.state.org, id=request.path_params["id"])


async def terms_of(request: Request) -> TenancyTerms:
    """The tenancy of the address, as known now."""
    await housing_rules(request)
    tenancy = await Tenancy.one(request.state.org, id=request.path_params["id"])
    found = TenancyTerms.known(request.state.org).filter(tenancy_id=tenancy.id)
    terms = await found.select_related("home", "tenancy").first()
    if terms is None:
        raise NotHere
    return terms


async def application_of(request: Request) -> HomeApplication:
    """The application of the address."""
    await housing_rules(request)
    return await HomeApplication.one(request.state.org, id=request.path_params["id"])


async def allocation_of(request: Request) -> HomeAllocation:
    """The allocation of the address, with its home and its rules."""
    await housing_rules(request)
    found = await HomeAllocation.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("home", "rulebook", "scheme")
    return found


def ask(
    request: Request,
    form: Form,
    heading: str,
    button: str,
    back: tuple[str, dict[str, Any]],
    *intro: str,
) -> Response:
    """A page with one form: its heading, some sentences, its fields, its button, a way back."""
    return page(
        request,
        "_pages/form.html",
        form=form,
        heading=heading,
        button=button,
        back=back,
        intro=intro,
    )

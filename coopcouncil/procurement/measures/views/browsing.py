"""Looking through measures: everybody's pages."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.pages import page
from coopcouncil.organisations.kinds import Role
from coopcouncil.procurement.measures.forms import SearchForm
from coopcouncil.procurement.measures.labels import MATTERS, WHENCE, criterion_called
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.library.model import model
from coopcouncil.procurement.measures.models import Measure
from coopcouncil.procurement.measures.reads import (
    editions_of,
    frozen_of,
    measure_of,
    measures_there,
    sifted,
    units_in,
)
from coopcouncil.procurement.measures.rules import Frozen, open_frozen

ROWS = 50


def is_staff(request: Request) -> bool:
    """Whether the reader sees sets whose licence keeps them in the house."""
    return Role.PROCUREMENT_LEAD in request.state.roles


async def measures(request: Request) -> Response:
    """Every measure that the reader may see, sifted by what the address asks."""
    language = request.state.language
    there = await measures_there(request.state.org, is_staff(request))
    form = await form_of(request, SearchForm)
    form.offer(units_in(there, language), sorted({one.whence for one in there}), language)
    found = sifted(there, form.wanted(), language)
    last = max(1, -(-len(found) // ROWS))
    asked = request.query_params.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    current = min(max(1, number), last)
    return page(
        request,
        "procurement/measures/measures.html",
        form=form,
        found=found[(current - 1) * ROWS : current * ROWS],
        count=len(found),
        current=current,
        last=last,
        frame=library(),
        model=model(),
        whence=WHENCE,
        staff=is_staff(request),
    )


async def open_measure(request: Request) -> Response:
    """A measure of the open library."""
    code = request.path_params["code"]
    if code not in library().measures:
        raise NotHere
    frozen, frame = open_frozen(code), library()
    if request.state.language == "cy":
        frozen = replace(frozen, attribution=frame.attribution_cy)
    return _measure(request, frozen)


async def measure(request: Request) -> Response:
    """One of the council's own, or of a set that it brought in, in the edition asked for."""
    org = request.state.org
    row = await measure_of(org, request.path_params["id"], is_staff(request))
    return _measure(request, frozen_of(row), row, await editions_of(org, row))


def _measure(
    request: Request, frozen: Frozen, row: Measure | None = None, editions: Sequence[Measure] = ()
) -> Response:
    return page(
        request,
        "procurement/measures/measure.html",
        measure=frozen,
        row=row,
        editions=editions,
        frame=library(),
        serves=[
            criterion_called(one, request.state.language) for one in model().named(frozen.serves)
        ],
        outside=_outside(frozen) if row is None else [],
        matters=MATTERS,
        staff=is_staff(request),
    )


def _outside(frozen: Frozen) -> list[str]:
    """The editions of the Social Value Model that do not ask for the measure, by their numbers."""
    return [
        one.number
        for one in model().editions.values()
        if not model().is_within(one.code, frozen.outcome, frozen.serves)
    ]

"""The method as it is published: for everybody, on a page, on paper and as data."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import pdf
from coopcouncil.kernel.downloads import pdf_file
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import language_of
from coopcouncil.kernel.pages import page
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.access import leads, part_in, taking_part
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.labels import BASES, PROCEDURES, RESERVATIONS, SUBJECTS, TIES
from coopcouncil.procurement.measures.library.model import model
from coopcouncil.procurement.measures.rules.following import NONE
from coopcouncil.procurement.tenders import paper
from coopcouncil.procurement.tenders.models import Edition, Tender
from coopcouncil.procurement.tenders.reads import editions_of
from coopcouncil.procurement.tenders.rules.document import canonical, fingerprint
from coopcouncil.procurement.tenders.writing import document_of

INVITED: list[Callable[[Organisation, Tender, Person | None], Awaitable[bool]]] = []
"""Filled in `told.py`: who may read a method that only those invited may."""


async def method(request: Request) -> Response:
    """The edition in force."""
    tender, editions = await _published(request)
    return await _method(request, tender, editions, editions[-1])


async def method_edition(request: Request) -> Response:
    """One edition, with what it changed."""
    tender, editions = await _published(request)
    return await _method(request, tender, editions, _numbered(request, editions))


async def method_json(request: Request) -> Response:
    """The canonical text itself, whose hash is shown: anybody can make it again."""
    _tender, editions = await _published(request)
    edition = _numbered(request, editions)
    return Response(
        canonical(edition.method).encode(),
        media_type="application/json",
        headers={
            "content-disposition": f'attachment; filename="{_name(edition, "json")}"',
            "x-content-sha256": edition.hash,
        },
    )


async def method_pdf(request: Request) -> Response:
    """On paper, in the reader's language."""
    tender, editions = await _published(request)
    edition = _numbered(request, editions)
    language = language_of(request)
    data = await pdf.render_public(
        "print/procurement/method.html",
        language,
        org=request.state.org,
        tender=tender,
        edition=edition,
        hash=edition.hash,
        **_shown(edition.method, language),
    )
    return pdf_file(_name(edition, "pdf"), data)


async def preview(request: Request) -> Response:
    """As it would be published now: for the lead, before it is."""
    tender = await taking_part(request)
    org: Organisation = request.state.org
    document = await document_of(org, tender)
    language = language_of(request)
    return page(
        request,
        "procurement/tenders/preview.html",
        tender=tender,
        hash=fingerprint(document),
        edition=None,
        **_shown(document, language),
    )


async def _published(request: Request) -> tuple[Tender, list[Edition]]:
    """A published tender by its reference; one by invitation is here for those invited alone."""
    tender = await Tender.one(
        request.state.org, reference__iexact=request.path_params["reference"], revises_id=None
    )
    editions = await editions_of(tender)
    if tender.stage is Stage.PREPARING or not editions:
        raise NotHere
    if tender.by_invitation and not await _may_read(request, tender):
        raise NotHere
    return tender, editions


async def _may_read(request: Request, tender: Tender) -> bool:
    if leads(request) or await part_in(tender, request.state.person):
        return True
    for invited in INVITED:
        if await invited(request.state.org, tender, request.state.person):
            return True
    return False


def _numbered(request: Request, editions: list[Edition]) -> Edition:
    wanted = request.path_params["edition"]
    for one in editions:
        if one.number == wanted:
            return one
    raise NotHere


async def _method(
    request: Request, tender: Tender, editions: list[Edition], edition: Edition
) -> Response:
    language = language_of(request)
    before = next((one for one in editions if one.number == edition.number - 1), None)
    return page(
        request,
        "procurement/tenders/method.html",
        tender=tender,
        edition=edition,
        hash=edition.hash,
        is_right=fingerprint(edition.method) == edition.hash,
        editions=editions,
        in_force=editions[-1].number,
        bases=BASES,
        differences=(
            paper.read_differences(before.method, edition.method, language) if before else ()
        ),
        **_shown(edition.method, language),
    )


def _shown(document: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What the template of the method needs, on a page and on paper."""
    return {
        "document": document,
        "said": lambda both: paper.in_language(both, language),
        "instant": paper.instant,
        "day": paper.day,
        "pounds": paper.pounds,
        "lots": [(lot, paper.lines(document, lot["number"])) for lot in document["lots"]],
        "names": paper.NAMES,
        "followed": model().numbered(document.get("social_value_model", "")),
        "no_model": NONE,
        "procedures": {one.value: text for one, text in PROCEDURES.items()},
        "subjects": {one.value: text for one, text in SUBJECTS.items()},
        "reservations": {one.value: text for one, text in RESERVATIONS.items()},
        "ties": {one.value: text for one, text in TIES.items()},
    }


def _name(edition: Edition, kind: str) -> str:
    return f"{edition.method['reference']}-{edition.number}.{kind}"

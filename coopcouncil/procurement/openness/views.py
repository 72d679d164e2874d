"""The public pages, each also as CSV and JSON at the address with that ending."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.downloads import csv_file
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import page
from coopcouncil.procurement.bids.actions.shared import takes_part
from coopcouncil.procurement.bids.reads import answered_questions
from coopcouncil.procurement.delivery.labels import STATUSES
from coopcouncil.procurement.delivery.needs import answered, put_to
from coopcouncil.procurement.delivery.standings import Chosen, overview
from coopcouncil.procurement.delivery.views.portfolio import mission_name
from coopcouncil.procurement.delivery.yearly import editions
from coopcouncil.procurement.kinds import Procedure, Subject
from coopcouncil.procurement.labels import PROCEDURES, SUBJECTS
from coopcouncil.procurement.openness.labels import TOLD
from coopcouncil.procurement.openness.public import (
    LICENCE,
    Row,
    public_contracts,
    public_promises,
)
from coopcouncil.procurement.openness.tenders import public_tender, public_tenders
from coopcouncil.procurement.outcome.compiled import releases_of
from coopcouncil.procurement.outcome.labels import RATINGS
from coopcouncil.procurement.paging import page_of

PAGE = 100


async def tenders(request: Request) -> Response:
    """Every tender that is or was open."""
    found = await public_tenders(request.state.org)
    language = language_of(request)
    others = [one for one in found if not one.is_open]
    at, last = page_of(request, len(others), PAGE)
    return page(
        request,
        "procurement/openness/tenders.html",
        open=[one for one in found if one.is_open] if at == 1 else [],
        others=others[(at - 1) * PAGE : at * PAGE],
        current=at,
        last=last,
        told=TOLD,
        in_language=lambda row: (row["title_cy"] if language == "cy" else "") or row["title"],
    )


async def tender(request: Request) -> Response:
    """One tender: what is asked, until when, how it is judged; later who won."""
    found = await public_tender(request.state.org, request.path_params["reference"])
    if found is None:
        raise NotHere
    document = found.edition.method
    org, person = request.state.org, request.state.person
    return page(
        request,
        "procurement/openness/tender.html",
        tender=found.tender,
        data=found.data,
        document=document,
        told=TOLD,
        procedure=PROCEDURES[Procedure(document["procedure"])],
        subject=SUBJECTS[Subject(document["subject"])],
        questions=await answered_questions(request.state.org, found.tender),
        is_open=found.data["stage"] == "published",
        is_for_us=person is not None and await takes_part(org, found.tender, person),
        has_data=bool(await releases_of(request.state.org, found.tender)),
        needs=(needs := await put_to(request.state.org, found.tender)),
        answered=await answered(request.state.org, needs),
    )


async def contracts(request: Request) -> Response:
    """The register of contracts."""
    return page(
        request,
        "procurement/openness/contracts.html",
        rows=await public_contracts(request.state.org),
        ratings={one.value: text for one, text in RATINGS.items()},
        day=date.fromisoformat,
        pence=lambda pounds: int(Decimal(pounds) * 100),
    )


async def social_value(request: Request) -> Response:
    """What suppliers promised for the place, and whether it came."""
    org, language = request.state.org, language_of(request)
    found = await overview(org, None, Chosen())
    at, last = page_of(request, found.count, PAGE)
    by_mission: dict[str, list[int]] = {}
    for one in found.by_mission:
        name = mission_name(one.key, language) or gettext("No mission")
        sofar = by_mission.setdefault(name, [0, 0])
        sofar[0] += one.kept
        sofar[1] += one.promises
    return page(
        request,
        "procurement/openness/social_value.html",
        rows=await public_promises(org, at, PAGE),
        current=at,
        last=last,
        live=sum(one.promises for one in found.by_mission),
        kept=sum(one.kept for one in found.by_mission),
        late=sum(one.late for one in found.by_mission),
        by_mission=sorted(by_mission.items()),
        statuses={one.value: text for one, text in STATUSES.items()},
        years=sorted({one.year for one in await editions(org)}, reverse=True),
    )


async def _rows(request: Request, what: str) -> list[Row]:
    org = request.state.org
    if what == "tenders":
        return [one.data for one in await public_tenders(org)]
    if what == "contracts":
        return await public_contracts(org)
    return await public_promises(org)


async def _answered(request: Request, what: str) -> Response:
    rows = await _rows(request, what)
    if request.url.path.endswith(".csv"):
        return _csv(f"{what}.csv", rows)
    return answer_json(request, {"licence": LICENCE, what: rows})


async def tenders_data(request: Request) -> Response:
    """The tenders as a list for other programs."""
    return await _answered(request, "tenders")


async def contracts_data(request: Request) -> Response:
    """The contracts as a list for other programs."""
    return await _answered(request, "contracts")


async def promises_data(request: Request) -> Response:
    """The promises as a list for other programs."""
    return await _answered(request, "promises")


async def tender_data(request: Request) -> Response:
    """One tender as other programs read it."""
    found = await public_tender(request.state.org, request.path_params["reference"])
    if found is None:
        raise NotHere
    if request.url.path.endswith(".csv"):
        return _csv(f"{found.tender.reference}.csv", [found.data])
    return answer_json(request, {"licence": LICENCE, "tender": found.data})


def answer_json(request: Request, body: object) -> Response:
    """With its own mark, so that who has it already is not sent it again."""
    data = json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1).encode()
    mark = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {
        "etag": mark,
        "access-control-allow-origin": "*",
        "cache-control": "public, no-cache",
    }
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type="application/json", headers=headers)


def _csv(name: str, rows: Sequence[Row]) -> Response:
    heads = list(rows[0]) if rows else []
    return csv_file(name, heads, ([_cell(row[head]) for head in heads] for row in rows))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)

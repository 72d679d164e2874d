"""Measures to save: the council's own, and the open library with the frame that it stands in."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.downloads import csv_file
from coopcouncil.procurement.measures.kinds import Column
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.library.model import Edition, model
from coopcouncil.procurement.measures.models import Measure
from coopcouncil.procurement.measures.reads import frozen_of, own_measures
from coopcouncil.procurement.measures.rules import Frozen, open_frozen

HEADS = [column.value for column in Column]
"""The columns that are read back."""


async def measures_csv(request: Request) -> Response:
    """The council's own measures as a spreadsheet, in the columns that are read back."""
    rows = [frozen_of(one) for one in await own_measures(request.state.org)]
    return _csv(f"measures-{request.state.org.slug}.csv", rows)


async def measures_json(request: Request) -> Response:
    """The council's own measures for other programs."""
    org = request.state.org
    return _json(
        {
            "organisation": {"slug": org.slug, "name": {"en": org.name, "cy": org.name_cy}},
            "measures": [_own(one) for one in await own_measures(org)],
        }
    )


async def open_measures_csv(_request: Request) -> Response:
    """The open library as a spreadsheet."""
    rows = [open_frozen(code) for code in library().measures]
    return _csv(f"open-measures-{library().version}.csv", rows)


async def open_measures_json(_request: Request) -> Response:
    """The open library for other programs, with every edition of the Social Value Model."""
    all_ = library()
    return _json(
        {
            "name": _both(all_, "name"),
            "version": all_.version,
            "licence": all_.licence,
            "attribution": _both(all_, "attribution"),
            "social_value_model": [_edition(one) for one in model().editions.values()],
            "criteria": [
                {
                    "code": one.code,
                    "outcome": one.outcome,
                    "title": _both(one, "title"),
                    "measures": list(one.measures),
                }
                for one in all_.criteria.values()
            ],
            "measures": [
                {
                    **_plain(open_frozen(code)),
                    "serves": list(model().served_by(code)),
                    "goals": list(one.goals),
                }
                for code, one in all_.measures.items()
            ],
        }
    )


def _edition(one: Edition) -> dict[str, Any]:
    found = model()
    texts = ("title", "for_whom", "weighing", "counting", "unread", "source", "licence")
    return {
        "code": one.code,
        "number": one.number,
        **{name: _both(one, name) for name in texts},
        "published_on": one.published_on.isoformat(),
        "since": one.since.isoformat(),
        "until": one.until and one.until.isoformat(),
        "pounds": one.pounds,
        "weights": [{"from_pounds": start, "per_cent": least} for start, least in one.weights],
        "outcomes": [
            {
                "code": outcome.code,
                "number": outcome.number,
                "title": _both(outcome, "title"),
                "is_published_name": outcome.published,
                "award_criteria": [
                    {
                        "code": criterion.code,
                        "number": criterion.letter,
                        "title": _both(criterion, "title"),
                        "is_published_name": criterion.published,
                        "words": _both(criterion, "words"),
                        "measures": list(criterion.measures),
                    }
                    for criterion in found.criteria_of(outcome.code)
                ],
            }
            for outcome in found.outcomes_of(one.code)
        ],
        "outside": list(one.outside),
    }


def _own(row: Measure) -> dict[str, Any]:
    return {
        **_plain(frozen_of(row)),
        "goals": list(row.goals),
        "serves": list(row.serves),
        "edition": row.edition,
    }


def _plain(one: Frozen) -> dict[str, Any]:
    goals = library().goals
    names = ("code", "title", "title_cy", "unit", "unit_cy", "evidence", "evidence_cy", "outcome")
    return {
        **{name: getattr(one, name) for name in names},
        "goals": "; ".join(goals[code].title for code in one.goals if code in goals),
        "serves": "; ".join(one.serves),
        "proxy": None if one.proxy is None else f"{one.proxy // 100}.{one.proxy % 100:02}",
        "proxy_source": one.proxy_source,
        "proxy_source_cy": one.proxy_source_cy,
        "proxy_year": one.proxy_year,
    }


def _both(one: object, name: str) -> dict[str, str]:
    return {"en": getattr(one, name), "cy": getattr(one, f"{name}_cy")}


def _csv(name: str, measures: Iterable[Frozen]) -> Response:
    rows = [_plain(one) for one in measures]
    return csv_file(name, HEADS, [[str(row[head] or "") for head in HEADS] for row in rows])


def _json(said: Mapping[str, Any]) -> Response:
    return Response(
        json.dumps(said, ensure_ascii=False, indent=1) + "\n",
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )

"""The assessment summary of one bidder for one lot, as plain data that is hashed and kept.

Procurement Act 2023, s.50, with regulation 31 of the Procurement Regulations 2024 (in Wales
regulation 32 of the Procurement (Wales) Regulations 2024): the supplier with its address and its
number; each award criterion with its weight and the scores that were to be had; where the whole
method is; the bidder's score for each with its reason, sub-totals and total; for a bidder who does
not win, the same scores of the most advantageous tender, with the name and number of its supplier;
for one who was left out, the ground. Texts about criteria are in both languages; reasons stand as
they were written. E-mail addresses are people's: pages and letters show them, but
they are not in what is kept.

What a formula held a figure against is kept where it was published, or is the bidder's own or the
winner's. The lowest price or highest figure of a third bidder, and the mean of all, are theirs to
tell: that there was one is said, and not what it was.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coopcouncil.procurement.tenders.rules.document import fingerprint
from coopcouncil.scoring import Beside, Failure, Kind, Run, Step, shown

FORMAT = "coopcouncil-summary/2"
"""The first had no addresses and numbers of suppliers, scores to be had, sub-totals or formulas."""
PUBLISHED = frozenset({Beside.MOST, Beside.CEILING, Beside.TARGET})
"""What the method itself says of what figures are held against."""
PLACES = 4
"""Of what each criterion brings, before the one rounding of the total."""

Body = dict[str, Any]


@dataclass(frozen=True)
class Bidder:
    """A bid by its key, whose it is, and the words that go with its scores."""

    key: str
    supplier: str
    reasons: Mapping[str, str]
    """By code: why it was given what it was given, as the bidder itself reads it."""
    for_others: Mapping[str, str]
    """By code, where others read something shorter, since a part of it is confidential."""
    scheme: str = ""
    number: str = ""
    address: str = ""


def summary(
    document: Mapping[str, Any],
    lot: int,
    run: Run,
    bidder: Bidder,
    winner: Bidder | None,
    because: str,
) -> Body:
    """What one bidder is told. `because` is the decision's own reason."""
    left_out = {one.key: one.because for one in run.left_out}
    won = winner is not None and winner.key == bidder.key
    keys = {bidder.key, winner.key if winner else bidder.key} - left_out.keys()
    known = {
        (step.code, Fraction(step.given))
        for key in keys
        for step in run.of(key).steps
        if step.given is not None
    }
    body: Body = {
        "format": FORMAT,
        "reference": document["reference"],
        "title": document["title"],
        "organisation": document["organisation"],
        "lot": next(one for one in document["lots"] if one["number"] == lot),
        "lots": len(document["lots"]),
        "supplier": bidder.supplier,
        "supplier_id": _identifier(bidder),
        "supplier_address": bidder.address,
        "method": fingerprint(document),
        "outcome": "successful" if won else "unsuccessful",
        "because": because,
        "bids": len(run.scored),
        "left_out_because": left_out.get(bidder.key),
        "scores": None if bidder.key in left_out else _scores(document, run, bidder, known),
        "winner": None,
    }
    if winner is not None and not won:
        others = Bidder(winner.key, winner.supplier, {**winner.reasons, **winner.for_others}, {})
        body["winner"] = {
            "supplier": winner.supplier,
            "supplier_id": _identifier(winner),
            **_scores(document, run, others, known),
        }
    return body


def _identifier(bidder: Bidder) -> str | None:
    """As open contracting data writes it: GB-COH-01234567."""
    return f"{bidder.scheme}-{bidder.number}" if bidder.scheme and bidder.number else None


Known = Set[tuple[str, Fraction]]
"""Figures by their criterion's code that the reader may know."""


def _scores(document: Mapping[str, Any], run: Run, bidder: Bidder, known: Known) -> Body:
    scored = run.of(bidder.key)
    failures = {one.code: one for one in scored.failures}
    texts = {one["code"]: one for one in document["criteria"]}
    return {
        "total": None if scored.total is None else str(scored.total),
        "rank": scored.rank,
        "criteria": [
            _criterion(texts[step.code], step, bidder, failures.get(step.code), document, known)
            for step in scored.steps
        ],
        "groups": [
            {
                "code": one.code,
                "title": texts[one.code]["title"],
                "weight": _figure(one.weight),
                "weighted": _figure(one.weighted),
            }
            for one in scored.subtotals
            if scored.total is not None
        ],
    }


def _criterion(
    text: Mapping[str, Any],
    step: Step,
    bidder: Bidder,
    failure: Failure | None,
    document: Mapping[str, Any],
    known: Known,
) -> Body:
    return {
        "code": step.code,
        "title": text["title"],
        "kind": step.kind.value,
        "given": None if step.given is None else _figure(Fraction(step.given)),
        "formula": None if step.formula is None else step.formula.value,
        "beside": [
            [what.value, _figure(at) if what in PUBLISHED or (step.code, at) in known else None]
            for what, at in step.beside
        ],
        "earned": None if step.earned is None else _figure(step.earned * 100),
        "band": _band(document, text, step),
        "available": _available(document, text, step),
        "weight": _figure(step.weight),
        "weighted": None if step.weighted is None else _figure(step.weighted),
        "failed": None if failure is None else failure.by.value,
        "reason": bidder.reasons.get(step.code, ""),
    }


def _available(document: Mapping[str, Any], text: Mapping[str, Any], step: Step) -> list[str]:
    """The points that evaluators could give; what a figure or a price earns has no such list."""
    if step.kind is not Kind.SCALE:
        return []
    bands = (one["bands"] for one in document["scales"] if one["name"] == text.get("scale"))
    return [band["points"] for rows in bands for band in rows]


def _band(document: Mapping[str, Any], text: Mapping[str, Any], step: Step) -> Any:
    """The title of the band of the scale that the points are."""
    if step.kind is not Kind.SCALE or step.given is None:
        return None
    for scale in document["scales"]:
        if scale["name"] == text.get("scale"):
            for band in scale["bands"]:
                if Fraction(band["points"]) == Fraction(step.given):
                    return band["title"]
    return None


def _figure(value: Fraction) -> str:
    return format(shown(value, PLACES), "f")

"""The document of a tender as people read it: in their language, with names for what is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from coopcouncil.kernel.i18n import lazy
from coopcouncil.kernel.money import Money
from coopcouncil.procurement.labels import (
    FORMULAS,
    KINDS,
    PROCEDURES,
    RESERVATIONS,
    SUBJECTS,
    TIES,
)
from coopcouncil.procurement.measures.rules.following import NONE
from coopcouncil.procurement.tenders.rules.document import method_of_document
from coopcouncil.procurement.tenders.rules.editions import differences

NAMES = {
    "title": lazy("Title"),
    "description": lazy("What is bought"),
    "procedure": lazy("Way of buying"),
    "subject": lazy("Mainly"),
    "cpv": lazy("Code of the common procurement vocabulary"),
    "area": lazy("Where"),
    "value": lazy("Estimated value"),
    "starts_on": lazy("First day of the contract"),
    "ends_on": lazy("Last day of the contract"),
    "may_extend_until": lazy("Can be extended until"),
    "by_invitation": lazy("By invitation alone"),
    "names_hidden": lazy("Names hidden from evaluators"),
    "priced_apart": lazy("Prices kept apart"),
    "questions_until": lazy("Questions until"),
    "closes_at": lazy("Bids until"),
    "short_because": lazy("Why the time is short"),
    "refinement": lazy("What may be refined"),
    "social_value_model": lazy("Edition of the Social Value Model"),
    "serves": lazy("Award criteria of the Social Value Model"),
    "tie": lazy("Ties"),
    "decimals": lazy("Decimal places of the total"),
    "lots": lazy("Lots"),
    "scales": lazy("Scales"),
    "measures": lazy("Measures"),
    "criteria": lazy("Criteria"),
    "weight": lazy("Weight"),
    "question": lazy("Question"),
    "kind": lazy("Kind"),
    "formula": lazy("Formula"),
    "target": lazy("Target"),
    "threshold": lazy("Must reach"),
    "scale": lazy("Scale"),
    "measure": lazy("Measure"),
    "words_limit": lazy("Most words"),
    "files_allowed": lazy("Files"),
    "is_social": lazy("Social value"),
    "parent": lazy("Group"),
    "lot": lazy("Lot"),
    "bands": lazy("Bands"),
    "wording": lazy("Wording"),
    "reservation": lazy("Who may bid"),
    "reserved_because": lazy("Why it is reserved"),
    "points": lazy("Points"),
    "en": lazy("in English"),
    "cy": lazy("in Welsh"),
}
_WORDS: dict[str, Mapping[Any, Any]] = {
    "procedure": {one.value: text for one, text in PROCEDURES.items()},
    "subject": {one.value: text for one, text in SUBJECTS.items()},
    "reservation": {one.value: text for one, text in RESERVATIONS.items()},
    "kind": {one.value: text for one, text in KINDS.items()},
    "formula": {one.value: text for one, text in FORMULAS.items()},
    "by": {one.value: text for one, text in TIES.items()},
    "social_value_model": {NONE: lazy("None of them")},
    "yes-no": {"yes": lazy("Yes"), "no": lazy("No")},
}


@dataclass(frozen=True)
class Shown:
    """A difference as a page says it."""

    where: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """A criterion on the page of the method."""

    row: Mapping[str, Any]
    depth: int
    share: Decimal
    """Per cent of the whole, as near as two places show it."""
    kind: Any
    formula: Any
    measure: Mapping[str, Any] | None


def in_language(both: Mapping[str, str], language: str) -> str:
    """The text in the language, else in English."""
    return both.get(language) or both["en"]


def instant(text: str | None) -> datetime | None:
    """A time of the document."""
    return datetime.fromisoformat(text) if text else None


def day(text: str | None) -> date | None:
    """A date of the document."""
    return date.fromisoformat(text) if text else None


def pounds(text: str) -> Money:
    """An amount of the document."""
    return Money(int(Decimal(text) * 100))


def lines(document: Mapping[str, Any], lot: int) -> tuple[Line, ...]:
    """The criteria of one lot in order, groups before what is under them."""
    weights = method_of_document(document, lot).weights()
    measures = {(one["source"], one["code"]): one for one in document["measures"]}
    found: list[Line] = []

    def walk(parent: str | None, depth: int) -> None:
        for row in document["criteria"]:
            if row["parent"] != parent or row["lot"] not in (None, lot):
                continue
            named = row["measure"] and measures.get(
                (row["measure"]["source"], row["measure"]["code"])
            )
            share = weights[row["code"]]
            found.append(
                Line(
                    row,
                    depth,
                    (Decimal(share.numerator) / Decimal(share.denominator)).quantize(
                        Decimal("0.01")
                    ),
                    _WORDS["kind"][row["kind"]],
                    _WORDS["formula"].get(row["formula"]),
                    named or None,
                )
            )
            walk(row["code"], depth + 1)

    walk(None, 0)
    return tuple(found)


def read_differences(
    before: Mapping[str, Any], after: Mapping[str, Any], language: str
) -> Sequence[Shown]:
    """What differs between two editions, part by part."""
    return [
        Shown(
            tuple(str(NAMES.get(part, part)) for part in one.path if part != "by"),
            _said(one.path, one.before),
            _said(one.path, one.after),
        )
        for one in differences(before, after)
    ]


def _said(path: Sequence[str], value: str | None) -> str:
    if value is None or value == "":
        return "–"
    words = _WORDS.get(path[-1]) or _WORDS["yes-no"]
    return str(words.get(value, value))

"""The notice and method of a tender as plain data: what is published, hashed and counted by.

Texts are in both languages, figures are strings, times are UTC to the second. The canonical text
has its keys sorted and no blanks; its SHA-256 in UTF-8 is the hash that is shown, so that anybody
can make it again from the file.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from coopcouncil.procurement.kinds import CriterionKind, Tie
from coopcouncil.scoring import Criterion, Formula, Kind, Method, TieBreak, TieBy

FORMAT = "coopcouncil-method/1"

Document = dict[str, Any]


def canonical(document: Mapping[str, Any]) -> str:
    """The one text of a document.

    >>> canonical({"b": "ŵ", "a": [1, None]})
    '{"a":[1,null],"b":"ŵ"}'
    """
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(document: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical text."""
    return sha256(canonical(document).encode()).hexdigest()


def plain(number: Decimal | None) -> str | None:
    """A figure without blanks, signs of thousands or needless noughts.

    >>> plain(Decimal("60.0000")), plain(Decimal("100")), plain(Decimal("0.50"))
    ('60', '100', '0.5')
    """
    if number is None:
        return None
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def moment(at: datetime | None) -> str | None:
    """A time in UTC, to the second."""
    return None if at is None else f"{at.replace(tzinfo=None, microsecond=0).isoformat()}Z"


def method_of_document(document: Mapping[str, Any], lot: int) -> Method:
    """How the bids for one lot are scored, as the document says it."""
    rows = _of_lot(document["criteria"], lot)
    scales = {
        scale["name"]: max((Decimal(band["points"]) for band in scale["bands"]), default=Decimal())
        for scale in document["scales"]
    }
    return Method(
        criteria=tuple(_under(rows, None, scales)),
        ties=_ties(document, rows),
        decimals=document["decimals"],
    )


def _of_lot(rows: Sequence[Mapping[str, Any]], lot: int) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["lot"] in (None, lot)]


def _under(
    rows: Sequence[Mapping[str, Any]], parent: str | None, scales: Mapping[str, Decimal]
) -> Iterator[Criterion]:
    for row in rows:
        if row["parent"] != parent:
            continue
        is_condition = row["kind"] == CriterionKind.CONDITION
        yield Criterion(
            code=row["code"],
            kind=Kind(row["kind"]),
            weight=Decimal() if is_condition else Decimal(row["weight"]),
            under=tuple(_under(rows, row["code"], scales)),
            most=scales.get(row["scale"]) if row["scale"] else None,
            formula=Formula(row["formula"]) if row["formula"] else None,
            target=_decimal(row["target"]),
            threshold=_decimal(row["threshold"]),
            is_social=row["is_social"],
        )


def _ties(document: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> tuple[TieBreak, ...]:
    """The published rule, as far as this lot has what it names; then a lot is drawn."""
    by = document["tie"]["by"]
    if by == Tie.SCORE:
        named = [row["code"] for row in rows if row["code"] == document["tie"]["code"]]
        return (*(TieBreak(TieBy.SCORE, code) for code in named), TieBreak(TieBy.LOT))
    if by == Tie.PRICE:
        prices = [row["code"] for row in rows if row["kind"] == CriterionKind.PRICE][:1]
        return (*(TieBreak(TieBy.PRICE, code) for code in prices), TieBreak(TieBy.LOT))
    return (TieBreak(TieBy.LOT),)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)

"""The canonical paper: what a bid says, as the one text that is hashed and sealed.

Keys are sorted, there are no blanks, texts are NFC with plain line ends, figures are decimals
without needless noughts. A random salt is in it, so that nobody who sees the hash alone can find
a short answer, such as a price, by trying them out.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Answered:
    """What is answered to one criterion: words, a figure or a price, yes or no."""

    text: str = ""
    figure: Decimal | None = None
    yes: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was answered."""
        return not self.text and self.figure is None and self.yes is None


@dataclass(frozen=True)
class FileNamed:
    """A file that goes with a bid, by the hash of its bytes."""

    criterion: str
    name: str
    hash: str


@dataclass(frozen=True)
class NeedPromised:
    """A need that the bid answers with so much of what it promises for a criterion."""

    need: int
    lot: int
    criterion: str
    amount: Decimal


@dataclass(frozen=True)
class Paper:
    """A whole bid."""

    tender: str
    edition: int
    edition_hash: str
    lots: Mapping[int, Mapping[str, Answered]]
    files: tuple[FileNamed, ...] = ()
    statements: Mapping[str, Any] = field(default_factory=dict)
    salt: str = ""
    needs: tuple[NeedPromised, ...] = ()


def canonical(paper: Paper) -> str:
    """The one text of a bid.

    >>> canonical(Paper("T-1", 1, "ab", {1: {"2": Answered(figure=Decimal("12.50"))}}, salt="00"))
    '{"edition":1,"edition_hash":"ab","files":[],"lots":[{"answers":{"2":{"figure":"12.5"}},\
"number":1}],"needs":[],"salt":"00","statements":{},"tender":"T-1"}'
    """
    return json.dumps(
        {
            "tender": paper.tender,
            "edition": paper.edition,
            "edition_hash": paper.edition_hash,
            "lots": [
                {
                    "number": number,
                    "answers": {
                        code: plain(answer)
                        for code, answer in answers.items()
                        if not answer.is_empty
                    },
                }
                for number, answers in sorted(paper.lots.items())
            ],
            "files": [
                {"criterion": one.criterion, "name": tidy(one.name), "hash": one.hash}
                for one in sorted(paper.files, key=lambda one: (one.criterion, one.name, one.hash))
            ],
            "needs": [
                {
                    "need": one.need,
                    "lot": one.lot,
                    "criterion": one.criterion,
                    "amount": shown(one.amount),
                }
                for one in sorted(paper.needs, key=lambda one: (one.lot, one.criterion, one.need))
            ],
            "statements": dict(paper.statements),
            "salt": paper.salt,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def hash_of(text: str) -> str:
    """The SHA-256 of a canonical text in UTF-8: what the receipt shows."""
    return sha256(text.encode()).hexdigest()


def read(text: str) -> Paper:
    """The bid that a canonical text holds."""
    told = json.loads(text)
    return Paper(
        tender=told["tender"],
        edition=told["edition"],
        edition_hash=told["edition_hash"],
        lots={
            lot["number"]: {code: answered(one) for code, one in lot["answers"].items()}
            for lot in told["lots"]
        },
        files=tuple(FileNamed(one["criterion"], one["name"], one["hash"]) for one in told["files"]),
        needs=tuple(
            NeedPromised(one["need"], one["lot"], one["criterion"], Decimal(one["amount"]))
            # Bids that were handed in before needs could be answered have none.
            for one in told.get("needs", ())
        ),
        statements=told["statements"],
        salt=told.get("salt", ""),
    )


def plain(answer: Answered) -> dict[str, Any]:
    """An answer as JSON has it; what is empty is left out."""
    told: dict[str, Any] = {}
    if answer.text:
        told["text"] = tidy(answer.text)
    if answer.figure is not None:
        told["figure"] = shown(answer.figure)
    if answer.yes is not None:
        told["yes"] = answer.yes
    return told


def answered(told: Mapping[str, Any]) -> Answered:
    """The answer again."""
    figure = told.get("figure")
    return Answered(
        text=told.get("text", ""),
        figure=None if figure is None else Decimal(figure),
        yes=told.get("yes"),
    )


def tidy(text: str) -> str:
    """Text in its one form: composed letters, plain line ends, no stray control characters.

    >>> tidy("a\\r\\nb\\x0b ")
    'a\\nb'
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_kept(composed)).strip()


def _kept(text: str) -> Iterable[str]:
    for mark in text:
        if mark in "\n\t" or unicodedata.category(mark) not in ("Cc", "Cs", "Cn"):
            yield mark


def shown(figure: Decimal) -> str:
    """A figure without needless noughts.

    >>> shown(Decimal("12.5000")), shown(Decimal("100")), shown(Decimal("0E+3"))
    ('12.5', '100', '0')
    """
    text = format(figure, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text.lstrip("0") or "0"

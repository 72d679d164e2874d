"""Invented bids, to see how the weights bite before anybody bids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from coopcouncil.procurement.figures import read_figure
from coopcouncil.scoring import Criterion, Faulty, Kind, Method, Offer, Run, Unready, run

MOST_BIDS = 6


@dataclass(frozen=True)
class Invented:
    """A bid that nobody made: what was typed, criterion by criterion."""

    key: str
    name: str
    typed: Mapping[str, str]


@dataclass(frozen=True)
class Tried:
    """What came of it; what could not be read, by bid and criterion."""

    run: Run | None
    unreadable: frozenset[tuple[str, str]]
    faulty: bool = False


def keys() -> tuple[str, ...]:
    """A to F."""
    return tuple("ABCDEF"[:MOST_BIDS])


def typed(values: Mapping[str, Any], method: Method) -> tuple[Invented, ...]:
    """The bids of a form, whose boxes are named A.name and A.2.1; those left empty are no bids."""
    found = []
    for key in keys():
        said = {one.code: _clean(values.get(f"{key}.{one.code}"), 30) for one in method.leaves()}
        if any(said.values()):
            found.append(Invented(key, _clean(values.get(f"{key}.name"), 60), said))
    return tuple(found)


def _clean(value: Any, most: int) -> str:
    """What can be shown and kept of it."""
    return "".join(one for one in str(value or "") if one.isprintable()).strip()[:most]


def tried(method: Method, bids: Sequence[Invented]) -> Tried:
    """The sum over them. A condition that is left empty is met: it is not what is being tried."""
    unreadable: set[tuple[str, str]] = set()
    offers = [_offer(bid, method, unreadable) for bid in bids]
    if unreadable or not offers:
        return Tried(None, frozenset(unreadable))
    try:
        return Tried(run(method, offers), frozenset())
    except Faulty:
        return Tried(None, frozenset(), faulty=True)
    except Unready as trouble:
        return Tried(None, frozenset((one.key, one.code) for one in trouble.problems))


def _offer(bid: Invented, method: Method, unreadable: set[tuple[str, str]]) -> Offer:
    points: dict[str, Decimal] = {}
    figures: dict[str, Decimal] = {}
    met: dict[str, bool] = {}
    for one in method.leaves():
        text = bid.typed.get(one.code, "")
        if one.kind is Kind.CONDITION:
            met[one.code] = text.lower() not in ("no", "na", "nac ydy", "0")
            continue
        if not text and one.kind is Kind.FIGURE:
            continue
        try:
            figure = read_figure(text)
        except ValueError:
            unreadable.add((bid.key, one.code))
            continue
        if not _fits(one, figure):
            unreadable.add((bid.key, one.code))
            continue
        (points if one.kind is Kind.SCALE else figures)[one.code] = figure
    return Offer(bid.key, points, figures, met)


def _fits(one: Criterion, figure: Decimal) -> bool:
    if one.kind is Kind.SCALE:
        return 0 <= figure <= (one.most or 0)
    return one.kind is not Kind.PRICE or figure >= 0


def kept(bids: Sequence[Invented]) -> list[dict[str, Any]]:
    """As a scenario keeps them."""
    return [{"key": bid.key, "name": bid.name, "typed": dict(bid.typed)} for bid in bids]


def of_kept(rows: Sequence[Mapping[str, Any]]) -> tuple[Invented, ...]:
    """The bids of a scenario."""
    return tuple(Invented(row["key"], row["name"], row["typed"]) for row in rows)

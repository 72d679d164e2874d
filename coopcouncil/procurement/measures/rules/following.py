"""Which edition of the Social Value Model holds for a procurement, and what it asks. Pure.

It binds central government alone: for a council it is a suggestion, and nothing is refused by it.
"""

from datetime import date

from coopcouncil.procurement.measures.library.model import Edition, model

NONE = "none"
"""Said of a procurement that follows no edition."""


def in_force(on: date) -> Edition | None:
    """The edition for notices of the day.

    >>> [getattr(in_force(date(year, 6, 1)), "number", None) for year in (2024, 2026, 2027)]
    [None, 'PPN 002', 'PPN 026']
    """
    for one in model().editions.values():
        if one.since <= on and (one.until is None or on < one.until):
            return one
    return None


def suggested(on: date, pence: int, nation: str, is_below: bool) -> Edition | None:
    """The edition that central government would follow for a notice of the day and a value with
    VAT, in England; none where it would follow none. Elsewhere a nation has its own ways."""
    found = in_force(on)
    if found is None or nation != "england":
        return None
    if pence < found.pounds * 100 or (found.covered_alone and is_below):
        return None
    return found


def least_weight(edition: Edition, pence: int) -> int:
    """Per cent of the whole that the edition asks for at least; nought below its reach.

    >>> [least_weight(model().editions["ppn-026"], pence) for pence in (99_999_999, 500_000_000)]
    [0, 20]
    """
    return max((least for start, least in edition.weights if pence >= start * 100), default=0)


def least_indicators(edition: Edition, pence: int) -> int:
    """How many indicators of social value the edition asks for at least."""
    asks = edition.indicators and pence >= edition.indicators_from * 100
    return edition.indicators if asks else 0

"""Needs of local organisations that a bid answers: each with so much of a promised figure. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.bids.rules.answers import Asked
from coopcouncil.procurement.bids.rules.paper import Answered, NeedPromised, shown
from coopcouncil.procurement.kinds import CriterionKind

Figures = Mapping[int, Mapping[str, Answered]]


class MoreThanPromised(Refused):
    """Needs share out what is promised, and no more."""

    status = 422

    def __init__(self, code: str, figure: Decimal, needs: Decimal) -> None:
        self.code, self.figure, self.needs = code, figure, needs

    def sentence(self, _: Gettext) -> str:
        text = _("{code}: you give {needs} to needs, but your figure is {figure}.")
        return text.format(code=self.code, needs=shown(self.needs), figure=shown(self.figure))


class NeedGone(Refused):
    """Its organisation took it back, or the question is asked no more."""

    def __init__(self, code: str) -> None:
        self.code = code

    def sentence(self, _: Gettext) -> str:
        text = _("{code}: a need that you answer is not there any more. Open it and save again.")
        return text.format(code=self.code)


def takes_needs(asked: Asked) -> bool:
    """A need is answered with some of a figure that is promised; words and prices promise none."""
    return asked.kind is CriterionKind.FIGURE


def may_share(code: str, figure: Decimal | None, amounts: Collection[Decimal]) -> None:
    """Refuse to give more to needs than is promised. A figure may still be written."""
    needs = sum(amounts, Decimal(0))
    if figure is not None and needs > figure:
        raise MoreThanPromised(code, figure, needs)


def wrong_needs(
    asked: Sequence[Asked],
    figures: Figures,
    needs: Sequence[NeedPromised],
    put: Collection[int],
) -> Iterator[Refused]:
    """What keeps a bid from going in because of the needs that it answers."""
    takes = {(one.lot, one.code) for one in asked if takes_needs(one)}
    by_place: dict[tuple[int, str], list[NeedPromised]] = {}
    for need in needs:
        by_place.setdefault((need.lot, need.criterion), []).append(need)
    for (lot, code), those in by_place.items():
        if (lot, code) not in takes or any(one.need not in put for one in those):
            yield NeedGone(code)
            continue
        figure = figures.get(lot, {}).get(code, Answered()).figure
        try:
            may_share(code, figure, [one.amount for one in those])
        except MoreThanPromised as refusal:
            yield refusal


@dataclass(frozen=True)
class NeedShown:
    """A need as a bidder reads it: whose it is, in its own words, and what the bid gives it."""

    id: int
    words: str
    amount: Decimal | None = None

"""What the edition of the Social Value Model that is followed asks, and the tender lacks.

Advice, and never a refusal: the model binds central government alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coopcouncil.kernel.errors import Gettext
from coopcouncil.kernel.shown import shown_date
from coopcouncil.procurement.measures.library.model import Edition, model
from coopcouncil.procurement.measures.rules.following import (
    in_force,
    least_indicators,
    least_weight,
)
from coopcouncil.procurement.tenders.rules.document import plain


class Advice:
    """Something to think of, in a sentence."""

    def sentence(self, _: Gettext) -> str:
        """What there is to think of."""
        raise NotImplementedError


@dataclass(frozen=True)
class OtherEdition(Advice):
    """Followed is one, and the day has another, or none."""

    followed: str
    holds: str
    on: date

    def sentence(self, _: Gettext) -> str:
        said = (
            _("{followed} is followed. For a notice on {day} central government follows {holds}.")
            if self.holds
            else _("{followed} is followed. It does not hold yet for a notice on {day}.")
        )
        return said.format(followed=self.followed, holds=self.holds, day=shown_date(self.on))


@dataclass(frozen=True)
class TooLight(Advice):
    """Less weight than the edition asks for this value."""

    followed: str
    least: int
    given: Decimal

    def sentence(self, _: Gettext) -> str:
        text = _(
            "{followed} asks for at least {least} per cent for social value at this value. "
            "It counts {given} per cent."
        )
        return text.format(followed=self.followed, least=self.least, given=plain(self.given))


@dataclass(frozen=True)
class TooFewMeasured(Advice):
    """Fewer measures than the indicators that the edition wants of the contract."""

    followed: str
    wanted: int
    chosen: int

    def sentence(self, _: Gettext) -> str:
        text = _(
            "{followed} wants at least {wanted} indicators of social value in a contract of this "
            "value. {chosen} of the measures chosen are of a kind that it asks for."
        )
        return text.format(followed=self.followed, wanted=self.wanted, chosen=self.chosen)


@dataclass(frozen=True)
class TooFewIndicators(Advice):
    """Fewer indicators of social value in the contract than the edition wants."""

    followed: str
    wanted: int
    there: int

    def sentence(self, _: Gettext) -> str:
        text = _(
            "{followed}, which the tender follows, wants at least {wanted} indicators of social "
            "value in a contract of this value. It has {there}."
        )
        return text.format(followed=self.followed, wanted=self.wanted, there=self.there)


@dataclass(frozen=True)
class StandOutside(Advice):
    """Measures that the edition does not ask for."""

    followed: str
    codes: tuple[str, ...]

    def sentence(self, _: Gettext) -> str:
        text = _("Outside {followed} stand these measures: {codes}. Say why they are asked for.")
        return text.format(followed=self.followed, codes=", ".join(self.codes))


@dataclass(frozen=True)
class Chosen:
    """A measure of the tender, and what of the model it serves."""

    code: str
    outcome: str
    serves: tuple[str, ...]


def of_contract(followed: Edition | None, pence: int, there: int) -> TooFewIndicators | None:
    """What there is to think of a contract with so many indicators of social value."""
    wanted = least_indicators(followed, pence) if followed else 0
    if followed is None or there >= wanted:
        return None
    return TooFewIndicators(followed.number, wanted, there)


def advice(
    followed: Edition | None,
    on: date,
    pence: int,
    weights: Sequence[Decimal],
    measures: Sequence[Chosen],
) -> Iterator[Advice]:
    """Everything that there is to think of; nothing where no edition is followed."""
    if followed is None:
        return
    holds = in_force(on)
    if holds is not followed:
        yield OtherEdition(followed.number, holds.number if holds else "", on)
    least = least_weight(followed, pence)
    if weights and min(weights) < least:
        yield TooLight(followed.number, least, min(weights))
    within = [one for one in measures if model().is_within(followed.code, one.outcome, one.serves)]
    wanted = least_indicators(followed, pence)
    if len(within) < wanted:
        yield TooFewMeasured(followed.number, wanted, len(within))
    if outside := tuple(one.code for one in measures if one not in within):
        yield StandOutside(followed.number, outside)

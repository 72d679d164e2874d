"""Everything that keeps a tender from being published, each with the step where it is mended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.dates import moment
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.kinds import CriterionKind, Procedure, Reservation, Tie
from coopcouncil.procurement.tenders.rules.dates import USUAL_DAYS, days_given, is_short
from coopcouncil.procurement.tenders.rules.document import method_of_document, plain
from coopcouncil.procurement.tenders.rules.wrong import WRONG, Wrong
from coopcouncil.scoring import FaultKind, faults

__all__ = ["Fault", "Step", "faults_of_dates", "faults_of_method"]


class Step(StrEnum):
    """The way of a tender, in order."""

    ABOUT = "about"
    CONSIDERATION = "consideration"
    CONFLICTS = "conflicts"
    LOTS = "lots"
    MEASURES = "measures"
    SCALES = "scales"
    CRITERIA = "criteria"
    PEOPLE = "people"
    DATES = "dates"
    PUBLISH = "publish"
    BIDS = "bids"
    OPENING = "opening"
    DECLARATIONS = "declarations"
    SCORES = "scores"
    MODERATION = "moderation"
    RESULT = "result"
    SUMMARIES = "summaries"
    AWARD = "award"
    PROMISES = "promises"


@dataclass(frozen=True)
class Fault:
    """One thing to mend, and where."""

    step: Step
    refusal: Refused
    lot: int | None = None
    """The lot that it is about, where there are several."""


class Missing(Refused):
    """Something about a step that only needs one sentence, in the words of `rules.wrong`."""

    def __init__(self, wrong: Wrong, code: str = "", amount: str = "") -> None:
        self.wrong, self.code, self.amount = wrong, code, amount

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Missing) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.wrong, self.code, self.amount))

    def sentence(self, _: Gettext) -> str:
        if self.wrong is Wrong.WEIGHTS_NOT_100 and not self.code:
            text = _("The weights at the top make {amount}, and must make 100.")
        else:
            text = WRONG[self.wrong](_)
        return text.format(code=self.code, amount=self.amount)


class TooLittleTime(Refused):
    """Fewer days than are usual, and no reason."""

    def __init__(self, days: int) -> None:
        self.days = days

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Bidders have {days} days, fewer than the usual {usual}. Say why, or choose a later "
            "deadline."
        )
        return text.format(days=self.days, usual=USUAL_DAYS)


class DeadlineIsPast(Refused):
    """Nobody could bid."""

    def __init__(self, closes_at: datetime) -> None:
        self.closes_at = closes_at

    def sentence(self, _: Gettext) -> str:
        text = _("The deadline, {when}, has passed. Choose a later one.")
        return text.format(when=moment(self.closes_at, _))


def faults_of_dates(
    procedure: Procedure,
    questions_until: datetime | None,
    closes_at: datetime | None,
    short_because: str,
    now: datetime,
    published_at: datetime | None = None,
) -> Iterator[Fault]:
    """What is wrong with the times, if the notice went out now, or went out at `published_at`."""
    if closes_at is None:
        yield Fault(Step.DATES, Missing(Wrong.NO_DEADLINE))
        return
    if closes_at <= now:
        yield Fault(Step.DATES, DeadlineIsPast(closes_at))
        return
    if questions_until is None:
        yield Fault(Step.DATES, Missing(Wrong.NO_QUESTIONS_UNTIL))
    elif questions_until >= closes_at:
        yield Fault(Step.DATES, Missing(Wrong.QUESTIONS_AFTER_DEADLINE))
    elif published_at is None and questions_until <= now:
        yield Fault(Step.DATES, Missing(Wrong.QUESTIONS_PAST))
    out_on = (published_at or now).astimezone(LONDON).date()
    if is_short(procedure, out_on, closes_at) and not short_because:
        yield Fault(Step.DATES, TooLittleTime(days_given(out_on, closes_at)))


def faults_of_method(document: Mapping[str, Any], bilingual: bool) -> Iterator[Fault]:
    """What is wrong with lots, scales, criteria, and the words in two languages."""
    yield from _about(document, bilingual)
    yield from _lots(document, bilingual)
    yield from _scales(document, bilingual)
    yield from _criteria(document, bilingual)
    several = len(document["lots"]) > 1
    seen = set()
    for lot in document["lots"]:
        for fault in faults(method_of_document(document, lot["number"])):
            if fault.kind is FaultKind.TIE_UNKNOWN:
                yield Fault(Step.CRITERIA, Missing(Wrong.TIE_UNKNOWN, fault.code))
                continue
            wrong = Missing(Wrong(fault.kind.value), fault.code, _found(fault.kind, fault.amount))
            if wrong not in seen:
                seen.add(wrong)
                yield Fault(Step.CRITERIA, wrong, lot["number"] if several else None)


def _found(kind: FaultKind, amount: Decimal | None) -> str:
    if kind is FaultKind.WEIGHTS_NOT_100 and amount is not None:
        # What they make, not what is missing.
        return plain(100 - amount) or ""
    return plain(amount) or ""


def _about(document: Mapping[str, Any], bilingual: bool) -> Iterator[Fault]:
    if not document["description"]["en"]:
        yield Fault(Step.ABOUT, Missing(Wrong.NO_DESCRIPTION))
    if not (document["starts_on"] and document["ends_on"]):
        yield Fault(Step.ABOUT, Missing(Wrong.NO_TERM))
    if bilingual and not (document["title"]["cy"] and document["description"]["cy"]):
        yield Fault(Step.ABOUT, Missing(Wrong.NOT_IN_WELSH_ABOUT))


def _lots(document: Mapping[str, Any], bilingual: bool) -> Iterator[Fault]:
    several = len(document["lots"]) > 1
    for lot in document["lots"]:
        number = str(lot["number"])
        if lot["reservation"] != Reservation.NONE and not lot["reserved_because"]:
            yield Fault(Step.LOTS, Missing(Wrong.RESERVED_WITHOUT_REASON, number))
        if several and bilingual and not lot["title"]["cy"]:
            yield Fault(Step.LOTS, Missing(Wrong.NOT_IN_WELSH_LOT, number))


def _scales(document: Mapping[str, Any], bilingual: bool) -> Iterator[Fault]:
    for scale in document["scales"]:
        for band in scale["bands"]:
            if not band["wording"]["en"]:
                wrong = Missing(Wrong.BAND_WITHOUT_WORDS, scale["name"], band["points"])
                yield Fault(Step.SCALES, wrong)
            if bilingual and not (band["wording"]["cy"] and band["title"]["cy"]):
                wrong = Missing(Wrong.NOT_IN_WELSH_BAND, scale["name"], band["points"])
                yield Fault(Step.SCALES, wrong)


def _criteria(document: Mapping[str, Any], bilingual: bool) -> Iterator[Fault]:
    for row in document["criteria"]:
        code = row["code"]
        if row["kind"] == CriterionKind.FIGURE and row["measure"] is None:
            yield Fault(Step.CRITERIA, Missing(Wrong.FIGURE_WITHOUT_MEASURE, code))
        if row["kind"] == CriterionKind.SCALE and not row["question"]["en"]:
            yield Fault(Step.CRITERIA, Missing(Wrong.NO_QUESTION, code))
        if bilingual and not (
            row["title"]["cy"] and (row["question"]["cy"] or not row["question"]["en"])
        ):
            yield Fault(Step.CRITERIA, Missing(Wrong.NOT_IN_WELSH_CRITERION, code))
    for lot in document["lots"]:
        prices = [
            row["code"]
            for row in document["criteria"]
            if row["kind"] == CriterionKind.PRICE and row["lot"] in (None, lot["number"])
        ]
        if len(prices) > 1:
            yield Fault(Step.CRITERIA, Missing(Wrong.TWO_PRICES, prices[1]))
        if not prices and document["tie"]["by"] == Tie.PRICE:
            yield Fault(Step.CRITERIA, Missing(Wrong.TIE_WITHOUT_PRICE))


def by_step(found: Sequence[Fault]) -> dict[Step, list[Fault]]:
    """The faults in the order of the steps."""
    return {step: at for step in Step if (at := [one for one in found if one.step is step])}

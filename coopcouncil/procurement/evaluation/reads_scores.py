"""What evaluators have given, who has finished, and what moderation has come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from coopcouncil.accounts.models import Person
from coopcouncil.procurement.evaluation.models import (
    Agreed,
    AgreedEntry,
    Finished,
    LotAgreed,
    Score,
    ScoresDue,
    ScoringOrder,
)
from coopcouncil.procurement.evaluation.reads import Ground
from coopcouncil.procurement.evaluation.rules.moderating import Given, Spread, spread_of
from coopcouncil.procurement.evaluation.rules.progress import Count, count_of, uncovered
from coopcouncil.procurement.evaluation.rules.scoring import Left, Written, what_is_left
from coopcouncil.procurement.evaluation.rules.words import is_substantial
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import people_of

__all__ = [
    "Mark",
    "Seat",
    "Sheet",
    "due_on",
    "entries_of",
    "everyone_finished",
    "goes_by_bid",
    "left_to_agree",
    "live_lock",
    "nobody_scores",
    "own_seat",
    "progress_of",
    "scores_of",
    "seats_of",
    "sheet_of",
    "sheets_of",
    "still_left",
]

Pair = tuple[int, int]


@dataclass(frozen=True)
class Seat:
    """An evaluator in one lot."""

    part: int
    """The row of `TakesPart`."""
    person: Person
    criteria: tuple[int, ...]
    """Those of this lot that they score."""
    finished_at: datetime | None
    ended_at: datetime | None
    is_aside: bool
    """Whether their scores were set aside."""

    @property
    def is_live(self) -> bool:
        """Whether they still take part."""
        return self.ended_at is None

    @property
    def counts(self) -> bool:
        """Whether what they gave goes into the moderation."""
        return self.finished_at is not None and not self.is_aside


@dataclass(frozen=True)
class Mark:
    """What one evaluator gave for one bid on one criterion."""

    seat: Seat
    score: Score

    @property
    def is_thin(self) -> bool:
        """Whether its reason says too little."""
        return not is_substantial(self.score.reason)


@dataclass(frozen=True)
class Sheet:
    """Everything about one bid on one criterion, for those who moderate."""

    pair: Pair
    marks: tuple[Mark, ...]
    aside: tuple[Mark, ...]
    """Set aside, and still readable."""
    spread: Spread
    agreed: Agreed | None

    @property
    def given(self) -> tuple[Given, ...]:
        """The points that count, by whose they are."""
        return tuple(
            Given(one.seat.part, one.score.points)
            for one in self.marks
            if one.score.points is not None
        )

    @property
    def is_agreed(self) -> bool:
        """Whether a score stands."""
        return self.agreed is not None and self.agreed.points is not None

    @property
    def thin(self) -> int:
        """How many reasons say too little."""
        return sum(one.is_thin for one in self.marks)


async def seats_of(ground: Ground) -> list[Seat]:
    """The evaluators of the lot by name, those who left too."""
    scaled = {one.id for one in ground.scaled}
    people = await people_of(ground.tender, Part.EVALUATOR, ended=True)
    done = {
        one.takes_part_id: one.finished_at
        for one in await Finished.everywhere().filter(lot_id=ground.lot.id)
    }
    aside = set(
        await Score.everywhere()
        .filter(offer__lot_id=ground.lot.id, set_aside_at__isnull=False)
        .values_list("takes_part_id", flat=True)
    )
    found = [
        Seat(
            one.row.id,
            one.person,
            tuple(criterion for criterion in one.criteria if criterion in scaled),
            done.get(one.row.id),
            one.row.ended_at,
            one.row.id in aside,
        )
        for one in people
    ]
    return [one for one in found if one.criteria]


async def own_seat(ground: Ground, person: Person) -> Seat | None:
    """The person's own place among the evaluators of the lot, while they take part."""
    return next(
        (one for one in await seats_of(ground) if one.is_live and one.person.id == person.id),
        None,
    )


def everyone_finished(ground: Ground, seats: Iterable[Seat]) -> bool:
    """Whether every live evaluator has finished, and no criterion is without anybody's score."""
    seats = list(seats)
    return all(one.finished_at for one in seats if one.is_live) and not nobody_scores(
        ground, [one for one in seats if one.counts]
    )


def nobody_scores(ground: Ground, seats: Iterable[Seat]) -> tuple[int, ...]:
    """Criteria that none of these evaluators scores."""
    by = {leaf.id: [one.part for one in seats if leaf.id in one.criteria] for leaf in ground.scaled}
    return uncovered([leaf.id for leaf in ground.scaled], by)


async def scores_of(ground: Ground, part: int | None = None) -> list[Score]:
    """What was given in the lot, by one evaluator or by all."""
    rows = Score.everywhere().filter(offer__lot_id=ground.lot.id)
    if part is not None:
        rows = rows.filter(takes_part_id=part)
    return await rows.order_by("id")


def still_left(ground: Ground, seat: Seat, scores: Iterable[Score]) -> tuple[Left, ...]:
    """What an evaluator's own scores still want before they may finish."""
    written = {
        (one.offer_id, one.criterion_id): Written(one.points, one.reason)
        for one in scores
        if one.takes_part_id == seat.part
    }
    offers = [one.id for one in ground.standing]
    return what_is_left(offers, {one: ground.bands[one] for one in seat.criteria}, written)


def progress_of(ground: Ground, seat: Seat, scores: Iterable[Score]) -> dict[int, Count]:
    """How far an evaluator is, by criterion."""
    left = still_left(ground, seat, scores)
    return {
        criterion: count_of([(one.id, criterion) for one in ground.standing], left)
        for criterion in seat.criteria
    }


async def sheet_of(ground: Ground, seats: Iterable[Seat], pair: Pair) -> Sheet | None:
    """The sheet of one bid on one criterion; None where they do not meet in the lot."""
    return (await sheets_of(ground, seats, pair)).get(pair)


async def sheets_of(
    ground: Ground, seats: Iterable[Seat], only: Pair | None = None
) -> dict[Pair, Sheet]:
    """Everything that those who moderate read, by offer and criterion; of one alone, or of all."""
    by_part = {one.part: one for one in seats}
    which = {} if only is None else {"offer_id": only[0], "criterion_id": only[1]}
    marks: dict[Pair, list[Mark]] = {}
    scores = Score.everywhere().filter(offer__lot_id=ground.lot.id, **which)
    for score in await scores.order_by("id"):
        seat = by_part.get(score.takes_part_id)
        if seat is not None and seat.finished_at is not None:
            marks.setdefault((score.offer_id, score.criterion_id), []).append(Mark(seat, score))
    rows = await Agreed.everywhere().filter(offer__lot_id=ground.lot.id, **which)
    agreed = {(one.offer_id, one.criterion_id): one for one in rows}
    leaves = (*ground.scaled, *ground.conditions)
    pairs = [(offer.id, leaf.id) for leaf in leaves for offer in ground.offers]
    if only is not None:
        pairs = [pair for pair in pairs if pair == only]
    return {
        pair: _sheet(pair, ground, marks.get(pair, []), agreed.get(pair), by_part) for pair in pairs
    }


def _sheet(
    pair: Pair,
    ground: Ground,
    marks: list[Mark],
    agreed: Agreed | None,
    seats: dict[int, Seat],
) -> Sheet:
    marks = sorted(marks, key=lambda one: one.seat.person.name)
    counting = tuple(one for one in marks if one.score.set_aside_at is None)
    given = [
        Given(one.seat.part, one.score.points) for one in counting if one.score.points is not None
    ]
    return Sheet(
        pair,
        counting,
        tuple(one for one in marks if one.score.set_aside_at is not None),
        spread_of(given, ground.bands[pair[1]]),
        agreed,
    )


async def left_to_agree(ground: Ground) -> tuple[Pair, ...]:
    """Offers that stand and criteria for which no score is agreed."""
    rows = Agreed.everywhere().filter(offer__lot_id=ground.lot.id, points__isnull=False)
    done = set(await rows.values_list("offer_id", "criterion_id"))
    return tuple(pair for pair in ground.pairs if pair not in done)


async def entries_of(agreed: Agreed) -> list[AgreedEntry]:
    """The log of one agreed score, the first first."""
    rows = AgreedEntry.everywhere().filter(agreed_id=agreed.id)
    return await rows.order_by("id").select_related("entered_by")


async def live_lock(ground: Ground) -> LotAgreed | None:
    """The lock of the lot, if it is locked."""
    rows = LotAgreed.everywhere().filter(lot_id=ground.lot.id, reopened_at=None)
    return await rows.select_related("locked_by").first()


async def due_on(tender: Tender) -> date | None:
    """The day by which evaluators are asked to finish."""
    found = await ScoresDue.everywhere().get_or_none(tender_id=tender.id)
    return found.due_on if found else None


async def goes_by_bid(part: int) -> bool:
    """Whether an evaluator chose to go bid by bid; criterion by criterion if nothing was chosen."""
    found = await ScoringOrder.everywhere().get_or_none(takes_part_id=part)
    return found is not None and found.by_bid

"""A lot with tens of thousands of scores as its tables show it: counts and signs, no rows.

`reads_scores.py` gives the scores themselves; a test holds that both say the same.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tortoise import connections

from coopcouncil.procurement.evaluation.models import Agreed
from coopcouncil.procurement.evaluation.reads import Ground
from coopcouncil.procurement.evaluation.reads_scores import Pair, Seat
from coopcouncil.procurement.evaluation.rules.moderating import Given, spread_of
from coopcouncil.procurement.evaluation.rules.progress import Count
from coopcouncil.procurement.evaluation.rules.words import is_substantial

__all__ = ["Cell", "agreed_reasons", "counts_of", "grid_of", "how_many_left"]

# Whether a reason says enough is seen from its beginning; a word that is cut is no word.
_SCORES = """
    SELECT score.id, score.offer_id, score.criterion_id, score.takes_part_id, score.points,
        left(score.reason, 400) AS reason, length(score.reason) > 400 AS is_cut
    FROM score
    WHERE score.offer_id = ANY($1::bigint[]) AND score.criterion_id = ANY($2::bigint[])
        AND score.takes_part_id = ANY($3::bigint[])
"""
_COUNTED = _SCORES + " AND score.set_aside_at IS NULL"
_REASONS = "SELECT id, reason FROM score WHERE id = ANY($1::bigint[])"
_AGREED = """
    SELECT offer_id, criterion_id, points, reopened_because <> '' AS is_reopened
    FROM agreed_score
    WHERE offer_id = ANY($1::bigint[]) AND criterion_id = ANY($2::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """One bid on one criterion, for those who moderate."""

    points: Decimal | None
    """What is agreed."""
    is_reopened: bool
    is_wide: bool
    """Whether the evaluators lie far apart."""
    thin: int
    """How many of their reasons say too little."""

    @property
    def is_agreed(self) -> bool:
        """Whether a score stands."""
        return self.points is not None


async def grid_of(ground: Ground, seats: Iterable[Seat]) -> dict[Pair, Cell]:
    """Every bid of the lot on everything that is scored or decided on. As with `sheets_of`, only
    those who have finished are read, and what was set aside does not count."""
    offers = [one.id for one in ground.offers]
    leaves = [one.id for one in (*ground.scaled, *ground.conditions)]
    parts = [one.part for one in seats if one.finished_at is not None]
    rows = await _fetched(_COUNTED, offers, leaves, parts)
    thin = await _thin(rows)
    given: dict[Pair, list[Decimal]] = {}
    short: dict[Pair, int] = {}
    for row in rows:
        pair = (row["offer_id"], row["criterion_id"])
        if row["points"] is not None:
            given.setdefault(pair, []).append(row["points"])
        if row["id"] in thin:
            short[pair] = short.get(pair, 0) + 1
    agreed = {
        (row["offer_id"], row["criterion_id"]): (row["points"], row["is_reopened"])
        for row in await _fetched(_AGREED, offers, leaves)
    }
    wide = _Wide()
    cells = {}
    for leaf in leaves:
        bands = ground.bands[leaf]
        for offer in offers:
            pair = (offer, leaf)
            points, is_reopened = agreed.get(pair, (None, False))
            is_wide = wide.is_so(given.get(pair, ()), bands)
            cells[pair] = Cell(points, is_reopened, is_wide, short.get(pair, 0))
    return cells


class _Wide:
    """Remembers: of five evaluators and six bands there are few cases among thousands of cells."""

    def __init__(self) -> None:
        self._known: dict[tuple[frozenset[Decimal], tuple[Decimal, ...]], bool] = {}

    def is_so(self, points: Collection[Decimal], bands: tuple[Decimal, ...]) -> bool:
        # Only the lowest and the highest matter, not who gave them.
        key = (frozenset(points), bands)
        if key not in self._known:
            given = [Given(place, one) for place, one in enumerate(key[0])]
            self._known[key] = spread_of(given, bands).is_wide
        return self._known[key]


async def counts_of(ground: Ground, seats: Sequence[Seat]) -> dict[int, dict[int, Count]]:
    """How far each evaluator is, by criterion; as `progress_of` says of one."""
    offers = [one.id for one in ground.standing]
    leaves = sorted({criterion for one in seats for criterion in one.criteria})
    rows = await _fetched(_SCORES, offers, leaves, [one.part for one in seats])
    thin = await _thin(rows)
    bands = {leaf: frozenset(ground.bands[leaf]) for leaf in leaves}
    whole: dict[Pair, int] = {}
    begun: dict[Pair, int] = {}
    for row in rows:
        has_points = row["points"] in bands[row["criterion_id"]]
        has_reason = row["id"] not in thin
        if has_points or has_reason:
            key = (row["takes_part_id"], row["criterion_id"])
            counted = whole if has_points and has_reason else begun
            counted[key] = counted.get(key, 0) + 1
    return {
        one.part: {
            leaf: Count(
                done := whole.get((one.part, leaf), 0),
                half := begun.get((one.part, leaf), 0),
                len(offers) - done - half,
            )
            for leaf in one.criteria
        }
        for one in seats
    }


async def how_many_left(ground: Ground) -> int:
    """How many scores are not agreed: as many as `left_to_agree` names."""
    pairs = ground.pairs
    done = Agreed.everywhere().filter(
        offer_id__in=list({offer for offer, _ in pairs}),
        criterion_id__in=list({leaf for _, leaf in pairs}),
        points__isnull=False,
    )
    return len(pairs) - await done.count()


async def agreed_reasons(ground: Ground) -> dict[Pair, str]:
    """Why each agreed score stands."""
    rows = Agreed.everywhere().filter(offer__lot_id=ground.lot.id, points__isnull=False)
    return {
        (int(offer), int(leaf)): str(reason)
        for offer, leaf, reason in await rows.values_list("offer_id", "criterion_id", "reason")
    }


async def _thin(rows: Sequence[Any]) -> set[int]:
    """Those of the scores whose reasons say too little."""
    thin, asked = set(), []
    for row in rows:
        text = row["reason"]
        if is_substantial(text.rsplit(None, 1)[0] if row["is_cut"] else text):
            continue
        if row["is_cut"]:
            asked.append(row["id"])
        else:
            thin.add(row["id"])
    for row in await _fetched(_REASONS, asked) if asked else ():
        if not is_substantial(row["reason"]):
            thin.add(row["id"])
    return thin


async def _fetched(sql: str, *given: list[int]) -> Sequence[Any]:
    rows: Sequence[Any] = (await connections.get("default").execute_query(sql, list(given)))[1]
    return rows

"""When what is published may change, and what differs between two editions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coopcouncil.procurement.kinds import Basis, Procedure, Stage
from coopcouncil.procurement.tenders.rules.refusals import (
    BidsAreOpened,
    DeadlineMustMove,
    DeadlinePassed,
    Ended,
    MoreThanRefined,
    NotForetold,
    NotPublished,
)

METHOD = ("criteria", "scales", "tie", "decimals")
"""What s.24 calls the award criteria, their importance and the assessment methodology."""
TIMES = ("questions_until", "closes_at", "short_because")


@dataclass(frozen=True)
class Difference:
    """One thing that stands otherwise: where it is, and what it says before and after."""

    path: tuple[str, ...]
    before: str | None
    after: str | None


def may_republish(
    stage: Stage,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    basis: Basis,
    is_substantial: bool,
    now: datetime,
    closes_at: datetime | None,
    final_asked_at: datetime | None,
) -> None:
    """Refuse a change that ss.24 and 31 of the Procurement Act 2023 do not let."""
    may_begin_change(stage, now, closes_at)
    if basis is Basis.REFINED:
        foretold = before["procedure"] == Procedure.FLEXIBLE and before["refinement"]
        if not foretold or final_asked_at is not None:
            raise NotForetold
        if not only_refined(before, after):
            raise MoreThanRefined
    if is_substantial and after["closes_at"] <= before["closes_at"]:
        raise DeadlineMustMove


def may_begin_change(stage: Stage, now: datetime, closes_at: datetime | None) -> None:
    """Refuse what could never be published."""
    if stage is Stage.ENDED:
        raise Ended
    if stage is Stage.PREPARING:
        raise NotPublished
    if stage is not Stage.PUBLISHED:
        raise BidsAreOpened
    if closes_at is None or now > closes_at:
        raise DeadlinePassed


def only_refined(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether nothing differs but how bids are judged, and times that leave room for it."""
    return all(
        before.get(name) == after.get(name)
        for name in {**before, **after}
        if name not in (*METHOD, *TIMES)
    )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Everything that differs, part by part; criteria by their code, lots by their number."""
    return tuple(_differ((), before, after))


def _differ(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, list) and isinstance(after, list):
        before, after = _by_name(before), _by_name(after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in (*before, *(name for name in after if name not in before)):
            yield from _differ((*path, name), before.get(name), after.get(name))
        return
    if isinstance(before, (Mapping, list)) or isinstance(after, (Mapping, list)):
        # Here on one side alone: said by its name, and then all that it says.
        whole = after if before is None else before
        rows = _by_name(whole) if isinstance(whole, list) else whole
        for name, part in rows.items():
            gone = after is None
            yield from _differ((*path, name), part if gone else None, None if gone else part)
        return
    if before in (None, "") and after in (None, ""):
        return
    yield Difference(path, _said(before), _said(after))


def _by_name(rows: Sequence[Any]) -> dict[str, Any]:
    named = {}
    for place, row in enumerate(rows):
        if isinstance(row, Mapping):
            key = next((str(row[k]) for k in ("code", "number", "name", "points") if k in row), "")
            named[key or str(place)] = row
        else:
            named[str(place)] = row
    return named


def _said(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)

"""Bids with one total: parted by the published rule, step by step, or left level and said so."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from coopcouncil.scoring.method import TieBreak, TieBy
from coopcouncil.scoring.outcome import Tie, TieStep

Group: TypeAlias = tuple[str, ...]
Values: TypeAlias = Mapping[str, Fraction]


def part(
    total: Decimal,
    keys: Sequence[str],
    rules: Sequence[TieBreak],
    score: Mapping[str, Values],
    price: Mapping[str, Values],
    lot: Sequence[str],
) -> tuple[Tie, tuple[Group, ...]]:
    """What the rule did, and the bids in groups, the better first; a group of two is level still.

    `score` and `price` are by the code that the rule names, then by bid. Three or more may be
    parted in part at one step and further at the next.
    """
    groups: tuple[Group, ...] = (tuple(sorted(keys)),)
    steps: list[TieStep] = []
    for rule in rules:
        level = [key for group in groups if len(group) > 1 for key in group]
        if not level:
            break
        values = _values(rule, level, score, price, lot)
        if values is None:
            continue
        groups = tuple(piece for group in groups for piece in _split(group, values, rule.by))
        steps.append(TieStep(rule, tuple((key, values[key]) for key in sorted(level)), groups))
    is_open = any(len(group) > 1 for group in groups)
    return Tie(total, tuple(sorted(keys)), tuple(steps), is_open), groups


def _values(
    rule: TieBreak,
    level: Sequence[str],
    score: Mapping[str, Values],
    price: Mapping[str, Values],
    lot: Sequence[str],
) -> Values | None:
    """What parts them; None where a lot that leaves one of them out decides nothing."""
    if rule.by is TieBy.LOT:
        if not set(level) <= set(lot):
            return None
        return {key: Fraction(lot.index(key) + 1) for key in level}
    return (score if rule.by is TieBy.SCORE else price)[rule.code]


def _split(group: Group, values: Values, by: TieBy) -> list[Group]:
    if len(group) == 1:
        return [group]
    marks = sorted({values[key] for key in group}, reverse=by is TieBy.SCORE)
    return [tuple(key for key in group if values[key] == mark) for mark in marks]

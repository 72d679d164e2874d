"""What a criterion of each kind has, and what a weight may be."""

from dataclasses import dataclass, fields, replace
from decimal import Decimal

from coopcouncil.procurement.kinds import CriterionKind, Formula
from coopcouncil.procurement.tenders.rules.refusals import NotItsKind, OutsidePerCent

FOR_PRICES = frozenset({Formula.LOWEST_OVER, Formula.BELOW_MEAN, Formula.LINEAR_RANGE})
FOR_FIGURES = frozenset({Formula.OVER_HIGHEST, Formula.OVER_TARGET})


@dataclass(frozen=True)
class CriterionDraft:
    """One criterion as typed. Numbers are of rows of the same tender."""

    code: str
    kind: CriterionKind
    title: str
    weight: Decimal = Decimal()
    title_cy: str = ""
    question: str = ""
    question_cy: str = ""
    is_social: bool = False
    lot_id: int | None = None
    parent_id: int | None = None
    scale_id: int | None = None
    formula: Formula | None = None
    target: Decimal | None = None
    threshold: Decimal | None = None
    measure_id: int | None = None
    words_limit: int | None = None
    files_allowed: bool = False


COLUMNS = tuple(field.name for field in fields(CriterionDraft))


def fits_its_kind(draft: CriterionDraft, lot_id: int | None) -> CriterionDraft:
    """The draft in its lot, without what its kind does not have; refused where it lacks a scale
    or a formula of its own."""
    kind = draft.kind
    if kind is CriterionKind.SCALE and draft.scale_id is None:
        raise NotItsKind
    if kind is CriterionKind.PRICE and draft.formula not in FOR_PRICES:
        raise NotItsKind
    if kind is CriterionKind.FIGURE and draft.formula not in FOR_FIGURES:
        raise NotItsKind
    by_formula = kind in (CriterionKind.PRICE, CriterionKind.FIGURE)
    has_target = by_formula and draft.formula in (Formula.OVER_TARGET, Formula.LINEAR_RANGE)
    writes = kind is CriterionKind.SCALE
    return replace(
        draft,
        lot_id=lot_id,
        weight=Decimal() if kind is CriterionKind.CONDITION else draft.weight,
        scale_id=draft.scale_id if writes else None,
        formula=draft.formula if by_formula else None,
        target=draft.target if has_target else None,
        threshold=None if kind is CriterionKind.CONDITION else draft.threshold,
        measure_id=draft.measure_id
        if kind in (CriterionKind.FIGURE, CriterionKind.SCALE)
        else None,
        words_limit=draft.words_limit if writes else None,
        files_allowed=draft.files_allowed and kind is not CriterionKind.GROUP,
    )


def may_weigh(weight: Decimal) -> None:
    """Refuse what is no share of a hundred, or finer than the table keeps."""
    if not weight.is_finite() or not 0 <= weight <= 100:
        raise OutsidePerCent
    if weight != weight.quantize(Decimal("0.0001")):
        raise OutsidePerCent

"""What is wrong with a method, said before it is published."""

from decimal import Decimal

import pytest

from coopcouncil.scoring import (
    Criterion,
    Fault,
    FaultKind,
    Formula,
    Kind,
    Method,
    TieBreak,
    TieBy,
    faults,
)
from tests.scoring.cases import condition, figure, group, method, price, scale


def test_a_sound_method_has_none():
    sound = method(
        group("1", 60, scale("1.1", 33.3333), scale("1.2", 66.6667), threshold=Decimal(50)),
        price("2", 40, Formula.LINEAR_RANGE, ceiling=5),
        condition(),
        group("3", 0, condition("3.1")),
        ties=(TieBreak(TieBy.SCORE, "1"), TieBreak(TieBy.PRICE), TieBreak(TieBy.LOT)),
    )
    assert faults(sound) == ()


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (method(), Fault(FaultKind.NOTHING_SCORED)),
        (method(condition()), Fault(FaultKind.NOTHING_SCORED)),
        (method(scale("1", 99.5)), Fault(FaultKind.WEIGHTS_NOT_100, "", Decimal("0.5"))),
        (
            method(scale("1", 60), price("2", 50)),
            Fault(FaultKind.WEIGHTS_NOT_100, "", Decimal("-10.0")),
        ),
        (
            method(group("1", 100, scale("1.1", 60), scale("1.2", 30))),
            Fault(FaultKind.WEIGHTS_NOT_100, "1", Decimal("10.0")),
        ),
        (
            method(scale("1", 110), scale("2", -10)),
            Fault(FaultKind.NEGATIVE_WEIGHT, "2", Decimal(-10)),
        ),
        (
            method(scale("1"), Criterion("C", Kind.CONDITION, Decimal(5))),
            Fault(FaultKind.CONDITION_WEIGHS, "C", Decimal(5)),
        ),
        (method(scale("1"), group("2", 0)), Fault(FaultKind.EMPTY_GROUP, "2")),
        (method(scale("1"), group("2", 5, condition())), Fault(FaultKind.EMPTY_GROUP, "2")),
        (
            method(
                Criterion("1", Kind.PRICE, Decimal(100), (scale("2"),), formula=Formula.BELOW_MEAN)
            ),
            Fault(FaultKind.UNDER_A_LEAF, "1"),
        ),
        (method(scale("1", 50), scale("1", 50)), Fault(FaultKind.DUPLICATE_CODE, "1")),
        (method(scale("1", most=0)), Fault(FaultKind.SCALE_OF_NOTHING, "1", Decimal(0))),
        (method(Criterion("1", Kind.SCALE, Decimal(100))), Fault(FaultKind.SCALE_OF_NOTHING, "1")),
        (method(Criterion("1", Kind.FIGURE, Decimal(100))), Fault(FaultKind.NO_FORMULA, "1")),
        (
            method(Criterion("1", Kind.PRICE, Decimal(100), formula=Formula.OVER_HIGHEST)),
            Fault(FaultKind.NO_FORMULA, "1"),
        ),
        (
            method(Criterion("1", Kind.FIGURE, Decimal(100), formula=Formula.OVER_TARGET)),
            Fault(FaultKind.NO_TARGET, "1"),
        ),
        (method(figure("1", target=0)), Fault(FaultKind.NO_TARGET, "1", Decimal(0))),
        (
            method(price("1", 100, Formula.LINEAR_RANGE, ceiling=-1)),
            Fault(FaultKind.NO_CEILING, "1", Decimal(-1)),
        ),
        (
            method(scale("1", most=5, threshold=Decimal(6))),
            Fault(FaultKind.THRESHOLD_OUTSIDE, "1", Decimal(6)),
        ),
        (
            method(group("1", 100, scale("2"), threshold=Decimal(101))),
            Fault(FaultKind.THRESHOLD_OUTSIDE, "1", Decimal(101)),
        ),
        (
            method(group("1", 100, figure("2"), threshold=Decimal(50))),
            Fault(FaultKind.THRESHOLD_ON_RELATIVE, "1"),
        ),
        (
            Method((scale("1"),), ties=(TieBreak(TieBy.SCORE, "9"),)),
            Fault(FaultKind.TIE_UNKNOWN, "9"),
        ),
        (
            Method((scale("1"),), ties=(TieBreak(TieBy.PRICE, "1"),)),
            Fault(FaultKind.TIE_UNKNOWN, "1"),
        ),
        (Method((scale("1"),), ties=(TieBreak(TieBy.PRICE),)), Fault(FaultKind.TIE_UNKNOWN, "")),
        (
            Method((scale("1"),), ties=(TieBreak(TieBy.LOT), TieBreak(TieBy.SCORE, "1"))),
            Fault(FaultKind.TIE_AFTER_LOT),
        ),
    ],
    ids=lambda one: one.kind if isinstance(one, Fault) else "",
)
def test_each_fault_is_found_and_named(wrong, fault):
    assert fault in faults(wrong)


def test_a_condition_does_not_count_among_the_weights():
    assert faults(method(scale("1", 60), condition(), price("2", 40))) == ()

"""Sums worked by hand: every step, the social part, who stands, what is odd."""

from decimal import Decimal
from fractions import Fraction

import pytest

from coopcouncil.procurement import kinds
from coopcouncil.scoring import (
    Beside,
    FailedBy,
    Faulty,
    Formula,
    Kind,
    LeftOut,
    Offer,
    Problem,
    ProblemKind,
    Subtotal,
    Unready,
    run,
    shown,
)
from coopcouncil.scoring.outcome import Oddity, OddityKind
from tests.scoring.cases import (
    condition,
    earned,
    figure,
    group,
    method,
    offer,
    price,
    ranks,
    scale,
    totals,
)

# Quality 50 (delivery 60 of it, people 40), social value 10 (apprentices half of it), price 40.
WHOLE = method(
    group("1", 50, scale("1.1", 60), scale("1.2", 40, threshold=Decimal(2))),
    group("2", 10, scale("2.1", 50, most=4), figure("2.2", 50), is_social=True),
    price("3", 40),
    condition(),
)
ADA = offer("ada", {"1.1": 4, "1.2": 5, "2.1": 2}, **{"2.2": 6, "3": 120_000})
BOB = offer("bob", {"1.1": 3, "1.2": 3, "2.1": 4}, **{"2.2": 12, "3": 90_000})


def test_a_sum_is_what_it_is_by_hand():
    done = run(WHOLE, [ADA, BOB])

    # ada: 4/5 × 30 + 5/5 × 20 + 2/4 × 5 + 6/12 × 5 + 90/120 × 40 = 24 + 20 + 2.5 + 2.5 + 30.
    # bob: 3/5 × 30 + 3/5 × 20 + 4/4 × 5 + 12/12 × 5 + 40 = 18 + 12 + 5 + 5 + 40.
    assert totals(done) == {"bob": "80.00", "ada": "79.00"}
    assert ranks(done) == {"bob": 1, "ada": 2}
    assert done.winner == "bob"
    ada = done.of("ada")
    assert [str(one.weighted) for one in ada.steps] == ["24", "20", "5/2", "5/2", "30"]
    assert ada.subtotals == (
        Subtotal("1", Fraction(50), Fraction(44)),
        Subtotal("2", Fraction(10), Fraction(5)),
    )
    assert (ada.social, done.of("bob").social) == (Fraction(5), Fraction(10))
    assert WHOLE.social_weight() == 10


def test_a_step_says_what_was_given_and_what_it_was_held_against():
    ada = run(WHOLE, [ADA, BOB]).of("ada")

    at_price = ada.step("3")
    assert (at_price.given, at_price.beside) == (
        Decimal(120_000),
        ((Beside.LOWEST, Fraction(90_000)),),
    )
    assert (at_price.earned, at_price.weight) == (Fraction(3, 4), Fraction(40))
    assert ada.step("2.1").beside == ((Beside.MOST, Fraction(4)),)
    assert ada.step("2.2").beside == ((Beside.HIGHEST, Fraction(12)),)


def test_it_is_rounded_once_and_at_the_end():
    # A third of each of three thirds: 33.33 three times would make 99.99.
    thirds = method(
        scale("a", 33.3334, most=3), scale("b", 33.3333, most=3), scale("c", 33.3333, most=3)
    )
    done = run(thirds, [offer("x", {"a": 1, "b": 1, "c": 1}), offer("y", {"a": 3, "b": 3, "c": 3})])

    assert totals(done) == {"y": "100.00", "x": "33.33"}
    assert done.of("x").exact == Fraction(100, 3)
    assert shown(Fraction(100, 3), 4) == Decimal("33.3333")


def test_a_bid_that_misses_a_threshold_fails_and_is_compared_with_nobody():
    weak = offer("weak", {"1.1": 5, "1.2": 1, "2.1": 4}, **{"2.2": 40, "3": 10_000})
    done = run(WHOLE, [ADA, BOB, weak])

    failed = done.of("weak")
    assert (failed.total, failed.rank) == (None, None)
    assert [(one.code, one.by, one.given) for one in failed.failures] == [
        ("1.2", FailedBy.POINTS, Fraction(1))
    ]
    # Its price and its figure, best of all, moved nobody; it is shown the whole, no more.
    assert totals(done) == {"bob": "80.00", "ada": "79.00", "weak": None}
    assert failed.step("3").earned == 1
    assert [one.key for one in done.scored] == ["bob", "ada", "weak"]


def test_a_condition_is_met_or_the_bid_fails_unscored():
    silent = Offer("silent", figures={"2.2": Decimal(1), "3": Decimal(1)})
    done = run(WHOLE, [ADA, silent])

    assert [one.by for one in done.of("silent").failures] == [FailedBy.CONDITION]
    assert done.of("silent").step("1.1").weighted is None
    assert totals(done) == {"ada": "91.50", "silent": None}


@pytest.mark.parametrize(
    ("criterion", "bid", "by"),
    [
        (figure("F", least=3), {"F": 2}, FailedBy.FIGURE),
        (figure("F", least=3), {"F": None}, FailedBy.FIGURE),
        (price("F", most=100), {"F": 101}, FailedBy.DEAR),
        (price("F"), {"F": None}, FailedBy.NO_PRICE),
    ],
)
def test_figures_and_prices_have_their_thresholds(criterion, bid, by):
    done = run(method(criterion), [offer("x", **bid)])

    assert [one.by for one in done.of("x").failures] == [by]
    assert done.winner is None


def test_a_bid_at_its_threshold_stands():
    at = method(scale("S", 50, threshold=Decimal(3)), price("P", 50, most=100))
    assert run(at, [offer("x", {"S": 3}, P=100)]).winner == "x"


def test_a_group_has_a_threshold_of_its_own():
    quality = group("Q", 60, scale("a", 50), scale("b", 50), threshold=Decimal(60))
    done = run(
        method(quality, price("P", 40)),
        [
            offer("three and three", {"a": 3, "b": 3}, P=9),
            offer("five and nothing", {"a": 5, "b": 0}, P=1),
        ],
    )

    assert done.winner == "three and three"
    [failure] = done.of("five and nothing").failures
    assert (failure.code, failure.by, failure.given) == ("Q", FailedBy.GROUP, Fraction(50))
    assert done.of("three and three").step("P").earned == 1


def test_leaving_a_bid_out_moves_relative_scores_alone():
    low = offer("low", {"1.1": 1, "1.2": 2, "2.1": 1}, **{"2.2": 24, "3": 60_000})
    first = run(WHOLE, [ADA, BOB, low])
    second = run(WHOLE, [ADA, BOB], left_out=[LeftOut("low", "Debarred on 3 March 2026")])

    assert [(one.key, one.because) for one in second.left_out] == [
        ("low", "Debarred on 3 March 2026")
    ]
    for code in ("1.1", "1.2", "2.1"):
        assert earned(second, code).items() <= earned(first, code).items()
    assert first.of("bob").step("3").earned == Fraction(2, 3)
    assert second.of("bob").step("3").earned == 1
    assert second.of("bob").step("2.2").earned == 1


def test_no_bid_and_a_single_bid_have_their_runs():
    nobody = run(WHOLE, [])
    assert (nobody.scored, nobody.winner) == ((), None)
    assert nobody.oddities == (Oddity(OddityKind.NO_BIDS),)

    alone = run(WHOLE, [ADA])
    assert totals(alone) == {"ada": "91.50"}
    assert Oddity(OddityKind.SINGLE, "ada") in alone.oddities


def test_when_every_bid_fails_nobody_wins_and_the_run_says_so():
    done = run(method(price("P", most=5)), [offer("x", P=6), offer("y", P=7)])

    assert ranks(done) == {"x": None, "y": None}
    assert done.oddities == (Oddity(OddityKind.ALL_FAILED),)
    assert earned(done, "P") == {"x": None, "y": None}


def test_what_a_person_should_look_at_is_listed():
    done = run(
        method(figure("F", 50), price("P", 50, Formula.LINEAR_RANGE, ceiling=100)),
        [offer("x", F=-1, P=0), offer("y", P=101)],
    )

    assert set(done.oddities) == {
        Oddity(OddityKind.NOBODY_OFFERED, "", "F"),
        Oddity(OddityKind.NEGATIVE_FIGURE, "x", "F"),
        Oddity(OddityKind.NO_FIGURE, "y", "F"),
        Oddity(OddityKind.PRICE_NOT_POSITIVE, "x", "P"),
        Oddity(OddityKind.OVER_CEILING, "y", "P"),
    }


def test_the_sum_is_not_made_over_missing_or_impossible_scores():
    with pytest.raises(Unready) as refused:
        run(
            WHOLE,
            [
                offer("x", {"1.1": 6, "2.1": 1}, **{"2.2": 1, "3": 1}),
                offer("y", {"1.1": 1, "1.2": 1, "2.1": 1}, **{"2.2": float("inf"), "3": 1}),
                BOB,
            ],
            left_out=[LeftOut("bob", "Excluded")],
        )

    assert refused.value.problems == (
        Problem(ProblemKind.TWICE, "bob"),
        Problem(ProblemKind.OUTSIDE_SCALE, "x", "1.1"),
        Problem(ProblemKind.NO_POINTS, "x", "1.2"),
        Problem(ProblemKind.NOT_A_NUMBER, "y", "2.2"),
    )


def test_a_method_with_a_fault_is_not_run():
    with pytest.raises(Faulty):
        run(method(scale("a", 99)), [])


def test_the_kinds_are_those_that_tenders_are_stored_with():
    assert {one.value for one in Kind} == {one.value for one in kinds.CriterionKind}
    assert {one.value for one in Formula} == {one.value for one in kinds.Formula}


def test_the_weight_of_social_value_goes_through_groups():
    nested = method(
        group("Q", 80, scale("a", 75), scale("b", 25, is_social=True)),
        group("S", 20, group("S1", 50, scale("c")), scale("d", 50), is_social=True),
    )
    assert nested.social() == {"b", "c", "d"}
    assert nested.social_weight() == 40
    assert nested.weights()["c"] == 10

"""What figures and prices earn, at the edges too."""

from fractions import Fraction

import pytest

from coopcouncil.scoring import Formula, run
from tests.scoring.cases import earned, figure, method, offer, price

F = Fraction


def by_price(formula: Formula, *prices: float, ceiling: float | None = None) -> list[str]:
    bids = [offer(str(place), P=amount) for place, amount in enumerate(prices)]
    found = earned(run(method(price("P", 100, formula, ceiling)), bids), "P")
    return [str(found[bid.key]) for bid in bids]


def by_figure(*figures: float | None, target: float | None = None) -> list[str]:
    bids = [offer(str(place), F=amount) for place, amount in enumerate(figures)]
    found = earned(run(method(figure("F", 100, target)), bids), "F")
    return [str(found[bid.key]) for bid in bids]


@pytest.mark.parametrize(
    ("prices", "parts"),
    [
        ((80, 100, 160), ["1", "4/5", "1/2"]),
        ((100,), ["1"]),
        ((70, 70, 70), ["1", "1", "1"]),
        # Nothing asked: the limit of the formula.
        ((0, 50, 100), ["1", "0", "0"]),
        ((0, 0, 5), ["1", "1", "0"]),
        ((-10, -5, 0, 5), ["1", "0", "0", "0"]),
    ],
)
def test_lowest_over_this(prices, parts):
    assert by_price(Formula.LOWEST_OVER, *prices) == parts


@pytest.mark.parametrize(
    ("prices", "parts"),
    [
        # Mean 100: a tenth below earns a tenth more than half.
        ((90, 100, 110), ["3/5", "1/2", "2/5"]),
        ((100,), ["1/2"]),
        ((70, 70), ["1/2", "1/2"]),
        # Mean 100: half of it earns the whole, one and a half of it nothing, beyond no less.
        ((50, 100, 150), ["1", "1/2", "0"]),
        ((10, 40, 250), ["1", "1", "0"]),
        ((0, 0), ["1/2", "1/2"]),
        ((-10, 0, 4), ["1", "0", "0"]),
    ],
)
def test_below_the_mean(prices, parts):
    assert by_price(Formula.BELOW_MEAN, *prices) == parts


@pytest.mark.parametrize(
    ("prices", "ceiling", "parts"),
    [
        ((80, 100, 120), None, ["1", "1/2", "0"]),
        ((80, 100, 120), 160, ["1", "3/4", "1/2"]),
        # Above the stated ceiling: nothing, and not less.
        ((80, 100, 240), 160, ["1", "3/4", "0"]),
        ((100,), None, ["1"]),
        ((70, 70), None, ["1", "1"]),
        ((160, 160, 170), 160, ["1", "1", "0"]),
        ((170, 180), 160, ["0", "0"]),
        ((-20, 0, 20), None, ["1", "1/2", "0"]),
        ((0, 50), 100, ["1", "1/2"]),
    ],
)
def test_linear_range(prices, ceiling, parts):
    assert by_price(Formula.LINEAR_RANGE, *prices, ceiling=ceiling) == parts


@pytest.mark.parametrize(
    ("figures", "parts"),
    [
        ((12, 6, 3), ["1", "1/2", "1/4"]),
        ((5,), ["1"]),
        # Nobody offered anything: nobody earns.
        ((0, 0), ["0", "0"]),
        ((0,), ["0"]),
        ((-3, -1), ["0", "0"]),
        ((10, -5), ["1", "0"]),
        ((10, None), ["1", "0"]),
    ],
)
def test_over_the_highest(figures, parts):
    assert by_figure(*figures) == parts


@pytest.mark.parametrize(
    ("figures", "parts"),
    [
        ((12, 6, 24), ["1", "1/2", "1"]),
        ((0, -5, None), ["0", "0", "0"]),
        ((1,), ["1/12"]),
    ],
)
def test_over_the_target(figures, parts):
    assert by_figure(*figures, target=12) == parts


def test_fractions_are_exact():
    assert by_price(Formula.LOWEST_OVER, 1, 3) == ["1", "1/3"]
    assert F(1, 3) * 3 == 1

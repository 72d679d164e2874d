"""Prices to ask about before the award."""

from decimal import Decimal
from fractions import Fraction

import pytest

from coopcouncil.scoring import LowPrice, far_below, low_prices, run
from tests.scoring.cases import condition, method, offer, price

F = Fraction


def asked(*prices: float) -> dict[float, str]:
    bids = [offer(str(place), P=amount) for place, amount in enumerate(prices)]
    found = low_prices(run(method(price()), bids))
    return {prices[int(one.key)]: str(one.below) for one in found}


@pytest.mark.parametrize(
    ("prices", "found"),
    [
        # Without the highest: (700 + 1,000 + 1,000 + 1,100) / 4 = 950 thousand; 85 per cent 807.5.
        ((700_000, 1_000_000, 1_000_000, 1_100_000, 3_000_000), {700_000: "500/19"}),
        # At 85 per cent exactly: (85 + 105 + 110) / 3 = 100.
        ((85_000, 105_000, 110_000, 200_000), {}),
        ((84_999, 105_000, 110_001, 200_000), {84_999: "15001/1000"}),
        # Two far below, the nearer one of them by more than the margin too.
        (
            (50_000, 60_000, 100_000, 100_000, 100_000, 120_000),
            {50_000: "1600/41", 60_000: "1100/41"},
        ),
        # Within £1,000 of the lowest that qualifies: 4,000 is below 85 per cent of 4,750.
        ((4_000, 4_300, 5_000, 5_700, 9_000), {}),
        ((100,), {}),
        ((50, 100), {}),
        ((-10, -10, 5), {}),
        ((-10, -10, -10), {}),
    ],
)
def test_the_published_rule_names_prices_to_ask_about(prices, found):
    assert asked(*prices) == found


def test_a_bid_that_failed_is_neither_asked_about_nor_averaged():
    bids = [offer("a", P=100_000), offer("b", P=110_000), offer("c", P=130_000)]
    failed = [type(one)(one.key + "!", figures={"P": Decimal(1)}) for one in bids]
    done = run(method(price(), condition()), [*bids, *failed])

    assert low_prices(done) == ()


def test_each_price_criterion_is_looked_at():
    two = method(price("P", 50), price("Q", 50))
    bids = [
        offer("a", P=100_000, Q=20_000),
        offer("b", P=100_000, Q=100_000),
        offer("c", P=100_000, Q=100_000),
        offer("d", P=100_000, Q=100_000),
    ]
    assert low_prices(run(two, bids)) == (LowPrice("a", "Q", F(800, 11)),)


def test_a_price_far_below_the_mean_is_found():
    done = run(method(price()), [offer("a", P=100), offer("b", P=110), offer("c", P=60)])

    assert far_below(done, "P", Decimal(10)) == (("c", F(100, 3)),)
    assert far_below(done, "P", Decimal(40)) == ()
    assert far_below(run(method(price()), []), "P", Decimal(10)) == ()

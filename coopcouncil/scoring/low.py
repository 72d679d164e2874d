"""Prices so low that people should ask before they award.

Nothing here decides anything: the Procurement Act 2023, s.19, lets an abnormally low tender be
passed over only after its bidder was told and could show that it can do the work for the price.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from coopcouncil.scoring.outcome import Run

NOTHING = Fraction(0)
# Construction Procurement Handbook of the Scottish Government, chapter 8 and glossary: more than
# 15 per cent below the average without the highest, and not within 1 per cent (of £1,000 at least
# and £100,000 at most) of the lowest price that qualifies.
BELOW = Fraction(15, 100)
NEAR, NEAR_LEAST, NEAR_MOST = Fraction(1, 100), Fraction(1_000), Fraction(100_000)


@dataclass(frozen=True)
class LowPrice:
    """A price to ask about: by how many per cent it is below the average without the highest."""

    key: str
    code: str
    below: Fraction


def low_prices(done: Run) -> tuple[LowPrice, ...]:
    """Such prices of the bids that stand, the lowest first."""
    found: list[LowPrice] = []
    for code in done.method.prices():
        prices = _standing(done, code)
        if len(prices) < 2:
            continue
        counted = sorted(prices.values())[:-1]
        average = sum(counted, NOTHING) / len(counted)
        if average <= 0:
            continue
        low = {key: price for key, price in prices.items() if price < average * (1 - BELOW)}
        qualifies = min(price for key, price in prices.items() if key not in low)
        margin = min(max(qualifies * NEAR, NEAR_LEAST), NEAR_MOST)
        found.extend(
            LowPrice(key, code, 100 * (average - price) / average)
            for key, price in sorted(low.items(), key=lambda one: (one[1], one[0]))
            if qualifies - price > margin
        )
    return tuple(found)


def far_below(done: Run, code: str, per_cent: Decimal) -> tuple[tuple[str, Fraction], ...]:
    """Bids whose price is more than so many per cent below the mean of all that stand, by how
    many."""
    prices = _standing(done, code)
    mean = sum(prices.values(), NOTHING) / (len(prices) or 1)
    if mean <= 0:
        return ()
    below = [(key, 100 * (mean - price) / mean) for key, price in prices.items()]
    return tuple(sorted((one for one in below if one[1] > per_cent), key=lambda one: -one[1]))


def _standing(done: Run, code: str) -> dict[str, Fraction]:
    return {
        one.key: Fraction(one.step(code).given or 0) for one in done.scored if one.exact is not None
    }

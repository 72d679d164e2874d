"""A run as it is kept: the same text for the same sum, read back whole, made anew alike."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from coopcouncil.scoring import (
    Formula,
    LeftOut,
    Offer,
    Rounding,
    as_json,
    canonical,
    comes_out_again,
    fingerprint,
    of_json,
    rounded,
    run,
)
from coopcouncil.scoring.kept import UnknownFormat
from coopcouncil.scoring.method import Method
from tests.scoring.cases import condition, figure, group, method, offer, price, scale

EVERYTHING = Method(
    (
        group("1", 50, scale("1.1", 60), figure("1.2", 40, target=8), threshold=Decimal(10)),
        group("2", 10, figure("2.1", 100), is_social=True),
        price("3", 40, Formula.LINEAR_RANGE, ceiling=150),
        condition(),
    ),
    decimals=3,
    rounding=Rounding.HALF_EVEN,
)
BIDS = [
    offer("x", {"1.1": 4}, **{"1.2": 3, "2.1": 7, "3": 99.99}),
    offer("y", {"1.1": 4}, **{"1.2": 3, "2.1": 7, "3": 99.99}),
    offer("z", {"1.1": 0}, **{"1.2": 0, "2.1": 3, "3": 149}),
]


def kept():
    done = run(EVERYTHING, BIDS, [LeftOut("w", "Tynnwyd yn ôl")], lot=("y", "x"))
    return done, as_json(done)


def test_a_kept_run_is_read_back_whole():
    done, data = kept()

    through_the_database = json.loads(json.dumps(data))
    assert of_json(through_the_database) == done
    assert fingerprint(through_the_database) == fingerprint(data)


def test_the_order_of_keys_leaves_no_trace():
    # A database gives the keys of stored JSON back in an order of its own.
    def turned(value):
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(one) for one in value] if isinstance(value, list) else value

    _, data = kept()
    assert list(turned(data)) != list(data)
    assert fingerprint(turned(data)) == fingerprint(data)
    assert comes_out_again(turned(data))


def test_no_figure_is_kept_as_a_float():
    _, data = kept()

    def floats(value):
        if isinstance(value, dict):
            return [found for one in value.values() for found in floats(one)]
        if isinstance(value, list):
            return [found for one in value for found in floats(one)]
        return [value] if isinstance(value, float) else []

    assert floats(data) == []
    assert '"exact":"' in canonical(data)


def test_a_kept_run_comes_out_again_and_a_changed_one_does_not():
    _, data = kept()
    assert comes_out_again(data)

    changed = json.loads(json.dumps(data))
    changed["scored"][0]["total"] = "99.000"
    assert not comes_out_again(changed)
    assert fingerprint(changed) != fingerprint(data)


def test_how_a_figure_is_written_leaves_no_trace():
    plain = run(method(price()), [offer("x", P=90), offer("y", P=120)])
    written = run(
        method(price()),
        [
            offer("y", P=120),
            Offer("x", figures={"P": Decimal("90.0000")}, met={"C": True}),
        ],
    )
    assert fingerprint(as_json(plain)) == fingerprint(as_json(written))


def test_a_later_format_is_not_guessed_at():
    _, data = kept()
    with pytest.raises(UnknownFormat):
        of_json({**data, "format": 2})


@pytest.mark.parametrize(
    ("exact", "half_up", "half_even"),
    [
        ("1/8", "0.13", "0.12"),
        ("3/8", "0.38", "0.38"),
        ("2/3", "0.67", "0.67"),
        ("5", "5.00", "5.00"),
    ],
)
def test_the_one_rounding(exact, half_up, half_even):
    assert str(rounded(Fraction(exact), 2)) == half_up
    assert str(rounded(Fraction(exact), 2, Rounding.HALF_EVEN)) == half_even

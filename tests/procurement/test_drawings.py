"""The sum drawn: bars that add up to the totals, lines whose turns are where the winner changes."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from coopcouncil.kernel.pages import environment
from coopcouncil.procurement.drawings import LEFT, Turn, side_by_side, swinging
from coopcouncil.scoring import Run, run
from tests.scoring.cases import condition, figure, group, method, offer, price, scale

TITLES = {"1": "Quality", "SV": "Social value", "3": "Price"}
METHOD = method(
    group("1", 50, scale("1.1")),
    group("SV", 10, figure("SV1"), is_social=True),
    price("3", 40),
    condition(),
)
NAMES = {"1": "Hafod Joinery Co-operative", "2": "Bryn & Sons", "3": "Dale"}


def done() -> Run:
    return run(
        METHOD,
        [
            offer("1", {"1.1": 5}, **{"SV1": 0, "3": 120}),
            offer("2", {"1.1": 4}, **{"SV1": 10, "3": 90}),
            offer("3", {"1.1": 1}, **{"SV1": 1, "3": None}),
        ],
    )


def test_each_bar_is_as_long_as_its_total():
    sides = side_by_side(done(), NAMES, TITLES)

    assert [(bar.name, bar.rank, bar.total) for bar in sides.bars] == [
        ("Bryn & Sons", 1, Decimal("90.00")),
        ("Hafod Joinery Co-operative", 2, Decimal("80.00")),
    ]
    # A hundred points are as wide as the axis; 40, 10 and 40 make 90 of them.
    whole = sides.across[-1].at - LEFT
    bryn, hafod = sides.bars
    assert sum(piece.width for piece in bryn.pieces) == round(whole * 0.9, 1)
    assert [piece.code for piece in bryn.pieces] == ["1", "SV", "3"]
    assert [piece.code for piece in hafod.pieces] == ["1", "3"]
    assert hafod.figures == (Decimal("50.00"), Decimal("0.00"), Decimal("30.00"))


def test_a_weight_at_which_another_comes_first_is_marked_and_said():
    quality, social, cost = swinging(done(), NAMES, TITLES)

    # Quality at w: Bryn 80 w and 100 of the rest; Hafod 100 w and 60 of the rest (0 and 75).
    assert quality.leads == ("Bryn & Sons",)
    assert quality.below is None
    assert quality.above == Turn(Decimal("66.67"), ("Hafod Joinery Co-operative",))
    assert len(quality.dots) == 1
    assert (social.below, social.above, cost.above) == (None, None, None)
    assert quality.heavier[0] == "Bryn & Sons"
    assert quality.strokes[0].short == "Bryn & Sons"


def test_more_than_six_lines_are_drawn_fine_and_six_are_named():
    many = [offer(str(n), {"1.1": 1 + n / 4}, **{"SV1": n, "3": 50 + n}) for n in range(9)]
    [first, *_] = swinging(run(METHOD, many), {str(n): f"Bid {n}" for n in range(9)}, TITLES)

    named = [stroke for stroke in first.strokes if stroke.colour]
    assert (len(first.strokes), len(named)) == (9, 6)
    heights = sorted(stroke.words for stroke in named)
    assert min(b - a for a, b in pairwise(heights)) >= 18.9


def test_the_macros_draw_them_beside_their_tables():
    page = environment.from_string(
        '{% import "procurement/_drawings.html" as drawings with context %}'
        "{{ drawings.side_by_side(sides) }}{{ drawings.sensitivity(swings) }}"
    )
    html = page.render(
        sides=side_by_side(done(), NAMES, TITLES), swings=swinging(done(), NAMES, TITLES)
    )

    assert html.count("<svg") == 4
    assert html.count("<table") == 2
    assert "Bryn &amp; Sons" in html
    assert "Above 66.67 per cent: Hafod Joinery Co-operative" in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_without_bids_there_is_a_drawing_of_nothing():
    nothing = run(METHOD, [])
    assert side_by_side(nothing, {}, TITLES).bars == ()
    assert swinging(nothing, {}, TITLES) == ()


@pytest.mark.parametrize("bid", ["bid {}", "cynnig {}"])
def test_the_letter_of_a_bid_stays_where_its_name_is_cut(bid: str):
    names = {
        key: f"{NAMES[key]} of the whole valley ({bid.format(letter)})"
        for key, letter in zip(NAMES, ("A", "AB", "C"), strict=True)
    }
    done_ = done()
    bars = [bar.short for bar in side_by_side(done_, names, TITLES).bars]
    words = [one.short for one in swinging(done_, names, TITLES)[0].strokes if one.colour]
    for short, most in (*((one, 22) for one in bars), *((one, 15) for one in words)):
        assert len(short) <= most
        assert short.endswith((f"… ({bid.format('A')})", f"… ({bid.format('AB')})"))
    # What is in brackets and has no end is a name like any other.
    (cut, *_) = side_by_side(
        done_, {**names, "2": "Bryn (formerly of the valley beneath"}, TITLES
    ).bars
    assert cut.short == "Bryn (formerly of the…"

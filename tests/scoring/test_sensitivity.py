"""How the ranking moves with the weights: lines, break-even weights."""

from fractions import Fraction

import pytest

from coopcouncil.scoring import Leads, bites, run, swings
from tests.scoring.cases import condition, figure, group, method, offer, price, scale

F = Fraction
# Quality 60, price 40: 16 has 100 and 75 of them, 17 has 80 and 100.
SPLIT = method(group("1", 60, scale("1.1")), price("2", 40), condition())
SIXTEEN, SEVENTEEN = offer("16", {"1.1": 5}, **{"2": 120}), offer("17", {"1.1": 4}, **{"2": 90})


def test_where_the_winner_changes_is_found_exactly():
    quality, cost = swings(run(SPLIT, [SIXTEEN, SEVENTEEN]))

    # 100 w + 75 (100 − w) = 80 w + 100 (100 − w) at w = 2500/45.
    assert quality.leads == (
        Leads(("17",), F(0), F(500, 9)),
        Leads(("16",), F(500, 9), F(100)),
    )
    assert (quality.weight, quality.below, quality.above) == (F(60), F(500, 9), None)
    assert (cost.below, cost.above) == (None, F(400, 9))


def test_a_line_at_the_published_weight_is_the_total():
    done = run(SPLIT, [SIXTEEN, SEVENTEEN])
    for swing in swings(done):
        for line in swing.lines:
            assert line.at(swing.weight) == done.of(line.key).exact


def test_the_ranking_at_another_weight_is_that_of_a_run_with_it():
    three = method(scale("a", 50), scale("b", 30), price("P", 20))
    bids = [
        offer("x", {"a": 5, "b": 1}, P=10),
        offer("y", {"a": 2, "b": 5}, P=12),
        offer("z", {"a": 3, "b": 3}, P=8),
    ]
    swing = swings(run(three, bids))[0]
    # a at 30, so that b and price share 70 as they shared 50: 42 and 28.
    moved = run(method(scale("a", 30), scale("b", 42), price("P", 28)), bids)

    assert dict(swing.ranking(F(30))) == {one.key: one.exact for one in moved.scored}
    assert [key for key, _ in swing.ranking(F(30))] == [one.key for one in moved.scored]


def test_bids_level_all_the_way_lead_together():
    done = run(SPLIT, [SIXTEEN, offer("18", {"1.1": 5}, **{"2": 120})])
    assert [lead.keys for lead in swings(done)[0].leads] == [("16", "18")]


def test_the_upper_edge_may_have_several_turns():
    several = method(scale("a", 50, most=100), scale("b", 50, most=100))
    bids = [
        offer("x", {"a": 100, "b": 0}),
        offer("y", {"a": 70, "b": 70}),
        offer("z", {"a": 0, "b": 100}),
        offer("never", {"a": 40, "b": 40}),
    ]
    leads = swings(run(several, bids))[0].leads

    assert [lead.keys for lead in leads] == [("z",), ("y",), ("x",)]
    assert [(lead.since, lead.until) for lead in leads] == [
        (F(0), F(30)),
        (F(30), F(70)),
        (F(70), F(100)),
    ]


@pytest.mark.parametrize("bids", [[], [offer("x", {"1.1": 1})]])
def test_without_a_bid_that_stands_nothing_swings(bids):
    assert swings(run(SPLIT, bids)) == ()


def test_a_criterion_that_is_the_whole_has_nothing_to_swing_against():
    assert swings(run(method(price()), [offer("x", P=1)])) == ()


def test_what_one_point_is_worth():
    found = {
        one.code: (one.weight, one.each)
        for one in bites(
            method(
                group("1", 60, scale("1.1", 50, most=5), figure("1.2", 50, target=12)),
                price("2", 40),
                condition(),
            )
        )
    }
    assert found == {"1.1": (F(30), F(6)), "1.2": (F(30), F(5, 2)), "2": (F(40), None)}


def test_of_bids_level_at_nothing_the_steeper_leads():
    two = method(scale("a", 50), scale("b", 50))
    done = run(two, [offer("flat", {"a": 1, "b": 3}), offer("steep", {"a": 5, "b": 3})])

    assert swings(done)[0].leads == (Leads(("steep",), F(0), F(100)),)


def test_of_several_turns_the_nearest_on_either_side_is_told():
    several = method(scale("a", 80, most=100), scale("b", 20, most=100))
    bids = [
        offer("x", {"a": 100, "b": 0}),
        offer("y", {"a": 70, "b": 70}),
        offer("z", {"a": 0, "b": 100}),
    ]
    heavy = swings(run(several, bids))[0]
    assert (heavy.below, heavy.above) == (F(70), None)

    level = swings(run(method(scale("a", 50, most=100), scale("b", 50, most=100)), bids))[0]
    assert (level.below, level.above) == (F(30), F(70))

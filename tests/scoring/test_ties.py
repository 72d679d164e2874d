"""Equal totals: the published rule parts them, and every step of it is kept."""

from fractions import Fraction

from coopcouncil.scoring import TieBreak, TieBy, run
from tests.scoring.cases import group, method, offer, price, ranks, scale, totals

RULES = (TieBreak(TieBy.SCORE, "Q"), TieBreak(TieBy.PRICE, "P"), TieBreak(TieBy.LOT))
TWO = method(group("Q", 50, scale("a")), price("P", 50), ties=RULES)


def test_the_named_score_parts_them_first():
    # 50 × 5/5 + 50 × 1/2 = 50 × 5/10 + 50: both 75.
    done = run(TWO, [offer("dear", {"a": 5}, P=200), offer("cheap", {"a": 2.5}, P=100)])

    assert totals(done) == {"dear": "75.00", "cheap": "75.00"}
    assert (done.winner, ranks(done)["cheap"]) == ("dear", 2)
    [tie] = done.ties
    assert (tie.keys, tie.is_open) == (("cheap", "dear"), False)
    [step] = tie.steps
    assert step.rule == RULES[0]
    assert dict(step.values) == {"dear": Fraction(50), "cheap": Fraction(25)}
    assert step.groups == (("dear",), ("cheap",))


def test_then_the_lower_price():
    same = method(scale("a", 100), price("P", 0), ties=(TieBreak(TieBy.PRICE), RULES[2]))
    done = run(same, [offer("dear", {"a": 4}, P=200), offer("cheap", {"a": 4}, P=100)])

    assert ranks(done) == {"cheap": 1, "dear": 2}


def test_what_no_rule_parts_is_open_until_the_lot_is_drawn():
    bids = [offer("x", {"a": 3}, P=9), offer("y", {"a": 3}, P=9), offer("z", {"a": 1}, P=9)]
    before = run(TWO, bids)
    assert ranks(before) == {"x": 1, "y": 1, "z": 3}
    assert (before.winner, before.ties[0].is_open) == (None, True)

    # An order that leaves one of them out decides nothing.
    assert run(TWO, bids, lot=("y",)).winner is None

    after = run(TWO, bids, lot=("y", "x"))
    assert (after.winner, ranks(after)["x"]) == ("y", 2)
    assert (after.ties[0].is_open, after.lot) == (False, ("y", "x"))


def test_three_may_be_parted_in_part_at_one_step_and_further_at_the_next():
    rules = (TieBreak(TieBy.SCORE, "a"), TieBreak(TieBy.SCORE, "b"), TieBreak(TieBy.LOT))
    three = method(scale("a", 25), scale("b", 25), scale("c", 50), ties=rules)
    # Each has 50 of 100: 25 × 4/5 + 25 × 2/5 + 50 × 2/5; 25 × 4/5 + 0 + 50 × 3/5; 50 × 5/5.
    done = run(
        three,
        [
            offer("1", {"a": 4, "b": 2, "c": 2}),
            offer("2", {"a": 4, "b": 0, "c": 3}),
            offer("3", {"a": 0, "b": 0, "c": 5}),
        ],
    )

    assert set(totals(done).values()) == {"50.00"}
    assert ranks(done) == {"1": 1, "2": 2, "3": 3}
    [tie] = done.ties
    assert [step.groups for step in tie.steps] == [(("1", "2"), ("3",)), (("1",), ("2",), ("3",))]
    assert [key for key, _ in tie.steps[1].values] == ["1", "2"]


def test_bids_are_level_when_the_published_totals_are():
    close = method(scale("a", 100, most=10_000), ties=(TieBreak(TieBy.LOT),), decimals=1)
    done = run(close, [offer("x", {"a": 9001}), offer("y", {"a": 9002})], lot=("x", "y"))

    assert totals(done) == {"x": "90.0", "y": "90.0"}
    assert done.winner == "x"


def test_a_failed_bid_is_in_no_tie():
    done = run(
        method(price("P", 100, most=10)), [offer("x", P=10), offer("y", P=11), offer("z", P=12)]
    )
    assert done.ties == ()

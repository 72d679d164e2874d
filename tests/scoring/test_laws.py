"""What must hold of every sum, whatever the method and the bids."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coopcouncil.scoring import (
    Criterion,
    Formula,
    Kind,
    LeftOut,
    Method,
    Offer,
    as_json,
    comes_out_again,
    faults,
    fingerprint,
    rounded,
    run,
    swings,
)
from coopcouncil.scoring.method import FOR_PRICES, RELATIVE

PRICES = sorted(FOR_PRICES)
FIGURES = [Formula.OVER_HIGHEST, Formula.OVER_TARGET]
KEYS = "abcdefgh"


def split(parts: int) -> st.SearchStrategy[list[Decimal]]:
    """Weights to four places that make 100."""
    cuts = st.lists(st.integers(0, 1_000_000), min_size=parts - 1, max_size=parts - 1)

    def weights(found: list[int]) -> list[Decimal]:
        edges = [0, *sorted(found), 1_000_000]
        return [Decimal(b - a) / 10_000 for a, b in pairwise(edges)]

    return cuts.map(weights)


@st.composite
def leaves(draw: st.DrawFn, code: str, weight: Decimal) -> Criterion:
    kind = draw(st.sampled_from([Kind.SCALE, Kind.SCALE, Kind.FIGURE, Kind.PRICE]))
    if kind is Kind.SCALE:
        return Criterion(code, kind, weight, most=Decimal(draw(st.sampled_from([3, 5, 10]))))
    formula = draw(st.sampled_from(PRICES if kind is Kind.PRICE else FIGURES))
    stated = Decimal(draw(st.integers(1, 300)))
    needs = formula is Formula.OVER_TARGET
    may = formula is Formula.LINEAR_RANGE and draw(st.booleans())
    return Criterion(code, kind, weight, formula=formula, target=stated if needs or may else None)


@st.composite
def methods(draw: st.DrawFn) -> Method:
    """One to four criteria at the top, some of them groups of one to three."""
    top = draw(split(draw(st.integers(1, 4))))
    criteria = []
    for place, weight in enumerate(top):
        code = str(place + 1)
        if draw(st.booleans()):
            under = draw(split(draw(st.integers(1, 3))))
            inside = tuple(draw(leaves(f"{code}.{n}", part)) for n, part in enumerate(under))
            criteria.append(Criterion(code, Kind.GROUP, weight, inside))
        else:
            criteria.append(draw(leaves(code, weight)))
    return Method(tuple(criteria), decimals=draw(st.integers(0, 4)))


@st.composite
def bids(draw: st.DrawFn, method: Method, key: str) -> Offer:
    points, figures = {}, {}
    for leaf in method.leaves():
        if leaf.kind is Kind.SCALE:
            points[leaf.code] = Decimal(draw(st.integers(0, int(leaf.most or 0))))
        else:
            figures[leaf.code] = draw(
                st.decimals(-5, 500, allow_nan=False, allow_infinity=False, places=2)
            )
    return Offer(key, points, figures)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Method, list[Offer]]:
    method = draw(methods())
    return method, [draw(bids(method, key)) for key in KEYS[: draw(st.integers(1, 6))]]


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(case, chance):
    method, offers = case
    mixed = list(offers)
    chance.shuffle(mixed)

    assert fingerprint(as_json(run(method, offers))) == fingerprint(as_json(run(method, mixed)))


@given(cases())
def test_weighted_steps_make_the_total_before_the_one_rounding(case):
    method, offers = case
    assert faults(method) == ()
    weights = [method.weights()[leaf.code] for leaf in method.leaves()]
    assert sum(weights) == 100
    for one in run(method, offers).scored:
        steps = [step.weighted for step in one.steps]
        assert None not in steps
        assert one.exact == sum(step for step in steps if step is not None)
        assert one.total == rounded(one.exact or Fraction(0), method.decimals)
        assert 0 <= one.exact <= 100
        top = [c for c in method.criteria if c.kind is not Kind.GROUP]
        groups = [s.weighted for s in one.subtotals]
        assert sum(groups) + sum(one.step(c.code).weighted or 0 for c in top) == one.exact


@given(cases())
def test_every_part_is_exact_and_between_nothing_and_the_whole(case):
    for one in run(*case).scored:
        for step in one.steps:
            assert isinstance(step.earned, Fraction)
            assert 0 <= step.earned <= 1
            assert step.weighted == step.earned * step.weight


@given(cases(), st.data())
def test_a_better_figure_never_earns_less(case, data):
    method, offers = case
    leaf = data.draw(st.sampled_from(method.leaves()))
    old = offers[0]
    if leaf.kind is Kind.SCALE:
        more = data.draw(st.integers(int(old.points[leaf.code]), int(leaf.most or 0)))
        better = replace(old, points={**old.points, leaf.code: Decimal(more)})
    else:
        by = data.draw(st.decimals(0, 600, allow_nan=False, allow_infinity=False, places=2))
        sign = -1 if leaf.kind is Kind.PRICE else 1
        better = replace(
            old, figures={**old.figures, leaf.code: old.figures[leaf.code] + sign * by}
        )

    before = run(method, offers).of(old.key)
    after = run(method, [better, *offers[1:]]).of(old.key)
    assert (after.exact or 0) >= (before.exact or 0)
    assert (after.step(leaf.code).earned or 0) >= (before.step(leaf.code).earned or 0)


@given(cases())
def test_leaving_a_bid_out_changes_only_what_relative_formulas_say(case):
    method, offers = case
    assume(len(offers) > 1)
    whole = run(method, offers)
    rest = run(method, offers[1:], [LeftOut(offers[0].key, "Excluded")])

    for one in rest.scored:
        for step, before in zip(one.steps, whole.of(one.key).steps, strict=True):
            if step.formula not in RELATIVE:
                assert step == before
            else:
                assert (step.given, step.weight) == (before.given, before.weight)


@given(cases())
def test_a_kept_run_always_comes_out_again(case):
    assert comes_out_again(as_json(run(*case)))


@given(cases())
def test_places_follow_the_totals(case):
    scored = run(*case).scored
    totals = [one.total for one in scored if one.total is not None]
    assert totals == sorted(totals, reverse=True)
    for one in scored:
        ahead = sum(1 for other in scored if (other.total or 0) > (one.total or 0))
        # No lot was drawn: whoever is level shares the place.
        assert one.rank == ahead + 1


@settings(max_examples=60)
@given(cases(), st.integers(0, 100))
def test_whoever_leads_at_a_weight_is_on_the_upper_edge_there(case, weight):
    for swing in swings(run(*case)):
        best = max(line.at(Fraction(weight)) for line in swing.lines)
        there = [lead for lead in swing.leads if lead.since <= weight <= lead.until]
        lines = {line.key: line for line in swing.lines}
        assert there
        for lead in there:
            assert {lines[key].at(Fraction(weight)) for key in lead.keys} == {best}
        assert swing.leads[0].since == 0
        assert swing.leads[-1].until == 100


@given(cases(), st.data())
def test_a_bid_that_fails_moves_nobody(case, data):
    method, offers = case
    asked = replace(method, criteria=(*method.criteria, Criterion("C", Kind.CONDITION)))
    meeting = [replace(one, met={"C": True}) for one in offers]
    failing = data.draw(bids(method, "failing"))

    alone, beside = run(asked, meeting), run(asked, [*meeting, failing])
    assert beside.of("failing").total is None
    assert [one for one in beside.scored if one.key != "failing"] == list(alone.scored)
    for step in beside.of("failing").steps:
        assert step.earned is not None
        assert 0 <= step.earned <= 1


@given(cases(), st.data())
def test_a_threshold_fails_those_below_it_alone(case, data):
    method, offers = case
    scales = [one for one in method.criteria if one.kind is Kind.SCALE]
    assume(scales)
    chosen = scales[0]
    least = Decimal(data.draw(st.integers(0, int(chosen.most or 0))))
    criteria = tuple(
        replace(one, threshold=least) if one is chosen else one for one in method.criteria
    )
    done = run(replace(method, criteria=criteria), offers)

    for offer in offers:
        falls = offer.points[chosen.code] < least
        assert (done.of(offer.key).rank is None) == falls

"""What the votes of several constituencies decide together."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.mutuals.rules.weighing import (
    ConstituencyTwice,
    Group,
    NoVotesToWeigh,
    NoWeights,
    decide,
)
from coopcouncil.mutuals.views.votes import _percent
from coopcouncil.organisations.chapters.mutuals import MutualCount, by_key
from coopcouncil.organisations.majority import Majority, Of

TOGETHER, WEIGHTED, EACH = MutualCount.TOGETHER, MutualCount.WEIGHTED, MutualCount.EACH
SPECIAL = Majority(Fraction(3, 4), Of.VOTES_CAST, or_more=True)

votes = st.integers(0, 500)
some = st.lists(st.tuples(votes, votes, st.integers(1, 100)), min_size=1, max_size=5).map(
    lambda rows: [Group(str(n), f, a, w) for n, (f, a, w) in enumerate(rows)]
)


def test_a_few_staff_and_many_users_weighed_alike() -> None:
    groups = [Group("Staff", 30, 10, 50), Group("Users", 400, 600, 50)]

    assert not decide(groups, TOGETHER).carried
    weighed = decide(groups, WEIGHTED)
    assert weighed.in_favour == Fraction(23, 40)
    assert [step.gives for step in weighed.steps] == [Fraction(3, 8), Fraction(1, 5)]
    assert weighed.carried
    each = decide(groups, EACH)
    assert [step.carried for step in each.steps] == [True, False]
    assert not each.carried


def test_a_constituency_in_which_nobody_voted_weighs_nothing_but_is_no_majority() -> None:
    groups = [Group("Staff", 30, 10, 40), Group("Users", 0, 0, 60)]

    assert decide(groups, WEIGHTED).in_favour == Fraction(3, 4)
    assert not decide(groups, EACH).carried


def test_a_tie_is_lost_and_three_quarters_exactly_are_enough() -> None:
    assert not decide([Group("Staff", 5, 5, 1)], WEIGHTED).carried
    assert decide([Group("Staff", 3, 1, 1)], WEIGHTED, SPECIAL).carried


def test_what_cannot_be_weighed_is_refused() -> None:
    with pytest.raises(NoVotesToWeigh):
        decide([], TOGETHER)
    with pytest.raises(NoWeights):
        decide([Group("Staff", 1, 0)], WEIGHTED)
    with pytest.raises(ConstituencyTwice):
        decide([Group("Staff", 1, 0, 1), Group("Staff", 0, 1, 1)], TOGETHER)


@given(some)
def test_a_majority_in_each_carries_by_every_other_way(groups: list[Group]) -> None:
    if decide(groups, EACH).carried:
        assert decide(groups, TOGETHER).carried
        assert decide(groups, WEIGHTED).carried


@given(some, st.randoms(use_true_random=False))
def test_the_order_of_constituencies_changes_nothing(groups: list[Group], random: object) -> None:
    shuffled = list(groups)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for way in MutualCount:
        one, other = decide(groups, way), decide(shuffled, way)
        assert (one.carried, one.in_favour) == (other.carried, other.in_favour)


@given(some, st.sampled_from(MutualCount))
def test_never_both_a_motion_and_its_opposite(groups: list[Group], way: MutualCount) -> None:
    turned = [Group(g.name, g.against, g.votes_for, g.weight) for g in groups]

    assert not (decide(groups, way).carried and decide(turned, way).carried)


@given(some, st.sampled_from(MutualCount), st.integers(0, 4))
def test_a_vote_more_in_favour_never_loses_it(
    groups: list[Group], way: MutualCount, place: int
) -> None:
    place %= len(groups)
    g = groups[place]
    # Where nobody had voted, a first vote brings the constituency's weight in: in favour.
    more = [*groups[:place], Group(g.name, g.votes_for + 1, g.against, g.weight)]
    more += groups[place + 1 :]
    if decide(groups, way).carried:
        assert decide(more, way).carried


@given(some)
def test_weights_are_of_the_whole_and_the_parts_add_up(groups: list[Group]) -> None:
    outcome = decide(groups, WEIGHTED)

    assert sum(step.weight for step in outcome.steps) in (0, 1)
    assert sum(step.gives for step in outcome.steps) == outcome.in_favour
    assert 0 <= (outcome.in_favour or 0) <= 1


@pytest.mark.parametrize("text", ["staff", "staff=-1", "Staff=1", "staff=1, staff=2", "a=99999"])
def test_seats_and_weights_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        by_key(text)


@pytest.mark.parametrize(
    ("share", "said"), [(Fraction(2, 3), "66.7%"), (Fraction(1), "100.0%"), (None, "–")]
)
def test_shares_are_said_to_a_tenth(share: Fraction | None, said: str) -> None:
    assert _percent(share) == said

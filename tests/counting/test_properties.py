"""What must always hold, whatever the papers: under each rule, for any small election."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopcouncil.counting import approval, fptp, stv_ers97, stv_meek, stv_scottish
from coopcouncil.counting.outcome import Outcome
from coopcouncil.counting.papers import LEFT_OUT, Election, Mark, Paper, consecutive
from tests.counting import naive
from tests.counting.make import elections

Count = Callable[[Election, Sequence[int]], Outcome]

RULES = [stv_scottish.count, stv_ers97.count, stv_meek.count]
every_rule = pytest.mark.parametrize("count", RULES, ids=["scottish-2011", "ers97", "meek-prf"])
many = settings(max_examples=150, deadline=None)


def unmerged(election: Election) -> list[Paper]:
    return [
        Paper(tuple(ranking), 1)
        for ranking, weight in election.papers.items()
        for _ in range(weight)
    ]


def again(election: Election, papers: list[Paper]) -> Election:
    names = [candidate.name for candidate in election.candidates]
    return Election.of(names, election.seats, papers, election.title, election.withdrawn)


@every_rule
@many
@given(elections())
def test_votes_held_and_run_out_equal_the_valid_papers_at_every_stage(count: Count, case):
    election, lots = case
    outcome = count(election, lots)

    for stage in outcome.stages:
        assert sum(stage.votes) + stage.non_transferable == outcome.valid * 10**outcome.decimals
        assert min(stage.votes) >= 0
        assert stage.non_transferable >= 0


@every_rule
@many
@given(elections())
def test_every_place_is_filled_by_somebody_standing(count: Count, case):
    election, lots = case
    outcome = count(election, lots)

    assert len(outcome.elected) == min(election.seats, len(election.standing))
    assert len(set(outcome.elected)) == len(outcome.elected)
    assert set(outcome.elected) <= set(election.standing)
    assert sorted(c for s in outcome.stages for c in s.elected) == sorted(outcome.elected)


@every_rule
@many
@given(elections())
def test_the_transfers_of_a_stage_explain_its_votes(count: Count, case):
    election, lots = case
    outcome = count(election, lots)

    for before, after in zip(outcome.stages, outcome.stages[1:], strict=False):
        if not after.keep_factors:
            votes = [*before.votes]
            votes[0] = before.non_transferable
            for transfer in after.transfers:
                votes[transfer.source] -= transfer.votes
                votes[transfer.target] += transfer.votes
            assert votes == [after.non_transferable, *after.votes[1:]]


@every_rule
@many
@given(elections(), st.randoms(use_true_random=False))
def test_the_order_of_the_papers_and_how_they_are_bundled_change_nothing(
    count: Count, case, chance: random.Random
):
    election, lots = case
    papers = unmerged(election)
    chance.shuffle(papers)

    assert count(again(election, papers), lots) == count(election, lots)


@every_rule
@many
@given(elections(), st.randoms(use_true_random=False))
def test_renumbering_the_candidates_renumbers_the_outcome(
    count: Count, case, chance: random.Random
):
    election, lots = case
    places = list(range(1, len(election.candidates) + 1))
    chance.shuffle(places)
    new = dict(enumerate(places, 1)) | {LEFT_OUT: LEFT_OUT}

    def mark(old: Mark) -> Mark:
        return tuple(new[c] for c in old) if isinstance(old, tuple) else new[old]

    papers = [Paper(tuple(mark(m) for m in p.ranking), p.weight) for p in unmerged(election)]
    names = [c.name for c in sorted(election.candidates, key=lambda c: new[c.number])]
    renumbered = Election.of(
        names, election.seats, papers, withdrawn=[new[c] for c in election.withdrawn]
    )
    there, here = count(renumbered, tuple(new[c] for c in lots)), count(election, lots)

    assert set(there.elected) == {new[c] for c in here.elected}
    assert [[s.votes[new[c]] for c in sorted(new)] for s in there.stages] == [
        [s.votes[c] for c in sorted(new)] for s in here.stages
    ]


@many
@given(elections(odd=False))
def test_the_scottish_count_agrees_with_a_second_reading_of_the_rule(case):
    election, lots = case
    election = again(
        Election.of([c.name for c in election.candidates], election.seats, []), unmerged(election)
    )
    papers = [tuple(cast("bytes", p)) for p, w in consecutive(election).items() for _ in range(w)]
    stages = naive.scottish(papers, len(election.candidates), election.seats)
    if not stages:
        return  # A tie that needs a lot: the second reading stops there.
    outcome = stv_scottish.count(election, lots)

    assert [[int(v * 10**5) for v in stage] for stage in stages] == [
        list(stage.votes[1:]) for stage in outcome.stages
    ]


@many
@given(elections())
def test_under_meek_every_elected_candidate_keeps_no_more_than_a_quota_in_the_end(case):
    election, lots = case
    outcome = stv_meek.count(election, lots)

    for stage in outcome.stages:
        assert all(0 <= kept <= stv_meek.ONE for kept in stage.keep_factors)


@many
@given(elections())
def test_the_most_votes_win_first_past_the_post_and_by_approval(case):
    election, lots = case
    for outcome in (fptp.count(election, lots), approval.count(election, lots)):
        losers = set(election.standing) - set(outcome.elected)
        worst = min(outcome.totals[c] for c in outcome.elected)
        assert all(outcome.totals[c] <= worst for c in losers)
        assert len(outcome.elected) == min(election.seats, len(election.standing))


@every_rule
@settings(max_examples=60, deadline=None)
@given(elections(odd=False))
def test_a_majority_of_first_preferences_wins_a_single_place(count: Count, case):
    election, lots = case
    papers = consecutive(election)
    valid = sum(papers.values())
    for c in election.standing:
        if 2 * sum(w for p, w in papers.items() if p[0] == c) > valid:
            assert c in count(election, lots).elected

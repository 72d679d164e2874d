import pytest

from coopcouncil.counting import stv_ers97
from coopcouncil.counting.ties import TieNeedsLot
from tests.counting.make import make_election


def votes(outcome, stage):
    return [outcome.figure(v) for v in outcome.stages[stage - 1].votes[1:]]


def story(outcome):
    return [(stage.action, stage.moved, stage.elected) for stage in outcome.stages]


@pytest.mark.parametrize(
    ("votes_cast", "seats", "quota"), [(753_00, 6, 107_58), (100_00, 3, 25_00), (10_00, 2, 3_34)]
)
def test_the_quota_has_two_decimals_and_is_raised_when_inexact(votes_cast, seats, quota):
    assert stv_ers97.quota(votes_cast, seats) == quota


def test_a_surplus_passes_at_a_value_cut_at_the_second_place():
    # 12 papers, 2 seats: quota 4.00. Surplus 3 over 7 transferable papers: 0.42.
    outcome = stv_ers97.count(make_election("7x 1 2; 3x 2; 2x 3", seats=2))

    assert votes(outcome, 2) == ["4.00", "5.94", "2.00"]
    assert outcome.figure(outcome.stages[1].non_transferable) == "0.06"


def test_papers_without_a_next_preference_are_not_counted_in_the_division():
    # Quota 4.00; surplus 4 of 8, but only 4 papers transferable: each keeps its value of 1.
    outcome = stv_ers97.count(make_election("4x 1 2; 4x 1; 2x 2; 2x 3", seats=2))

    assert votes(outcome, 2) == ["4.00", "6.00", "2.00"]


def test_only_the_last_batch_is_examined_for_a_later_surplus():
    # 40 papers, 3 seats: quota 10. 1 passes 10 votes on 20 papers at 0.50, all to 2: 4 + 10 = 14.
    # 2's surplus of 4 comes from those 20 papers alone: 0.20 each, all to 3; 2's own papers,
    # which prefer 4, are not looked at.
    outcome = stv_ers97.count(make_election("20x 1 2 3; 4x 2 4; 7x 3; 9x 4", seats=3))

    assert story(outcome)[1:] == [("surplus", (1,), (2,)), ("surplus", (2,), (3,))]
    assert votes(outcome, 3) == ["10.00", "10.00", "11.00", "9.00"]


def test_a_surplus_waits_while_it_could_not_change_who_is_lowest():
    # Quota 10; 1 has a surplus of 1; 4 and 5 have 2 and 5: a gap of 3, so 4 is excluded first.
    outcome = stv_ers97.count(make_election("11x 1 5; 9x 2; 8x 3; 2x 4 2; 5x 5", seats=3))

    assert outcome.stages[1].action == "exclude"
    assert outcome.stages[1].moved == (4,)


def test_the_lowest_go_together_when_that_can_change_nothing():
    outcome = stv_ers97.count(make_election("30x 1; 20x 2; 15x 3; 1x 4 2; 2x 5 3; 3x 6", seats=2))

    assert outcome.stages[1].moved == (4, 5, 6)


def test_the_quota_falls_with_papers_that_run_out_until_somebody_is_elected():
    outcome = stv_ers97.count(make_election("5x 1; 5x 2; 4x 3 1; 3x 4", seats=2))

    assert [outcome.figure(s.quota) for s in outcome.stages[:2]] == ["5.67", "4.67"]


def test_a_vote_that_the_rest_cannot_overtake_elects_below_the_quota():
    # 5.1.7(b): the active vote over unfilled places and one.
    outcome = stv_ers97.count(make_election("40x 1; 25x 2 3; 24x 3 2; 1x 4", seats=2, candidates=4))

    assert set(outcome.elected) == {1, 2}
    assert outcome.stages[-1].votes[2] < outcome.stages[-1].quota


def test_an_exclusion_that_would_end_the_count_is_not_carried_out():
    outcome = stv_ers97.count(make_election("5x 1; 4x 2; 3x 3 2", seats=1))
    last = outcome.stages[-1]

    assert outcome.elected == (2,)
    assert last.action == "exclude"
    two = stv_ers97.count(make_election("5x 1 2; 4x 2; 3x 3", seats=2))
    assert story(two)[-1][0] != "exclude" or two.stages[-1].votes[3] == 0


def test_nobody_is_deemed_elected_of_more_equals_than_places():
    # 5.6.2: one place, both at the quota throughout: neither; the exclusion is then by lot.
    election = make_election("5x 1; 5x 2")

    with pytest.raises(TieNeedsLot) as raised:
        stv_ers97.count(election)
    assert raised.value.purpose == "exclude"
    assert stv_ers97.count(election, lots=(1, 2)).elected == (2,)


def test_of_equals_who_was_ahead_first_is_elected():
    # Both reach 5 of a quota of 5 at stage 2; candidate 1 was ahead at stage 1.
    outcome = stv_ers97.count(make_election("5x 1; 4x 2; 1x 3 2"))

    assert outcome.elected == (1,)


def test_the_lowest_tie_looks_at_the_earliest_difference():
    # 3 and 2 are level at stage 2 (6 each); 3 had fewer at stage 1 and is excluded.
    papers = "9x 1; 5x 2; 4x 3 1; 2x 4 3; 1x 4 2; 8x 5"
    outcome = stv_ers97.count(make_election(papers, seats=1))

    assert outcome.ties[0].resolved == "prior"
    assert outcome.stages[2].moved == (3,)


def test_a_count_that_ends_mid_exclusion_leaves_the_rest_with_the_excluded():
    # Quota 8.67. 3's papers at 1.00 go first and elect 2; its papers at 0.44 stay with it.
    outcome = stv_ers97.count(make_election("14x 1 3; 7x 2; 2x 3 2; 3x 4", seats=2))
    last = outcome.stages[-1]

    assert outcome.elected[-1] in {2, 3}
    assert sum(last.votes) + last.non_transferable == outcome.valid * 100

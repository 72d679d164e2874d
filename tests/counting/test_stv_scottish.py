import pytest

from coopcouncil.counting import stv_scottish
from coopcouncil.counting.outcome import Transfer
from coopcouncil.counting.ties import TieNeedsLot
from tests.counting.make import make_election


def votes(outcome, stage):
    return [outcome.figure(v) for v in outcome.stages[stage - 1].votes[1:]]


def story(outcome):
    return [(stage.action, stage.moved, stage.elected) for stage in outcome.stages]


@pytest.mark.parametrize(
    ("papers", "seats", "quota"), [(100, 3, 26), (99, 3, 25), (0, 1, 1), (7, 1, 4)]
)
def test_the_quota_is_the_whole_number_above_the_division(papers, seats, quota):
    assert stv_scottish.quota(papers, seats) == quota


def test_the_food_election():
    # The worked example of the English Wikipedia's article "Single transferable vote" for years:
    # 20 guests choose three dishes; orange, chocolate and strawberry are served.
    orange, pear, chocolate, strawberry, sweets = 1, 2, 3, 4, 5
    outcome = stv_scottish.count(
        make_election("4x 1; 2x 2 1; 8x 3 4; 4x 3 5; 1x 4; 1x 5", seats=3, candidates=5)
    )

    assert outcome.figure(outcome.quota) == "6.00000"
    assert story(outcome) == [
        ("first", (), (chocolate,)),
        ("surplus", (chocolate,), ()),
        ("exclude", (pear,), (orange,)),
        ("exclude", (sweets,), (strawberry,)),
    ]
    assert votes(outcome, 2) == ["4.00000", "2.00000", "6.00000", "5.00000", "3.00000"]


def test_the_value_of_a_paper_is_cut_at_the_fifth_place_and_not_rounded():
    # 8 papers, 4 seats: quota 2. Candidate 1's surplus of 4 passes on 6 papers at 0.66666.
    outcome = stv_scottish.count(make_election("6x 1 2; 1x 3; 1x 4", seats=4, candidates=5))

    assert votes(outcome, 2) == ["2.00000", "3.99996", "1.00000", "1.00000", "0.00000"]
    assert outcome.figure(outcome.stages[1].non_transferable) == "0.00004"
    assert outcome.stages[1].transfers == (Transfer(1, 2, 399996), Transfer(1, 0, 4))


def test_a_second_surplus_reduces_the_value_at_which_a_paper_came():
    # 21 papers, 3 seats: quota 6. Candidate 1's 12 papers pass at 0.5 and lift 2 to 5 + 6 = 11;
    # 2's surplus of 5 then passes 0.5 papers at 5 x 0.5 / 11 = 0.22727 and whole ones at 5 / 11.
    outcome = stv_scottish.count(make_election("12x 1 2 3; 5x 2 3; 1x 3; 3x 4", seats=3))

    assert votes(outcome, 2)[1] == "11.00000"
    assert story(outcome)[2] == ("surplus", (2,), ())
    # 12 x 0.22727 + 5 x 0.45454 = 4.99994
    assert votes(outcome, 3) == ["6.00000", "6.00000", "5.99994", "3.00000"]


def test_a_later_surplus_waits_for_a_larger_one_and_both_go_before_an_exclusion():
    outcome = stv_scottish.count(make_election("8x 1 4; 10x 2 3; 1x 3; 1x 4; 1x 5 3", seats=3))

    assert [s.moved for s in outcome.stages] == [(), (2,), (1,), (5,)]


def test_the_last_places_are_filled_without_another_transfer():
    outcome = stv_scottish.count(make_election("5x 1; 4x 2; 3x 3", seats=2))

    assert story(outcome) == [("first", (), (1,)), ("exclude", (3,), (2,))]


def test_as_many_candidates_as_places_are_elected_at_the_first_stage():
    outcome = stv_scottish.count(make_election("5x 1; 4x 2", seats=3))

    assert story(outcome) == [("first", (), (1, 2))]


def test_one_place_is_the_alternative_vote():
    outcome = stv_scottish.count(make_election("4x 1; 3x 2 3; 2x 3 2"))

    assert outcome.elected == (2,)


def test_a_tie_is_broken_by_the_most_recent_stage_that_tells_them_apart():
    # At stage 2 candidates 2 and 3 both have 3; at stage 1 candidate 3 had 2 and 2 had 3.
    outcome = stv_scottish.count(make_election("6x 1; 3x 2; 2x 3; 1x 4 3", seats=1))

    assert story(outcome)[1:3] == [("exclude", (4,), ()), ("exclude", (3,), ())]
    (tie,) = outcome.ties
    assert (tie.stage, tie.between, tie.resolved, tie.chosen) == (3, (2, 3), "prior", 3)


def test_three_who_are_level_are_told_apart_stage_by_stage():
    # 2, 3 and 4 have 6 each at stage 4. At stage 3 candidate 4 had 5 and is told apart: excluded.
    outcome = stv_scottish.count(
        make_election("9x 1; 6x 2; 5x 3; 4x 4; 2x 5 3; 3x 6 4", seats=1), lots=()
    )

    assert outcome.stages[1].moved == (5,)
    assert votes(outcome, 2)[:4] == ["9.00000", "6.00000", "7.00000", "4.00000"]


def test_a_tie_left_to_lot_is_never_a_silent_choice():
    election = make_election("3x 1; 1x 2; 1x 3", seats=2)

    with pytest.raises(TieNeedsLot) as raised:
        stv_scottish.count(election)
    assert (raised.value.between, raised.value.purpose) == ((2, 3), "exclude")


@pytest.mark.parametrize(("lots", "excluded"), [((3, 1, 2), 3), ((2, 3), 2), ((1, 2, 3), 2)])
def test_the_lot_falls_on_the_first_of_the_tied_in_the_drawn_order(lots, excluded):
    election = make_election("3x 1; 1x 2; 1x 3", seats=2)

    outcome = stv_scottish.count(election, lots)

    assert outcome.stages[-1].moved == (excluded,)
    assert (outcome.ties[0].resolved, outcome.ties[0].chosen) == ("lot", excluded)


def test_lots_that_leave_out_a_tied_candidate_decide_nothing():
    with pytest.raises(TieNeedsLot):
        stv_scottish.count(make_election("3x 1; 1x 2; 1x 3", seats=2), lots=(3, 1))


def test_equal_surpluses_go_by_lot_and_are_on_record():
    election = make_election("5x 1 3; 5x 2 4; 1x 3; 1x 4", seats=3)

    outcome = stv_scottish.count(election, lots=(2, 1, 4, 3))

    assert outcome.ties[0].purpose == "surplus"
    assert outcome.stages[1].moved == (2,)


def test_blank_and_equal_first_preferences_are_not_valid():
    outcome = stv_scottish.count(make_election("4x; 2x 1=2 3; 3x 1 2=3; 1x 2", candidates=3))

    assert (outcome.cast, outcome.valid, outcome.elected) == (10, 4, (1,))


def test_a_withdrawn_candidate_is_passed_over_and_cannot_win():
    outcome = stv_scottish.count(make_election("5x 2 1; 1x 3", candidates=3, withdrawn=(2,)))

    assert votes(outcome, 1) == ["5.00000", "0.00000", "1.00000"]
    assert outcome.elected == (1,)

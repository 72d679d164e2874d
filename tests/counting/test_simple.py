import pytest

from coopcouncil.counting import approval, fptp
from coopcouncil.counting.ties import TieNeedsLot
from tests.counting.make import make_election


def test_the_most_first_preferences_win():
    outcome = fptp.count(make_election("4x 1 2; 3x 2; 2x 3 2"))

    assert (outcome.totals[1:], outcome.elected) == ((4, 3, 2), (1,))


def test_several_places_go_to_the_highest():
    assert fptp.count(make_election("4x 1; 3x 2; 2x 3", seats=2)).elected == (1, 2)


def test_a_tie_among_the_elected_needs_no_lot():
    assert fptp.count(make_election("4x 1; 4x 2; 2x 3", seats=2)).ties == ()


def test_a_tie_for_the_last_place_is_never_a_silent_choice():
    election = make_election("4x 1; 4x 2; 2x 3")

    with pytest.raises(TieNeedsLot):
        fptp.count(election)
    outcome = fptp.count(election, lots=(2, 1, 3))
    assert (outcome.elected, outcome.ties[0].between) == ((2,), (1, 2))


def test_one_lot_order_settles_several_places():
    outcome = fptp.count(make_election("9x 1; 4x 2; 4x 3; 4x 4", seats=3), lots=(4, 2, 3))

    assert outcome.elected == (1, 4, 2)
    assert [tie.chosen for tie in outcome.ties] == [4, 2]


def test_every_mark_counts_alike_in_approval():
    outcome = approval.count(make_election("4x 1 2; 3x 2=3; 2x 3; 1x - 3", seats=2))

    assert (outcome.totals[1:], outcome.valid, outcome.elected) == ((4, 7, 6), 10, (2, 3))


def test_a_paper_with_more_marks_than_allowed_is_spoilt_as_a_whole():
    outcome = approval.count(make_election("4x 1 2; 3x 2; 5x 1 2 3; 1x"), maximum=2)

    assert (outcome.totals[1:], outcome.valid, outcome.cast) == ((4, 7, 0), 7, 13)


def test_marks_for_the_withdrawn_are_passed_over():
    outcome = approval.count(make_election("4x 1 2; 3x 1", candidates=2, withdrawn=(1,)))

    assert (outcome.totals[1:], outcome.valid, outcome.elected) == ((0, 4), 4, (2,))

import pytest

from coopcouncil.counting.outcome import figure
from coopcouncil.counting.papers import BadElection, BadPaper, Election, Paper, consecutive
from tests.counting.make import make_election


def test_identical_papers_are_counted_once_with_their_weight():
    election = make_election("2x 1 2; 3x 1 2; 1x 2", candidates=2)

    assert election.papers == {b"\x01\x02": 5, b"\x02": 1}
    assert election.cast == 6


def test_equal_ranks_are_the_same_paper_in_whatever_order_they_are_written():
    assert len(make_election("1=2 3; 2=1 3").papers) == 1


@pytest.mark.parametrize("ranking", [(1, 1), (1, (2, 1)), (4,), (-1,), ((2, 2),)])
def test_a_paper_that_no_reading_explains_is_refused(ranking):
    with pytest.raises(BadPaper):
        Election.of(["A", "B", "C"], 1, [Paper(ranking)])


@pytest.mark.parametrize(("names", "seats"), [([], 1), (["A"], 0)])
def test_an_election_without_candidates_or_places_is_refused(names, seats):
    with pytest.raises(BadElection):
        Election.of(names, seats, [])


def test_a_weight_below_one_is_refused():
    with pytest.raises(BadPaper):
        Election.of(["A"], 1, [Paper((1,), 0)])


@pytest.mark.parametrize(
    ("papers", "withdrawn", "read"),
    [
        ("1 2 3", (), {b"\x01\x02\x03": 1}),
        ("1 2=3 1", (), None),
        ("1 2=3", (), {b"\x01": 1}),
        ("1=2 3", (), {}),
        ("1 - 3", (), {b"\x01": 1}),
        ("- 3", (), {}),
        ("1 2 3", (2,), {b"\x01\x03": 1}),
        ("1 2=3", (2,), {b"\x01\x03": 1}),
        ("2; 5x 2 3", (2,), {b"\x03": 5}),
        ("4x", (), {}),
    ],
)
def test_rules_with_one_candidate_a_rank_read_a_paper_up_to_its_first_break(
    papers, withdrawn, read
):
    if read is None:
        with pytest.raises(BadPaper):
            make_election(papers)
        return
    election = make_election(papers, candidates=3, withdrawn=withdrawn)

    assert consecutive(election) == read


def test_more_candidates_than_fit_in_a_byte_are_counted_alike():
    election = make_election("2x 300 1; 1 2; 2=3", candidates=300)

    assert consecutive(election) == {(300, 1): 2, (1, 2): 1}


def test_figures_are_written_with_the_decimals_of_the_rule():
    assert [figure(u, 5) for u in (0, 1, 89_800_000, -150_000)] == [
        "0.00000",
        "0.00001",
        "898.00000",
        "-1.50000",
    ]

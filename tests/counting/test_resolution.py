import pytest

from coopcouncil.counting.formats import Unreadable, resolution_csv
from coopcouncil.counting.resolution import (
    AUDIT_DISAPPLIED,
    CONVERSION,
    CREDIT_UNION_RULES,
    DISSOLUTION_BY_INSTRUMENT,
    MAJORITY,
    SOCIETY_MERGER,
    THREE_QUARTERS,
    TWO_THIRDS,
    Of,
    Requirement,
    Share,
    Tally,
    decide,
    share,
)


@pytest.mark.parametrize(
    ("yes", "no", "threshold", "carried"),
    [
        (51, 49, MAJORITY, True),
        (50, 50, MAJORITY, False),
        (1, 0, MAJORITY, True),
        (0, 0, MAJORITY, False),
        (0, 0, TWO_THIRDS, False),
        (200, 100, TWO_THIRDS, True),
        (199, 100, TWO_THIRDS, False),
        (3, 1, THREE_QUARTERS, True),
        (2999, 1000, THREE_QUARTERS, False),
        (74, 25, THREE_QUARTERS, False),
    ],
)
def test_thresholds_are_exact_and_a_tie_is_lost(yes, no, threshold, carried):
    assert decide(Tally(yes, no), Requirement(threshold)).carried is carried


def test_abstention_is_not_a_vote_but_makes_a_quorum():
    tally = Tally(3, 1, abstain=6, spoilt=2)

    assert decide(tally, Requirement(THREE_QUARTERS, quorum=12)).carried
    assert not decide(tally, Requirement(THREE_QUARTERS, quorum=13)).quorate


@pytest.mark.parametrize(
    ("of", "carried"), [(Of.VOTES, True), (Of.PRESENT, False), (Of.ELIGIBLE, False)]
)
def test_the_same_papers_under_different_denominators(of, carried):
    tally = Tally(40, 10, abstain=15, eligible=100)

    assert decide(tally, Requirement(TWO_THIRDS, of)).carried is carried


def test_a_share_of_the_eligible_needs_their_number():
    with pytest.raises(ValueError, match="entitled"):
        decide(Tally(4, 1), Requirement(MAJORITY, Of.ELIGIBLE))


@pytest.mark.parametrize(
    ("tally", "requirement", "carried"),
    [
        (Tally(2, 1), SOCIETY_MERGER, True),
        # Three quarters of voters, but only 49 of 100 voted.
        (Tally(48, 1, eligible=100), CONVERSION, False),
        (Tally(38, 12, eligible=100), CONVERSION, True),
        (Tally(37, 13, eligible=100), CONVERSION, False),
        (Tally(75, 0, eligible=100), DISSOLUTION_BY_INSTRUMENT, True),
        (Tally(74, 0, eligible=100), DISSOLUTION_BY_INSTRUMENT, False),
        # Under 20% of votes and under 10% of members against, both.
        (Tally(81, 19, eligible=1000), AUDIT_DISAPPLIED, True),
        (Tally(80, 20, eligible=1000), AUDIT_DISAPPLIED, False),
        (Tally(91, 10, eligible=100), AUDIT_DISAPPLIED, False),
        (Tally(66, 0, present=100), CREDIT_UNION_RULES, False),
        (Tally(67, 0, present=100), CREDIT_UNION_RULES, True),
    ],
)
def test_the_statutory_votes(tally, requirement, carried):
    assert decide(tally, requirement).carried is carried


@pytest.mark.parametrize(
    ("threshold", "of", "needed"),
    [(MAJORITY, 101, 51), (MAJORITY, 100, 51), (TWO_THIRDS, 100, 67), (THREE_QUARTERS, 199, 150)],
)
def test_the_number_needed(threshold, of, needed):
    assert threshold.needs(of) == needed
    assert threshold.met_by(needed, of)
    assert not threshold.met_by(needed - 1, of)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("more than 2/3", Share(2, 3, strict=True)),
        ("majority", MAJORITY),
        ("2/3", TWO_THIRDS),
        ("75%", THREE_QUARTERS),
        ("6/8", THREE_QUARTERS),
    ],
)
def test_thresholds_as_people_write_them(text, means):
    assert share(text) == means


@pytest.mark.parametrize(
    "text", ["51%", "50%", "1/2", "1/3", "4/3", "0/1", "1/0", "0%", "much", ""]
)
def test_thresholds_that_mean_something_else_are_refused(text):
    with pytest.raises(ValueError):
        share(text)


def test_more_than_a_whole_is_no_share():
    with pytest.raises(ValueError):
        Share(1, 1, strict=True)


def test_a_csv_of_votes():
    tally = resolution_csv.read(
        "\ufeffvoter,vote\r\na,yes\r\nb, No \r\nc,abstain\r\nd,ja\r\ne,\r\n".encode()
    )

    assert (tally.yes, tally.no, tally.abstain, tally.spoilt) == (1, 1, 1, 2)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("vote,voter\n", 1),
        ("voter,vote\na,yes\na,no\n", 3),
        ("voter,vote\na\n", 2),
        ("voter,vote\n,yes\n", 2),
        ('voter,vote\na,"yes\n', 2),
        ("voter,vote\na,y\0es\n", 2),
        ("voter,vote\na,yes,no\n", 2),
    ],
)
def test_a_bad_csv_is_refused_with_its_line(text, line):
    with pytest.raises(Unreadable) as raised:
        resolution_csv.read(text.encode())
    assert raised.value.line == line


def test_papers_are_written_by_their_place_in_the_sorted_set():
    text = resolution_csv.write({"yes": 2, "no": 1, "spoilt": 1})

    assert text == "voter,vote\n1,yes\n2,yes\n3,no\n4,spoilt\n"
    assert resolution_csv.read(text.encode()) == Tally(2, 1, 0, 1)

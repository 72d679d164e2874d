"""Worked examples that others published, entered as data, give their published scores.

Facts and figures alone are carried over; each case says where they stand.
"""

from dataclasses import dataclass

import pytest

from coopcouncil.scoring import Method, Offer, rounded, run
from tests.scoring.cases import method, offer, price, scale


@dataclass(frozen=True)
class Published:
    name: str
    source: str
    method: Method
    offers: tuple[Offer, ...]
    whole: int
    """Of how many points the publisher's totals are."""
    steps: dict[tuple[str, str], str]
    """By bid and criterion, in the publisher's points, to the publisher's places."""
    totals: dict[str, str]
    winner: str

    def __str__(self) -> str:
        return self.name


CASES = (
    Published(
        "Crown Commercial Service: fixed quotes",
        "How to score Digital Outcomes and Specialists suppliers, GOV.UK (Open Government Licence)",
        method(price()),
        (offer("A", P=15_000), offer("B", P=10_000), offer("C", P=30_000)),
        1,
        {("A", "P"): "0.667", ("B", "P"): "1.000", ("C", "P"): "0.333"},
        {"A": "0.667", "B": "1.000", "C": "0.333"},
        "B",
    ),
    Published(
        "State of Georgia: 700 points technical, 300 cost",
        "Georgia Procurement Manual 5.6.3.2.2, table 5.7, Department of Administrative Services",
        # The manual leaves the technical points open; both are given the same.
        method(scale("T", 70, most=700), price("P", 30)),
        (offer("A", {"T": 500}, P=50_000), offer("B", {"T": 500}, P=55_000)),
        1000,
        {("A", "P"): "300.0", ("B", "P"): "272.7"},
        {"A": "800.0", "B": "772.7"},
        "A",
    ),
    Published(
        "Negometrix: three criteria and price, 200 points",
        "Low Bid Scoring Formula, support pages of Negometrix",
        method(
            scale("E", 30, most=60),
            scale("Q", 20, most=40),
            scale("T", 15, most=30),
            price("P", 35),
        ),
        (
            offer("A", {"E": 40, "Q": 30, "T": 20}, P=10_000),
            offer("B", {"E": 32, "Q": 20, "T": 22}, P=8_000),
        ),
        200,
        {
            ("A", "E"): "40",
            ("A", "Q"): "30",
            ("A", "T"): "20",
            ("A", "P"): "56",
            ("B", "E"): "32",
            ("B", "Q"): "20",
            ("B", "T"): "22",
            ("B", "P"): "70",
        },
        {"A": "146", "B": "144"},
        "A",
    ),
    Published(
        "Impact Bids: the price part of 60 to 40",
        "The Quality Imperative, impactbids.com",
        method(scale("Q", 60, most=100), price("P", 40)),
        (
            offer("1", {"Q": 0}, P=100),
            offer("2", {"Q": 0}, P=105),
            offer("3", {"Q": 0}, P=108),
        ),
        100,
        {("1", "P"): "40", ("2", "P"): "38", ("3", "P"): "37"},
        {"1": "40", "2": "38", "3": "37"},
        "1",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_published_evaluation_gives_its_published_scores(case: Published):
    done = run(case.method, case.offers)
    whole = case.whole
    for (key, code), published in case.steps.items():
        weighted = done.of(key).step(code).weighted
        assert weighted is not None
        points = weighted * whole / 100
        assert str(rounded(points, places(published))) == published, (key, code)
    for key, published in case.totals.items():
        exact = done.of(key).exact
        assert exact is not None
        assert str(rounded(exact * whole / 100, places(published))) == published
    assert done.winner == case.winner


def places(published: str) -> int:
    return len(published.partition(".")[2])

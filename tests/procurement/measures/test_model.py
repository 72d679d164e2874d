"""The editions of the Social Value Model: names as published, each open measure in its place."""

from datetime import date
from pathlib import Path

import pytest

from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.library import model as module
from coopcouncil.procurement.measures.library.model import (
    AwardCriterion,
    ModelOutcome,
    model,
    read,
)
from coopcouncil.procurement.measures.rules import open_frozen

TEXT = Path(module.__file__).with_name("model.toml").read_text()

PUBLISHED = {
    # PPN 026 (Cabinet Office, 5 August 2026), as two public accounts that name GOV.UK give it.
    "good-jobs": "Good Jobs",
    "ppn-026:jobs": "Create and retain high quality jobs",
    "ppn-026:conditions": "Fair working conditions",
    "ppn-026:pay": "Fair pay",
    "skills-026": "Skills",
    "ppn-026:training": "Training and retraining",
    "ppn-026:progression": "In-work progression",
    "ppn-026:pipeline": "Talent pipeline",
    # PPN 002 (Cabinet Office, 13 February 2025), as the question set of G-Cloud 15 gives it.
    "fair-work": "Fair work",
    "ppn-002:1a": "Create and retain high quality jobs",
    "ppn-002:1b": "Fair working conditions",
    "ppn-002:1c": "Fair pay practices",
    "ppn-002:1d": "In-work progression",
    "skills": "Skills for growth",
    "supply-chains": "Resilient, innovative and flexible supply chains",
    "sustainable": "Sustainable procurement practices",
    "barriers": "Employment and training",
    "represented": "Creating a pipeline of opportunities",
    "wellbeing": "Increasing productivity through physical and mental wellbeing",
}
OURS = {"crime", "ppn-002:1e"}
"""What could not be read, and is said to be ours."""


def test_every_name_that_is_said_to_be_published_is_the_published_one_and_no_other_is():
    found: list[ModelOutcome | AwardCriterion] = [*model().outcomes.values()]
    found += model().criteria.values()
    assert {one.code: one.title for one in found if one.published} == PUBLISHED
    assert {one.code for one in found if not one.published} == OURS
    assert all(one.title_cy and one.title_cy != one.title for one in found)


def test_two_outcomes_with_six_criteria_and_eight_outcomes():
    found = model()
    latest = [len(found.criteria_of(one.code)) for one in found.outcomes_of("ppn-026")]
    before = [one.number for one in found.outcomes_of("ppn-002")]
    assert (latest, before) == ([3, 3], list("12345678"))
    fair = [one.letter for one in found.criteria_of("fair-work")]
    assert fair == ["1a", "1b", "1c", "1d", "1e"]


def test_when_each_edition_holds_and_what_weight_it_asks():
    latest, before = model().editions["ppn-026"], model().editions["ppn-002"]
    assert (latest.published_on, latest.since) == (date(2026, 8, 5), date(2027, 1, 1))
    assert latest.weights == ((1_000_000, 10), (5_000_000, 20))
    assert (latest.indicators_from, latest.indicators) == (5_000_000, 3)
    assert (before.published_on, before.until, before.weights) == (
        date(2025, 2, 13),
        latest.since,
        ((0, 10),),
    )
    for edition in (latest, before):
        assert "Open Government Licence" in edition.licence
        for name in ("for_whom", "weighing", "counting", "unread", "source", "licence", "title"):
            assert edition.said(name, "en") != edition.said(name, "cy")


@pytest.mark.parametrize(
    ("code", "serves"),
    [
        ("FW1", ("ppn-026:pay", "ppn-002:1c")),
        ("FW4", ("ppn-002:1e",)),
        ("SG1", ("ppn-026:training",)),
        ("SP1", ()),
        ("CR2", ("ppn-026:jobs",)),
        ("CY1", ()),
    ],
)
def test_each_open_measure_says_what_it_serves(code: str, serves: tuple[str, ...]):
    assert open_frozen(code).serves == serves


def test_each_open_measure_serves_one_criterion_of_the_latest_edition_or_stands_outside():
    found = model()
    outside = set(found.editions["ppn-026"].outside)
    for code in library().measures:
        within = [one for one in found.served_by(code) if one.startswith("ppn-026:")]
        assert len(within) == (0 if code in outside else 1), code
    # Carbon, crime and the chain of suppliers are no part of it.
    assert {"SP1", "CR1", "SC2"} <= outside


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('measures = ["FW1"]', 'measures = ["FW9"]', "which is not there"),
        ('measures = ["FW1"]', "measures = []", "FW1 has 0 places in ppn-026"),
        ('"FW4", "SG7",', '"FW1", "FW4", "SG7",', "FW1 has 2 places in ppn-026"),
        ('outside = ["CY1", ', "outside = [", "CY1"),
        ('outside = ["CY1", ', 'outside = ["SP1", "CY1", ', "SP1"),
        ('code = "ppn-026:pay"', 'code = "ppn-026:jobs"', "stands twice"),
        ('code = "ppn-026:pay"', 'code = "ppn-002:pay"', "another edition"),
        ('title_cy = "Cyflog teg"', 'title_cy = ""', "title_cy is empty"),
        ("indicators = 3", "indicators = 3\ncarbon = true", "are not known"),
        ('edition = "ppn-026"', 'edition = "ppn-027"', "which is not there"),
    ],
)
def test_a_fault_in_the_file_shows(old: str, new: str, said: str):
    assert old in TEXT
    with pytest.raises(ValueError, match=said):
        read(TEXT.replace(old, new, 1), library())

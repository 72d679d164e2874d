"""The open library: whole, bilingual, and read strictly."""

from pathlib import Path

import pytest

from coopcouncil.procurement.measures import library as module
from coopcouncil.procurement.measures.library import library, read
from coopcouncil.procurement.measures.rules import MATTERS, open_frozen

TEXT = Path(module.__file__).with_name("open.toml").read_text()


def test_the_frame_is_the_published_one_and_every_part_of_it_is_served():
    found = library()
    assert (len(found.missions), len(found.outcomes), len(found.goals)) == (5, 8, 7)
    assert 40 <= len(found.measures) <= 60
    served = {one.outcome for one in found.measures.values()}
    assert served >= set(found.outcomes)
    assert {goal for one in found.measures.values() for goal in one.goals} == set(found.goals)


def test_each_outcome_has_criteria_and_each_of_its_measures_counts_towards_one():
    found = library()
    for outcome in found.outcomes:
        of_it = found.criteria_of(outcome)
        assert len(of_it) >= 2
        counted = [code for one in of_it for code in one.measures]
        measures = [one.code for one in found.measures.values() if one.outcome == outcome]
        assert sorted(counted) == sorted(measures)
    assert found.criterion_of("FW4") == found.criteria["FW-C"]
    assert found.criterion_of("CY1") is None
    for one in found.criteria.values():
        assert one.title != one.title_cy


def test_each_measure_says_everything_in_both_languages():
    for one in library().measures.values():
        frozen = open_frozen(one.code)
        for name in ("title", "unit", "evidence"):
            english, welsh = getattr(frozen, name), getattr(frozen, f"{name}_cy")
            assert english, one.code
            assert welsh, one.code
            assert english != welsh
        assert set(frozen.matters) <= set(MATTERS)


def test_a_worth_has_its_source_and_year_and_none_is_of_the_national_toms():
    for one in library().proxies.values():
        assert one.pence > 0
        assert "Open Government Licence" in one.source
        assert 2020 <= one.year <= 2026
    assert "TOM" not in TEXT


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "FW2"', 'code = "FW1"', "FW1 stands twice"),
        ('outcome = "fair-work"', 'outcome = "fare-work"', "which is not there"),
        ('unit = "per-cent"', 'unit = "percent"', "which is not there"),
        ('proxy = "hour"', 'proxy = "day"', "which is not there"),
        ('goals = ["culture"]', "goals = []", "serves nothing"),
        ('title_cy = "Gwaith teg"', 'title_cy = ""', "title_cy is empty"),
        ('measures = ["FW4"]', 'measures = ["FW9"]', "which is not there"),
        ('measures = ["FW4"]', 'measures = ["SG4"]', "different outcomes"),
        ('measures = ["FW4"]', 'measures = ["FW4", "FW5"]', "FW5 counts towards 2 criteria"),
        ('measures = ["FW4"]', "measures = []", "FW4 counts towards 0 criteria"),
        ("pence = 1271", 'pence = 1271\ncurrency = "GBP"', "are not known"),
    ],
)
def test_a_fault_in_the_file_shows(old: str, new: str, said: str):
    assert old in TEXT
    with pytest.raises(ValueError, match=said):
        read(TEXT.replace(old, new, 1))


def test_a_measure_without_its_welsh_is_no_measure():
    line = 'title_cy = "Prentisiaid sy’n dechrau gweithio ar y contract"\n'
    assert line in TEXT
    with pytest.raises(TypeError, match="title_cy"):
        read(TEXT.replace(line, "", 1))

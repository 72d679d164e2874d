"""Open contracting data: ours, held by the standard's own schema and its publisher's own tool."""

import json
import subprocess
import sys
import tempfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from ocdsmerge.rules import get_merge_rules

from coopcouncil.procurement.outcome.compiled import RULES, record_of
from coopcouncil.procurement.outcome.kinds import ReleaseTag
from coopcouncil.procurement.outcome.rules.ocds import (
    Awarded,
    Party,
    Signed,
    money,
    ocid,
    package,
    prefix_of,
    related_process,
    release,
    tender_of,
)
from coopcouncil.procurement.outcome.rules.order import CentralPrefix, NotAPrefix

SCHEMA = Path(__file__).parent / "schema"
AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
BUYER = Party("Calderbrook Council", "GB-LAE", "CBK")
DOCUMENT = {
    "reference": "CBK-2026-004",
    "title": {"en": "Care at home", "cy": "Gofal gartref"},
    "description": {"en": "Help with living at home.", "cy": ""},
    "procedure": "open",
    "subject": "services",
    "value": "1200000.00",
    "questions_until": "2026-11-20T12:00:00Z",
    "closes_at": "2026-11-30T12:00:00Z",
    "starts_on": "2027-04-01",
    "ends_on": "2030-03-31",
    "lots": [{"number": 1, "title": {"en": "Care", "cy": ""}, "value": "1200000.00"}],
}


@pytest.fixture(scope="module")
def standard(tmp_path_factory) -> str:
    """The standard as the tool reads it: an archive of its repository."""
    path = tmp_path_factory.mktemp("standard") / "standard.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("standard-1.1/", "")
        for file in SCHEMA.glob("*.json"):
            text = file.read_text()
            archive.writestr(f"standard-1.1/schema/{file.name}", text)
        empty = json.dumps({"$schema": "http://json-schema.org/draft-04/schema#"})
        # Asked for by the tool, though nothing here publishes versioned releases.
        archive.writestr("standard-1.1/schema/versioned-release-validation-schema.json", empty)
        # The tool wants a codelist; closed ones are in the schema itself.
        tags = json.loads((SCHEMA / "release-schema.json").read_text())["properties"]["tag"]
        codes = "".join(f"{code},{code}\n" for code in tags["items"]["enum"])
        archive.writestr("standard-1.1/schema/codelists/releaseTag.csv", f"Code,Title\n{codes}")
    return str(path)


def checked(data: dict[str, Any], standard: str) -> list[Any]:
    """What the publisher's own tool finds wrong in a package."""
    # In a process of its own: it changes how classes behave for other libraries.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "package.json"
        file.write_text(json.dumps(data))
        words = [sys.executable, "-m", "libcoveocds", "-s", "1.1", "--standard-zip", standard]
        said = subprocess.run(
            [*words, "-o", f"{folder}/out", str(file)], capture_output=True, text=True, check=True
        )
    errors: list[Any] = json.loads(said.stdout)["validation_errors"]
    return errors


def releases() -> list[dict[str, Any]]:
    process = ocid("ocds-abc123", "CBK-2026-004")
    supplier = Party("Pennine Care Co-operative", "GB-COH", "01234567", "1 Mill Yard", "HX7 1AA")
    awarded = [Awarded("1", supplier, date(2026, 12, 20), "Care at home")]
    signed = [
        Signed(
            "C-17",
            "1",
            "Care at home",
            110_000_000,
            date(2027, 1, 12),
            date(2027, 4, 1),
            date(2030, 3, 31),
            (
                {
                    "id": "1",
                    "title": "Apprenticeships begun: 12",
                    "type": "delivery",
                    "status": "scheduled",
                    "dueDate": "2029-03-31T00:00:00Z",
                },
            ),
        )
    ]
    related = [related_process("ocds-h6vhtk-04f001")]
    return [
        release(ReleaseTag.TENDER, 1, AT, process, BUYER, tender_of(DOCUMENT, "active")),
        release(
            ReleaseTag.AWARD,
            2,
            AT.replace(month=12, day=24),
            process,
            BUYER,
            tender_of(DOCUMENT, "complete", tenderers=4),
            awarded,
            related=related,
        ),
        release(
            ReleaseTag.CONTRACT,
            3,
            AT.replace(year=2027, month=1, day=12),
            process,
            BUYER,
            tender_of(DOCUMENT, "complete", tenderers=4),
            awarded,
            signed,
            related,
        ),
    ]


def test_releases_are_valid(standard):
    data = package("releases", releases(), "https://x.example/r", AT, BUYER, has_lots=False)
    assert checked(data, standard) == []


def test_a_record_is_valid_and_says_what_came_last(standard):
    record = record_of(releases())
    data = package("records", [record], "https://x.example/r", AT, BUYER, has_lots=False)
    assert checked(data, standard) == []
    compiled = record["compiledRelease"]
    assert compiled["tag"] == ["compiled"]
    assert compiled["tender"]["status"] == "complete"
    assert compiled["contracts"][0]["value"] == {"amount": 1100000.0, "currency": "GBP"}
    assert [one["name"] for one in compiled["parties"]] == [
        "Calderbrook Council",
        "Pennine Care Co-operative",
    ]


def test_an_award_that_was_taken_back_is_valid_and_the_next_stands_beside_it(standard):
    first, *_, signed = releases()
    award = releases()[1]
    back = {**award, "id": f"{award['ocid']}-4", "tag": ["awardCancellation"]}
    back["awards"] = [{**award["awards"][0], "status": "cancelled"}]
    again = {**award, "id": f"{award['ocid']}-5"}
    again["awards"] = [{**award["awards"][0], "id": "1-2"}]
    rows = [first, award, back, again, signed]
    data = package("releases", rows, "https://x.example/r", AT, BUYER, has_lots=False)
    assert checked(data, standard) == []
    merged = record_of([first, award, back, again])["compiledRelease"]["awards"]
    assert [one["status"] for one in merged] == ["cancelled", "active"]


def test_the_tool_finds_what_is_wrong(standard):
    """So that its silence above means something."""
    spoilt = releases()
    del spoilt[0]["ocid"]
    spoilt[1]["tender"]["value"]["amount"] = "much"
    data = package("releases", spoilt, "https://x.example/r", AT, BUYER, has_lots=False)
    assert len(checked(data, standard)) == 2


def test_the_merge_rules_are_the_standards(standard):
    rules = get_merge_rules(json.loads((SCHEMA / "release-schema.json").read_text()))
    fields: set[tuple[str, ...]] = set()
    for one in releases():
        fields |= set(_paths(one))
    ours = {path: rule for path, rule in rules.items() if path in fields}
    assert ours == {path: rule for path, rule in RULES.items() if path in fields}
    assert set(RULES) <= set(rules)


def _paths(value: object, before: tuple[str, ...] = ()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*before, key)
            yield from _paths(inner, (*before, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, before)


def test_the_central_platforms_prefix_is_never_ours():
    assert prefix_of(" OCDS-abc123- ") == "ocds-abc123"
    with pytest.raises(CentralPrefix):
        prefix_of("ocds-h6vhtk")
    for wrong in ("", "abc123", "ocds-abc", "ocds-abc1234", "ocds-äbc123"):
        with pytest.raises(NotAPrefix):
            prefix_of(wrong)


def test_pence_are_pounds_to_the_penny():
    assert money(110_000_001) == {"amount": 1100000.01, "currency": "GBP"}

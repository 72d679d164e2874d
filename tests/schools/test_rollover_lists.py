"""The lists of school systems: understood, or said to be none."""

from datetime import date

import pytest

from coopcouncil.kernel.models import StoredFile
from coopcouncil.members.reads import current
from coopcouncil.schools import columns
from coopcouncil.schools.actions import rollover as acts
from coopcouncil.schools.models import (
    RollOverState,
)
from coopcouncil.schools.reads import lines_of
from tests.pageclient import Pages
from tests.schools.building import Cluster
from tests.schools.rolling import FIRST_DAY, LISTS, TODAY, kinds

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("system", ["sims", "arbor", "bromcom"])
async def test_the_lists_of_three_systems_are_understood(place: Cluster, system: str) -> None:
    data = (LISTS / f"{system}.csv").read_bytes()
    roll_over = await acts.begin_roll_over(
        place.trust, place.brook, f"{system}.csv", data, FIRST_DAY, False, place.administrator
    )
    assert roll_over.source == system
    assert roll_over.state is RollOverState.PREVIEWED
    assert await kinds(roll_over) == {"Iman Ashworth": "new", "Tomos Barraclough": "new"}

    await acts.apply_roll_over(place.trust, roll_over, place.administrator)

    found = await lines_of(place.trust, TODAY, [place.brook.id])
    assert [(line.name, line.upn, line.class_name) for line in found] == [
        ("Iman Ashworth", "A820432114001", "7B"),
        ("Tomos Barraclough", "B820432114002", "7B"),
    ]
    assert found[0].date_of_birth == date(2014, 2, 14)
    assert await current(place.trust).count() == 0, "on the school's list alone"
    # The children's details are not kept in the file.
    assert not await StoredFile.filter(organisation_id=place.trust.id).exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01", b'UPN,"Legal', b"a,b\n\xff\xfe\x81\n\xc3\xa9", b"UPN,Adno\n" + b"x,1\n" * 3],
)
async def test_a_file_that_is_no_list_gets_a_sentence(
    client: Pages, place: Cluster, data: bytes
) -> None:
    administrator = client.as_(place.administrator)
    fields = {
        "school": str(place.brook.id),
        "holds_from-day": "1",
        "holds_from-month": "9",
        "holds_from-year": "2026",
    }
    answer = await administrator.post(
        f"/{place.trust.slug}/roll-overs", fields, files={"file": ("x.csv", data)}
    )
    if answer.status == 303:
        answer = await answer.follow()
        assert answer.h1 == "What are the columns?"
    else:
        assert answer.status == 422
        assert answer.errors


def test_a_column_is_taken_once_and_the_legal_name_first() -> None:
    headings = ["Preferred Surname", "Surname", "Legal Surname", "Forename", "UPN"]
    assert columns.guessed(headings) == ["", "", "family_name", "given_name", "upn"]
    assert columns.missing(["given_name", "", "year"]) == ("family_name", "upn")

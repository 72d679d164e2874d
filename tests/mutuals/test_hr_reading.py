"""An HR export is read: its columns, and what cannot be read."""

import pytest

from coopcouncil.members.importing.cells import Surroundings
from coopcouncil.members.importing.reading import Row
from coopcouncil.mutuals.hr.columns import guessed
from coopcouncil.mutuals.hr.people import RowTrouble, read_employee
from tests.mutuals.exporting import (
    TARGETS,
    TODAY,
)

pytestmark = pytest.mark.anyio


def test_the_columns_of_common_exports_are_guessed_in_both_languages() -> None:
    assert TARGETS == [
        "employee_number",
        "given_name",
        "family_name",
        "email",
        "date_of_birth",
        "post",
        "began_on",
        "ended_on",
    ]
    assert guessed(["Rhif staff", "Enw cyntaf", "Cyfenw", "Swydd", "Dyddiad dechrau"]) == [
        "employee_number",
        "given_name",
        "family_name",
        "post",
        "began_on",
    ]


@pytest.mark.parametrize(
    ("cells", "trouble"),
    [
        (["", "Ann", "Jones", "", "", "", "", ""], RowTrouble.NO_NUMBER),
        (["E1", "", "", "", "", "", "", ""], RowTrouble.NO_NAME),
        (["E1", "Ann", "Jones", "", "", "", "2/5/2024", "1/5/2024"], RowTrouble.ENDS_FIRST),
        (["E1", "Ann", "Jones", "at", "", "", "", ""], "not-an-address"),
        (["E1", "Ann", "Jones", "", "30/12/1899", "", "", ""], "too-long-ago"),
        (["E1", "Ann"], "cells-missing"),
    ],
)
def test_what_cannot_be_read_is_said(cells: list[str], trouble: str) -> None:
    one = read_employee(Row(2, 2, cells), TARGETS, Surroundings(TODAY))

    assert trouble in [flaw.trouble for flaw in one.flaws]

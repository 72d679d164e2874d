"""What checks did, instead of moving money."""

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.checks import actions
from coopcouncil.checks.models import Check, CheckKind
from coopcouncil.organisations.models import Organisation


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done or undone, in words."""
    happened: list[str] = []

    async def does(org: Organisation, check: Check, by: Person | None) -> None:
        happened.append(f"did {check.subject}")

    async def undoes(org: Organisation, check: Check, by: Person | None) -> None:
        happened.append(f"undid {check.subject}")

    for kind in CheckKind:
        monkeypatch.setitem(actions.DOES, kind, does)
        monkeypatch.setitem(actions.UNDOES, kind, undoes)
    return happened

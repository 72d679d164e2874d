"""The register of officers in the database: two times, a replay, nothing rewritten."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise import connections
from tortoise.exceptions import IntegrityError

from coopcouncil.members.kinds import Fact, Kind
from coopcouncil.members.models import ChangeSet
from coopcouncil.members.recording import recording
from coopcouncil.members.rules import Change, timeline
from coopcouncil.officers.kinds import UNKNOWN, Deed
from coopcouncil.officers.models import Officer, OfficerChange
from coopcouncil.officers.reads import entry_of, facts_of, in_office, officer_of_person
from coopcouncil.officers.recording import write
from tests.conftest import rolled_back
from tests.make import make_member, make_organisation, make_person, make_rules
from tests.officers.build import make_holder

pytestmark = pytest.mark.anyio
START = date(2024, 1, 1)
_STEPS = st.lists(
    st.tuples(
        st.integers(0, 15).map(lambda n: START + timedelta(days=n)),
        st.fixed_dictionaries(
            {},
            optional={
                "offices": st.sampled_from(["", "committee", "committee chair", "secretary"]),
                "postcode": st.sampled_from(["A", "B"]),
                "chosen_on": st.sampled_from(["2023-05-01", "2024-05-01"]),
            },
        ).filter(bool),
        st.none() | st.integers(0, 5),
    ),
    min_size=1,
    max_size=6,
)


async def test_the_entries_say_what_a_replay_of_the_journal_says(database: str) -> None:
    """Late entries, corrections and withdrawals in any order, looked at from any two times."""
    runs: list[list[tuple[date, dict[str, Fact], int | None]]] = []

    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(_STEPS)
    def gather(steps: list[tuple[date, dict[str, Fact], int | None]]) -> None:
        runs.append(steps)

    gather()
    for steps in runs:
        async with rolled_back():
            await _hold(steps)


async def _hold(steps: list[tuple[date, dict[str, Fact], int | None]]) -> None:
    org = await make_organisation()
    officer = await Officer.create(organisation=org, number=1)
    journal: list[Change] = []
    moments = []
    for on, facts, target in steps:
        withdraws = journal[target].place if target is not None and target < len(journal) else None
        async with recording(org, Kind.CHANGE, "", None) as book:
            await write(book, officer, Deed.CHANGED, on, facts, "", withdraws)
        line = await OfficerChange.within(org).order_by("-id").first()
        assert line is not None
        journal.append(Change(line.id, on, facts, withdraws))
        moments.append((book.change_set.recorded_at, len(journal)))
    for known_at, lines in moments:
        periods = timeline(journal[:lines], UNKNOWN)
        for offset in range(-1, 17):
            on = START + timedelta(days=offset)
            found = await entry_of(org, officer.id, on, known_at)
            expected = [p.facts for p in periods if p.valid_from <= on < p.valid_to]
            assert ([dict(facts_of(found))] if found else []) == [dict(f) for f in expected]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE officer_change SET reason = 'x'",
        "DELETE FROM officer_change",
        "UPDATE officer_entry SET offices = 'chair'",
        "DELETE FROM officer_entry",
        "UPDATE officer SET number = 9",
        "TRUNCATE officer_entry CASCADE",
    ],
)
async def test_nothing_is_rewritten_not_even_by_hand(db: None, statement: str) -> None:
    org = await make_organisation()
    await make_rules(org)
    await make_holder(org)
    with pytest.raises(IntegrityError, match="rewritten"):
        await connections.get("default").execute_query(statement)


async def test_members_and_officers_are_recorded_in_one_order(db: None) -> None:
    org = await make_organisation()
    await make_rules(org)
    await make_holder(org)
    await make_member(org, "Bob Cule")
    sets = await ChangeSet.within(org).order_by("number")
    assert [each.number for each in sets] == [1, 2, 3]
    assert sets[0].recorded_at < sets[1].recorded_at < sets[2].recorded_at


async def test_an_account_is_an_officers_by_a_proven_address_alone(db: None) -> None:
    org, other = await make_organisation(), await make_organisation()
    for each in (org, other):
        await make_rules(each)
    ann = await make_holder(org, "Ann Bevan", email="Ann@a.example")
    person = await make_person("Ann", "ann@a.example")
    found = await officer_of_person(person, org)
    assert found is not None
    assert found.officer_id == ann.id
    assert await officer_of_person(person, other) is None
    assert await officer_of_person(await make_person("Eve"), org) is None
    assert [each.entry.name for each in await in_office(org, date(2026, 1, 1))] == ["Ann Bevan"]

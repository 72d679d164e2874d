"""The register in the database: two times, one lock, nothing rewritten."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise import connections
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.actions import admit, change, correct, leave, readmit
from coopcouncil.members.kinds import UNKNOWN, Kind
from coopcouncil.members.models import ChangeSet, Member, RegisterChange, RegisterEntry
from coopcouncil.members.reads import (
    as_at,
    current,
    entries_as_at_sql,
    entries_of,
    entry_of,
    settle,
)
from coopcouncil.members.recording import Entry, record_changes, recording
from coopcouncil.members.refusals import (
    LeftAlready,
    NothingChanged,
    NumberTaken,
    ReasonNeeded,
    TooFarAhead,
)
from coopcouncil.members.rules import Change, timeline
from coopcouncil.organisations.models import Organisation
from tests.conftest import rolled_back
from tests.make import make_member, make_organisation

pytestmark = pytest.mark.anyio
TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def names(org: Organisation, on: date, known_at: datetime | None = None) -> set[str]:
    """Who is a member on the day; by the query set and by the SQL, which must agree."""
    found = {entry.name for entry in await as_at(org, on, known_at)}
    known = "$3" if known_at else None
    rows = await connections.get("default").execute_query_dict(
        entries_as_at_sql(known_at=known), [org.id, on, *([known_at] if known_at else [])]
    )
    assert {f"{row['given_name']} {row['family_name']}".strip() for row in rows} == found
    return found


async def test_a_member_is_one_from_joining_until_leaving(db: None) -> None:
    org = await make_organisation()
    ada = await make_member(org, "Ada Lovell", joined_on=date(2020, 1, 1))
    member = await Member.within(org).get(id=ada.member_id)
    await leave(org, member, date(2024, 5, 1), reason="Moved away", by=None)

    assert await names(org, date(2019, 12, 31)) == set()
    assert await names(org, date(2020, 1, 1)) == {"Ada Lovell"}
    assert await names(org, date(2024, 4, 30)) == {"Ada Lovell"}
    assert await names(org, date(2024, 5, 1)) == set()


async def test_what_was_known_then_is_still_known_as_then(db: None) -> None:
    org = await make_organisation()
    with clock.frozen(NOON):
        ada = await make_member(org, "Ada Lovell", postcode="CB1 1AA")
    member = await Member.within(org).get(id=ada.member_id)
    with clock.frozen(NOON + timedelta(days=3)):
        await change(org, member, {"postcode": "CB2 2BB"}, effective_on=date(2025, 6, 1), by=None)

    async def postcode(on: date, known_at: datetime | None) -> str:
        return (await as_at(org, on, known_at).get()).postcode

    assert await postcode(date(2025, 6, 1), None) == "CB2 2BB"
    assert await postcode(date(2025, 5, 31), None) == "CB1 1AA"
    assert await postcode(date(2025, 6, 1), NOON) == "CB1 1AA"
    assert await postcode(date(2025, 6, 1), NOON + timedelta(days=3)) == "CB2 2BB"
    assert await names(org, TODAY, NOON - timedelta(microseconds=1)) == set()
    assert await names(org, TODAY, NOON) == {"Ada Lovell"}


async def test_a_correction_takes_the_wrong_line_out_and_names_its_reason(db: None) -> None:
    org = await make_organisation()
    ada = await make_member(org, "Ada Lovell", email="ada@wrong.example")
    line = await RegisterChange.within(org).get(member_id=ada.member_id)
    before = clock.now()
    with pytest.raises(ReasonNeeded):
        await correct(org, line, line.facts, effective_on=line.effective_on, reason=" ", by=None)

    right = {**line.facts, "email": "ada@right.example"}
    await correct(org, line, right, effective_on=line.effective_on, reason="Misread", by=None)

    assert (await current(org).get()).email == "ada@right.example"
    assert (await as_at(org, TODAY, before).get()).email == "ada@wrong.example"
    assert await RegisterChange.within(org).filter(withdraws_id=line.id).count() == 1
    assert (await ChangeSet.within(org).get(kind=Kind.CORRECTION)).reason == "Misread"
    with pytest.raises(NothingChanged):
        await correct(org, line, right, effective_on=line.effective_on, reason="Twice", by=None)


async def test_refusals(db: None) -> None:
    org = await make_organisation()
    ada = await make_member(org, "Ada Lovell", number="7")
    member = await Member.within(org).get(id=ada.member_id)
    with pytest.raises(NumberTaken):
        await admit(org, {"given_name": "Bob"}, number="7", by=None)
    with pytest.raises(NothingChanged):
        await change(org, member, {"given_name": "Ada"}, by=None)
    with pytest.raises(TooFarAhead):
        await change(org, member, {"given_name": "Eve"}, effective_on=date(2199, 1, 1), by=None)
    await leave(org, member, clock.today(), reason="", by=None)
    with pytest.raises(LeftAlready):
        await leave(org, member, clock.today(), reason="", by=None)
    assert (await as_at(org, clock.today()).count()) == 0
    await readmit(org, member, clock.today(), reason="Came back", by=None)
    assert (await current(org).get()).joined_on == clock.today()


async def test_numbers_follow_one_another(db: None) -> None:
    org = await make_organisation()
    await make_member(org, "Ada Lovell", number="0041")
    await make_member(org, "Bob Rees", number="B7")

    assert (await make_member(org, "Cai Owen")).member_number == "42"


async def test_nobody_sees_another_organisations_members(db: None) -> None:
    org, other = await make_organisation(), await make_organisation()
    await make_member(org, "Ada Lovell", email="ada@home.example")

    assert await names(other, TODAY) == set()
    assert await entries_of(other, ["ada@home.example"]) == []
    with pytest.raises(NotHere):
        await change(other, await Member.within(org).get(), {"given_name": "Eve"}, by=None)


async def test_two_members_may_share_an_address(db: None) -> None:
    org = await make_organisation()
    await make_member(org, "Mair Rees", email="Family@Home.example")
    await make_member(org, "Mair Rees", email="family@home.example")

    assert len(await entries_of(org, ["FAMILY@home.example"])) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM register_entry",
        "UPDATE register_entry SET email = 'x'",
        "UPDATE register_entry SET superseded_at = recorded_at + interval '1 hour', email = 'x'",
        "TRUNCATE register_entry CASCADE",
        "DELETE FROM register_change",
        "UPDATE register_change SET facts = '{}'",
        "UPDATE change_set SET recorded_at = now()",
        "UPDATE member SET number = 'x'",
    ],
)
async def test_the_database_refuses_to_rewrite_the_register(db: None, statement: str) -> None:
    await make_member(await make_organisation())
    with pytest.raises(IntegrityError):
        async with in_transaction() as connection:
            await connection.execute_query(statement)


async def test_the_database_refuses_two_entries_for_one_day(db: None) -> None:
    org = await make_organisation()
    entry = await make_member(org)
    with pytest.raises(IntegrityError):
        async with in_transaction():
            await RegisterEntry.create(
                organisation=org,
                member_id=entry.member_id,
                member_number=entry.member_number,
                valid_from=date(2023, 1, 1),
                recorded_at=clock.now(),
            )


async def test_each_change_set_is_recorded_later_than_the_last(db: None) -> None:
    org = await make_organisation()
    with clock.frozen(NOON):
        for name in ("Ada", "Bob", "Cai"):
            await make_member(org, name)
    sets = await ChangeSet.within(org).order_by("number")

    assert [s.number for s in sets] == [1, 2, 3]
    assert sets[0].recorded_at < sets[1].recorded_at < sets[2].recorded_at


_DAYS = st.integers(0, 20).map(lambda n: date(2024, 1, 1) + timedelta(days=n))
_STEPS = st.lists(
    st.tuples(
        _DAYS,
        st.dictionaries(
            st.sampled_from(["email", "postcode", "member_class"]),
            st.sampled_from(["a", "b", "c"]),
            min_size=1,
        ),
        st.none() | st.integers(0, 9),
    ),
    min_size=1,
    max_size=7,
)


async def test_the_rows_say_what_a_replay_of_the_journal_says(database: str) -> None:
    """As the pure property, through the tables: writing, superseding and reading."""

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(_STEPS)
    def hold(steps: list[tuple[date, dict[str, str], int | None]]) -> None:
        loop_runs.append(steps)

    loop_runs: list[list[tuple[date, dict[str, str], int | None]]] = []
    hold()
    for steps in loop_runs:
        async with rolled_back():
            await _hold(steps)


async def _hold(steps: list[tuple[date, dict[str, str], int | None]]) -> None:
    org = await make_organisation()
    entry = await make_member(org, joined_on=date(2024, 1, 1))
    admission = await RegisterChange.within(org).get()
    journal = [Change(admission.id, admission.effective_on, admission.facts)]
    moments = []
    for on, facts, target in steps:
        withdraws = journal[1 + target].place if target and target + 1 < len(journal) else None
        line = Entry(entry.member_id, on, facts, "", withdraws)
        done = await record_changes(org, [line], Kind.CHANGE, "", None)
        place = (await RegisterChange.within(org).get(change_set_id=done.id)).id
        journal.append(Change(place, on, facts, withdraws))
        moments.append((done.recorded_at, len(journal)))
    for known_at, lines in moments:
        periods = timeline(journal[:lines])
        for offset in range(21):
            on = date(2024, 1, 1) + timedelta(days=offset)
            found = await entry_of(org, entry.member_id, on, known_at)
            assert found is not None
            holding = [dict(p.facts) for p in periods if p.valid_from <= on < p.valid_to]
            said = holding[0] if holding else UNKNOWN
            for name in ("email", "postcode", "member_class"):
                assert getattr(found, name) == said[name]


async def test_thirty_at_once_are_recorded_one_after_another(fresh_db: str) -> None:
    org = await make_organisation()
    await asyncio.gather(*(make_member(org, f"Member {n}") for n in range(30)))

    sets = await ChangeSet.within(org).order_by("number")
    assert [s.number for s in sets] == list(range(1, 31))
    assert sorted(s.recorded_at for s in sets) == [s.recorded_at for s in sets]
    assert len({e.member_number for e in await current(org)}) == 30


async def test_an_answer_as_known_waits_for_what_is_being_recorded(fresh_db: str) -> None:
    org = await make_organisation()
    await make_member(org, "Ada Lovell")
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def long_import() -> None:
        async with recording(org, Kind.IMPORT, "a.csv", None) as book:
            (member,) = await book.new_members(["900"])
            facts = {"given_name": "Eve", "status": "member"}
            await book.write([Entry(member, date(2020, 1, 1), facts)])
            begun.set()
            await may_end.wait()

    async def as_known_now() -> list[str]:
        asked_at = clock.now()
        await settle(org)
        return sorted([entry.name for entry in await as_at(org, TODAY, asked_at)])

    importing = asyncio.create_task(long_import())
    await begun.wait()
    asking = asyncio.create_task(as_known_now())
    done, _waiting = await asyncio.wait({asking}, timeout=0.5)
    assert not done  # Its rows are stamped, and nobody can see them yet.
    may_end.set()
    await importing

    assert await asking == ["Ada Lovell", "Eve"]

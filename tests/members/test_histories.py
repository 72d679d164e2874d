"""Whatever happens to a register, each of its pasts says what a plain replay of the journal says.

Random histories of admissions, late changes, corrections, lists, undone lists, merges and undone
merges, through the actions and the tables. After each deed the register is written down; at the
end every one of those moments must still be told as it was then, and by the definition.
"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopcouncil.kernel.errors import Refused
from coopcouncil.members.actions import admit, change, correct, leave
from coopcouncil.members.duplicates.merging import merge, unmerge
from coopcouncil.members.duplicates.models import Merge
from coopcouncil.members.importing.applying import NothingNew, RowsWrong
from coopcouncil.members.importing.undoing import undo
from coopcouncil.members.kinds import UNKNOWN, Fact
from coopcouncil.members.models import (
    BatchState,
    ChangeSet,
    ImportBatch,
    Member,
    RegisterChange,
)
from coopcouncil.members.reads import as_at
from coopcouncil.members.recording import facts_of
from coopcouncil.members.rules import in_register
from coopcouncil.organisations.models import Organisation
from tests.conftest import rolled_back
from tests.make import make_member, make_organisation
from tests.members.test_lists import take_in

pytestmark = pytest.mark.anyio

START = date(2024, 1, 1)
DAYS = tuple(START + timedelta(days=n) for n in (-30, 0, 4, 9, 14, 40, 1_000))
_day = st.integers(0, 20).map(lambda n: START + timedelta(days=n))
_who = st.integers(0, 4)
_code = st.sampled_from(["A1", "B2", "C3", ""])
_deed = st.one_of(
    st.tuples(st.just("admit"), _day, _code),
    st.tuples(st.just("change"), _who, _day, _code),
    st.tuples(st.just("correct"), _who, st.integers(0, 9), _day, _code),
    st.tuples(st.just("leave"), _who, _day),
    st.tuples(
        st.just("list"),
        st.lists(st.tuples(_who, _code, st.none() | _day), min_size=1, max_size=4),
        st.none() | _day,
    ),
    st.tuples(st.just("undo"), st.integers(0, 3)),
    st.tuples(st.just("undo"), st.just(-1)),  # The latest: most often it may be.
    st.tuples(st.just("merge"), _who, _who, _code),
    st.tuples(st.just("unmerge"), st.integers(0, 3)),
)
Said = frozenset[tuple[Any, ...]]


async def test_every_past_is_told_as_it_was_and_as_the_journal_has_it(database: str) -> None:
    histories: list[list[tuple[Any, ...]]] = []

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.lists(_deed, min_size=6, max_size=12))
    def gather(deeds: list[tuple[Any, ...]]) -> None:
        histories.append(deeds)

    gather()
    done: set[str] = set()
    for deeds in histories:
        async with rolled_back():
            await _live_through(deeds, done)
    # Else the test would say little: deeds are done, and not only refused.
    assert done >= {"change", "list", "merge"}


async def test_a_list_and_a_merge_are_taken_back_to_the_byte(db: None) -> None:
    deeds: list[tuple[Any, ...]] = [
        ("list", [(0, "B2", None), (3, "C3", START), (4, "A1", None)], None),
        ("change", 1, START + timedelta(days=2), "C3"),
        ("merge", 0, 3, "C3"),
        ("unmerge", 0),
        ("correct", 2, 0, START, "B2"),
        ("merge", 4, 2, "A1"),
        ("unmerge", 1),
        ("undo", 0),
        ("list", [(0, "B2", None), (3, "C3", START)], START),
        ("undo", 0),
    ]
    done: set[str] = set()
    await _live_through(deeds, done)
    assert done == {"list", "change", "correct", "merge", "unmerge", "undo"}


async def _live_through(deeds: list[tuple[Any, ...]], done: set[str]) -> None:
    org = await make_organisation()
    for n in range(3):
        await make_member(org, f"Ann Nr{n}", number=str(n), joined_on=START)
    pasts: list[tuple[datetime, dict[date, Said]]] = []
    before_list: dict[int, dict[date, Said]] = {}
    for deed in deeds:
        before = await _all_days(org)
        try:
            batch = await _do(org, *deed)
        except (Refused, RowsWrong, NothingNew):
            assert await _all_days(org) == before  # A refusal leaves nothing behind.
            continue
        done.add(deed[0])
        after = await _all_days(org)
        if deed[0] == "list" and batch is not None:
            before_list[batch.id] = before
        if deed[0] == "undo" and batch is not None:
            numbers = await _numbers_of(batch)
            for day in DAYS:
                theirs = _of(before_list[batch.id][day], numbers)
                assert _of(after[day], numbers) == theirs
                others = after[day] - _of(after[day], numbers)
                assert others == before[day] - _of(before[day], numbers)
        for made in await Merge.within(org).filter(undone_by_id=None).select_related("gone"):
            assert not any(_of(after[day], {made.gone.number}) for day in DAYS)
        last = await ChangeSet.within(org).order_by("-number").first()
        assert last is not None
        pasts.append((last.recorded_at, after))
    for known_at, said in pasts:
        assert await _all_days(org, known_at) == said
        assert await _replayed(org, known_at) == said


async def _do(org: Organisation, deed: str, *how: Any) -> ImportBatch | None:
    members = await Member.within(org).order_by("id")

    def member(place: int) -> Member:
        return members[place % len(members)]

    if deed == "admit":
        on, code = how
        facts = {"given_name": "Eve", "postcode": code, "joined_on": on.isoformat()}
        await admit(org, facts, by=None)
    elif deed == "change":
        who, on, code = how
        await change(org, member(who), {"postcode": code}, effective_on=on, by=None)
    elif deed == "correct":
        who, place, on, code = how
        lines = await RegisterChange.within(org).filter(member_id=member(who).id).order_by("id")
        lines = [line for line in lines if line.facts]
        line = lines[place % len(lines)]
        right = {**line.facts, "postcode": code}
        await correct(org, line, right, effective_on=on, reason="Misread", by=None)
    elif deed == "leave":
        who, on = how
        await leave(org, member(who), on, reason="", by=None)
    elif deed == "list":
        return await _take_in(org, *how)
    elif deed == "undo":
        applied = ImportBatch.within(org).filter(state=BatchState.APPLIED).order_by("id")
        if batches := await applied:
            batch: ImportBatch = batches[how[0] % len(batches)]
            await undo(org, batch, reason="Wrong file", by=None)
            return batch
        raise NothingNew(None)  # type: ignore[arg-type]
    elif deed == "merge":
        one, other, code = how
        chosen: dict[str, Fact] = {"postcode": code, "joined_on": START.isoformat()}
        await merge(org, member(one), member(other), chosen, reason="Same", by=None)
    else:
        if not (made := await Merge.within(org).order_by("id")):
            raise NothingNew(None)  # type: ignore[arg-type]
        await unmerge(org, made[how[0] % len(made)], reason="Not the same", by=None)
    return None


async def _take_in(
    org: Organisation, rows: list[tuple[int, str, date | None]], on: date | None
) -> ImportBatch:
    text = "member_number,given_name,postcode,left_on,effective_on\n"
    for who, code, left in {row[0]: row for row in rows}.values():
        text += f"{who},Ann,{code},{left or ''},{on or ''}\n"
    await take_in(org, text, blanks_clear=False)
    batch = await ImportBatch.within(org).order_by("-id").first()
    assert batch is not None
    return batch


async def _all_days(org: Organisation, known_at: datetime | None = None) -> dict[date, Said]:
    return {
        day: frozenset(
            (entry.member_number, *facts_of(entry).values(), entry.reason)
            for entry in await as_at(org, day, known_at)
        )
        for day in DAYS
    }


async def _replayed(org: Organisation, known_at: datetime) -> dict[date, Said]:
    """The definition, word for word, from the journal's own table."""
    lines = await (
        RegisterChange.within(org)
        .filter(change_set__recorded_at__lte=known_at)
        .select_related("member")
        .order_by("-id")
    )
    withdrawn: set[int | None] = set()
    standing: dict[str, list[RegisterChange]] = {}
    for line in lines:
        if line.id not in withdrawn:
            withdrawn.add(line.withdraws_id)
            if line.facts:
                standing.setdefault(line.member.number, []).append(line)
    said: dict[date, Said] = {}
    for day in DAYS:
        rows = set()
        for number, its in standing.items():
            holding = [line for line in its if line.effective_on <= day]
            holding.sort(key=lambda line: (line.effective_on, line.id))
            facts = dict(UNKNOWN)
            for line in holding:
                facts.update(line.facts)
            if holding and in_register(facts, day):
                rows.add((number, *facts.values(), holding[-1].reason))
        said[day] = frozenset(rows)
    return said


async def _numbers_of(batch: ImportBatch) -> set[str]:
    lines = RegisterChange.everywhere().filter(change_set_id=batch.change_set_id)
    return {line.member.number for line in await lines.select_related("member")}


def _of(rows: Said, numbers: set[str]) -> Said:
    return frozenset(row for row in rows if row[0] in numbers)

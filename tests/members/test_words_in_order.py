"""A list's words follow its entries in sorted runs: every entry has its own, and once."""

from datetime import date
from typing import Any

import pytest
from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.members.importing.applying import RowsWrong
from coopcouncil.members.importing.words_in_order import words_in_order
from coopcouncil.members.kinds import Kind
from coopcouncil.members.listing import listed
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.recording import Entry, recording
from coopcouncil.members.wanted import Wanted
from coopcouncil.organisations.models import Organisation
from tests.make import make_member, make_organisation
from tests.members.test_lists import take_in

pytestmark = pytest.mark.anyio
LIST = "member_number,given_name,family_name,email\n"
ROWS = "".join(f"{n},Siân,Jones{n % 7},m{n}@lists.example\n" for n in range(1, 41))


async def test_each_entry_of_a_list_has_its_words_once(db: None) -> None:
    org, other = await make_organisation(), await make_organisation()
    await make_member(org, "Ann Price", number="1")
    await make_member(other, "Ann Price", number="1")

    counted = await take_in(org, LIST + ROWS)

    assert (counted.new, counted.changed) == (39, 1)
    assert await words_of(org) == await words_that_follow(org)
    assert await words_of(other) == await words_that_follow(other)
    assert (await listed(org, Wanted(on=clock.today(), text="jones3"))).count == 6


async def test_a_run_of_words_is_told_of_before_it_is_written(db: None) -> None:
    org = await make_organisation()
    told: list[tuple[int, bool]] = []

    async def hears(rows: int) -> None:
        told.append((rows, await words_of(org) == await words_that_follow(org)))

    async with recording(org, Kind.IMPORT, "a.csv", None) as book:
        async with words_in_order(book, hears) as words:
            made = await book.new_members(["1", "2"])
            joined = [
                Entry(member, date(2020, 1, 1), {"given_name": "Ann", "family_name": "Rees"})
                for member in made
            ]
            await book.write(joined, dict(zip(made, ["1", "2"], strict=True)))
            await words.note(2)
            assert told == []
        assert told == [(2, False)]
    assert await words_of(org) == await words_that_follow(org)


async def test_words_come_in_runs_and_at_once_again_afterwards(db: None) -> None:
    org, other = await make_organisation(), await make_organisation()
    async with recording(org, Kind.IMPORT, "a.csv", None) as book, words_in_order(book) as words:
        for names in (("Ann", "Bob"), ("Ceri", "Dai"), ("Eve",)):
            numbers = [f"{name}1" for name in names]
            made = await book.new_members(numbers)
            joined = [
                Entry(member, date(2020, 1, 1), {"given_name": name, "family_name": "Rees"})
                for member, name in zip(made, names, strict=True)
            ]
            await book.write(joined, dict(zip(made, numbers, strict=True)))
            assert len(await words_of(org)) < len(await words_that_follow(org))
            if "Dai" in names:
                await words.write()
                assert await words_of(org) == await words_that_follow(org)
    assert await words_of(org) == await words_that_follow(org)

    await make_member(org, "Ffion Rees")
    await make_member(other, "Ffion Rees")
    assert await words_of(org) == await words_that_follow(org)
    assert await words_of(other) == await words_that_follow(other)


async def test_after_a_list_that_is_refused_words_come_at_once(db: None) -> None:
    org = await make_organisation()
    with pytest.raises(RowsWrong):
        await take_in(org, LIST + ROWS + "41,,,\n")
    assert await words_of(org) == []

    await make_member(org, "Ffion Rees")
    assert await words_of(org) == await words_that_follow(org)
    assert await RegisterEntry.within(org).count() == 1


async def words_of(org: Organisation) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await connections.get("default").execute_query_dict(
        "SELECT entry_id, word, marks, sort_key FROM register_word WHERE organisation_id = $1 "
        'ORDER BY entry_id, word COLLATE "C"',
        [org.id],
    )
    return rows


async def words_that_follow(org: Organisation) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await connections.get("default").execute_query_dict(
        "SELECT e.id AS entry_id, w.word, w.marks, e.sort_key FROM register_entry AS e "
        "CROSS JOIN LATERAL register_words_marked(e.search_text) AS w "
        'WHERE e.organisation_id = $1 ORDER BY e.id, w.word COLLATE "C"',
        [org.id],
    )
    return rows

"""A list that is undone leaves the register as it was known before, or is not undone at all."""

from datetime import date

import pytest

from coopcouncil.kernel import clock
from coopcouncil.members.actions import change
from coopcouncil.members.importing.undoing import ChangedSince, NotApplied, changed_since, undo
from coopcouncil.members.models import BatchState, ImportBatch, Member
from coopcouncil.members.reads import as_at, current
from coopcouncil.organisations.models import Organisation
from tests.make import make_member, make_officer, make_organisation
from tests.members.test_lists import out, take_in
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio
LIST = (
    "member_number,given_name,postcode,joined_on,left_on\n"
    "1,Ann,B2,2019-01-01,\n2,Bob,C3,2020-01-01,2023-01-01\n3,Eve,D4,2021-01-01,\n"
)
DAYS = (date(2018, 1, 1), date(2019, 6, 1), date(2022, 1, 1), date(2024, 1, 1))


async def register_of(org: Organisation) -> list[str]:
    return [await out(org, on) for on in (*DAYS, clock.today())]


async def test_the_register_is_as_it_was_and_the_list_may_come_again(db: None) -> None:
    org = await make_organisation()
    await make_member(org, "Ann Jones", number="1", postcode="A1")
    before = await register_of(org)
    await take_in(org, LIST)
    after, known_at = await register_of(org), clock.now()
    assert after != before
    batch = await ImportBatch.within(org).get()

    await undo(org, batch, reason="Wrong file", by=None)

    assert await register_of(org) == before
    assert {e.name for e in await as_at(org, date(2022, 1, 1), known_at)} == {
        "Ann Jones",
        "Bob",
        "Eve",
    }
    assert (await ImportBatch.within(org).get()).state == BatchState.UNDONE
    with pytest.raises(NotApplied):
        await undo(org, batch, reason="Again", by=None)
    counted = await take_in(org, LIST)
    assert (counted.new, counted.changed) == (2, 1)
    assert await register_of(org) == after
    assert await Member.within(org).count() == 3


async def test_what_somebody_built_on_keeps_the_whole_list(db: None) -> None:
    org = await make_organisation()
    await make_member(org, "Ann Jones", number="1", postcode="A1")
    await take_in(org, LIST)
    eve = await Member.within(org).get(number="3")
    await change(org, eve, {"postcode": "Z9"}, by=None)
    before = await register_of(org)
    with pytest.raises(ChangedSince) as caught:
        await undo(org, await ImportBatch.within(org).get(), reason="Wrong file", by=None)

    assert caught.value.numbers == ["3"]
    assert "3" in caught.value.sentence(str)
    assert await register_of(org) == before


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_list_is_undone_by_its_page(client: Pages, language: str) -> None:
    org, other = await make_organisation(), await make_organisation()
    await take_in(org, "member_number,given_name\n1,Ann\n")
    batch = await ImportBatch.within(org).get()
    secretary = client.in_(language).as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/members/lists/{batch.id}/undo")
    assert (await form.submit()).status == 422
    done = await (await form.submit(reason="Wrong file")).follow()

    assert done.status == 200
    assert not await current(org).exists()
    assert (await secretary.get(f"/{org.slug}/members")).status == 200
    stranger = client.as_(await make_officer(other))
    theirs = f"/{other.slug}/members/lists/{batch.id}/undo"
    assert (await stranger.post(theirs, {"reason": "x"})).status == 404


def test_a_long_list_of_numbers_is_cut() -> None:
    said = ChangedSince(["1", "2"], 5).sentence(str)
    assert "7 members" in said


async def test_what_was_itself_undone_keeps_nobody_back(db: None) -> None:
    org = await make_organisation()
    await make_member(org, "Ann Jones", number="1", postcode="A1")
    before = await register_of(org)
    await take_in(org, LIST)
    first = await ImportBatch.within(org).get()
    await take_in(org, "member_number,postcode\n1,E5\n3,F6\n")
    second = await ImportBatch.within(org).get(id__gt=first.id)
    assert {since.number for since in await changed_since(org, first)} == {"1", "3"}
    with pytest.raises(ChangedSince):
        await undo(org, first, reason="Wrong file", by=None)

    await undo(org, second, reason="Wrong file", by=None)
    await undo(org, first, reason="Wrong file", by=None)
    assert await register_of(org) == before


async def test_who_has_two_lines_is_undone_whole(db: None) -> None:
    """A chunk of lines must not end in the middle of a member."""
    org = await make_organisation()
    await take_in(
        org,
        "member_number,given_name,joined_on,left_on\n9999,Bob,2020-01-01,\n"
        + "".join(f"{n},Ann,2020-01-01,2021-01-01\n" for n in range(1, 1_002)),
    )
    await undo(org, await ImportBatch.within(org).get(), reason="Wrong file", by=None)
    assert not (await out(org, date(2020, 6, 1))).splitlines()[1:]


async def test_the_page_lists_what_was_recorded_since(client: Pages) -> None:
    org = await make_organisation()
    await take_in(org, LIST)
    eve = await Member.within(org).get(number="3")
    await change(org, eve, {"postcode": "Z9"}, by=None, reason="She moved")
    batch = await ImportBatch.within(org).get()
    secretary = client.as_(await make_officer(org))
    page = await secretary.get(f"/{org.slug}/members/lists/{batch.id}/undo")

    assert [(row[0], row[1], row[3]) for row in page.rows()] == [
        ("3", "Details changed", "She moved")
    ]
    assert "cannot be undone while" in page.main

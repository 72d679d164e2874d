"""Rows of a list that look like somebody who is there already: decided before they are applied."""

import pytest

from coopcouncil.kernel.jobs import run_jobs
from coopcouncil.members.actions import admit
from coopcouncil.members.duplicates.merging import merge
from coopcouncil.members.duplicates.models import Decision, Likeness, RowLikeness
from coopcouncil.members.models import Member
from coopcouncil.members.reads import current
from tests.make import make_member, make_officer, make_organisation
from tests.members.test_duplicates import send
from tests.members.test_lists import take_in, upload
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio
LIST = (
    b"member_number,given_name,family_name,date_of_birth,email,postcode\n"
    b"10,Sian,Pryce,1980-12-31,sian@work.example,LL1\n"
    b"11,Bob,Rees,1990-01-01,,\n"
    b"12,Robert,Rees,1990-01-01,,\n"
    b"13,Mair,Owen,1950-05-05,,\n"
)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_row_is_said_to_be_somebody_who_is_there(client: Pages, language: str) -> None:
    org = await make_organisation()
    secretary = client.in_(language).as_(await make_officer(org))
    await make_member(org, "Siân Prys", number="1", date_of_birth="1980-12-31")
    await make_member(org, "Mair Owen", number="2", date_of_birth="1950-05-05")
    columns = await (await upload(secretary, org, LIST)).follow()
    waiting = await (await columns.submit()).follow()
    await run_jobs()
    address = waiting.response.request.url.path
    preview = await secretary.get(address)
    assert address + "/alike" in preview.html
    alike = await secretary.get(address + "/alike")
    found = {(row.row_number, row.other_number): row for row in await RowLikeness.within(org)}
    assert set(found) == {("10", "1"), ("12", "11"), ("13", "2")}

    said = {"10": "same", "12": "same", "13": "different"}
    decisions = {f"row-{row.id}": said[number] for (number, _), row in found.items()}
    assert (await send(alike, "/alike", **decisions)).status == 303
    await run_jobs()
    preview = await secretary.get(address)
    assert await current(org).count() == 2
    await send(preview, "/apply")
    await run_jobs()

    entries = {entry.member_number: entry for entry in await current(org)}
    assert set(entries) == {"1", "2", "11", "13"}
    assert (entries["1"].name, entries["1"].postcode) == ("Sian Pryce", "LL1")
    (told_apart,) = await Likeness.within(org)
    assert told_apart.decision == Decision.DIFFERENT
    assert not await RowLikeness.within(org).exists()


async def test_what_is_left_undecided_comes_in_and_waits_as_a_pair(client: Pages) -> None:
    org, other = await make_organisation(), await make_organisation()
    secretary = client.as_(await make_officer(org))
    await make_member(org, "Siân Prys", number="1", date_of_birth="1980-12-31")
    columns = await (await upload(secretary, org, LIST)).follow()
    waiting = await (await columns.submit()).follow()
    await run_jobs()
    address = waiting.response.request.url.path
    batch = address.rpartition("/")[2]
    stranger = client.as_(await make_officer(other))
    assert (await stranger.get(f"/{other.slug}/members/lists/{batch}/alike")).status == 404
    await send(await secretary.get(address), "/apply")
    await run_jobs()

    assert await current(org).count() == 5
    waiting_pairs = await Likeness.within(org).filter(decision=Decision.WAITING)
    assert len(waiting_pairs) == 2


async def test_a_merged_number_in_a_list_means_who_was_kept(db: None) -> None:
    org = await make_organisation()
    one = await admit(org, {"given_name": "Siân"}, number="1", by=None)
    two = await admit(org, {"given_name": "Sian"}, number="2", by=None)
    await merge(org, one, two, {}, reason="", by=None)
    counted = await take_in(org, "member_number,given_name,postcode\n2,Siân,LL1\n")

    assert (counted.new, counted.changed) == (0, 1)
    entry = await current(org).get()
    assert (entry.member_number, entry.postcode) == ("1", "LL1")
    assert await Member.within(org).count() == 2

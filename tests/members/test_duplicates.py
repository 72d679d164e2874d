"""One person twice in the register: found with a reason, decided by a person, merged, undone."""

from datetime import date
from typing import Any

import pytest

from coopcouncil.kernel.errors import Refused
from coopcouncil.members.actions import change
from coopcouncil.members.duplicates.merging import merge, unmerge
from coopcouncil.members.duplicates.models import Decision, Likeness, Merge
from coopcouncil.members.duplicates.referring import REFERRING
from coopcouncil.members.duplicates.refusals import (
    HeldElsewhere,
    MergedAlready,
    MergedOnwards,
    OnOneOpenRoll,
    UndoneAlready,
)
from coopcouncil.members.duplicates.rounds import look_through
from coopcouncil.members.models import Member
from coopcouncil.members.reads import current
from coopcouncil.organisations.models import Organisation
from tests.htmlcheck import words
from tests.make import make_constituency, make_member, make_officer, make_organisation
from tests.pageclient import Page, Pages, _values

pytestmark = pytest.mark.anyio


async def member(org: Organisation, number: str) -> Member:
    return await Member.within(org).get(number=number)


async def pairs(org: Organisation) -> list[tuple[str, str, list[str]]]:
    found = await (
        Likeness.within(org)
        .filter(decision=Decision.WAITING)
        .select_related("earlier", "later")
        .order_by("-confidence", "id")
    )
    return [(pair.earlier.number, pair.later.number, pair.reasons) for pair in found]


async def send(page: Page, address: str, **changes: Any) -> Page:
    """Send the page's form whose address ends so."""
    form = next(
        f for f in page.one("main").iter("form") if (f.get("action") or "").endswith(address)
    )
    data = {**dict(_values(form)), **changes}
    return await page._client.post(form.get("action") or "", data)


async def test_who_is_in_the_register_twice_is_found_and_why(db: None) -> None:
    org = await make_organisation()
    born = "1980-12-31"
    await make_member(org, "Siân Prys", number="1", date_of_birth=born, email="s@home.example")
    await make_member(org, "Sian Price", number="2", date_of_birth=born, email="sian@work.example")
    await make_member(org, "Jane Pryce", number="3", date_of_birth=born)
    await make_member(org, "Dai Jones", number="4", date_of_birth=born, email="s@home.example")
    assert await look_through(org) == 3

    found = await pairs(org)
    assert {(one, other) for one, other, _reasons in found} == {("1", "2"), ("1", "3"), ("2", "3")}
    assert found[0][2] == ["other-form", "same-birth"]
    assert ("1", "2", ["other-form", "same-birth", "other-email"]) in found
    assert await look_through(org) == 0  # Nothing changed: nothing is looked at again.


async def test_only_what_changed_is_looked_at_again(db: None) -> None:
    org = await make_organisation()
    await make_member(org, "Mair Rees", number="1", date_of_birth="1990-01-01")
    await make_member(org, "Bob Rees", number="2", date_of_birth="1990-01-01")
    await look_through(org)
    assert await pairs(org) == []
    await change(org, await member(org, "2"), {"given_name": "Mari"}, by=None)
    await look_through(org)
    assert [pair[:2] for pair in await pairs(org)] == [("1", "2")]
    await change(org, await member(org, "2"), {"date_of_birth": "1960-05-05"}, by=None)
    await look_through(org)
    assert await pairs(org) == []


async def test_a_merge_points_to_who_is_kept_and_is_undone(db: None) -> None:
    org = await make_organisation()
    await make_member(org, "Siân Prys", number="1", joined_on=date(2020, 5, 1))
    await make_member(org, "Sian Price", number="2", joined_on=date(2018, 2, 1), postcode="LL1")
    one, two = await member(org, "1"), await member(org, "2")
    before = await current(org).order_by("member_number").values()

    made = await merge(
        org, one, two, {"joined_on": "2018-02-01", "postcode": "LL1"}, reason="Same", by=None
    )
    entry = await current(org).get()
    assert (entry.member_number, entry.postcode, entry.joined_on) == ("1", "LL1", date(2018, 2, 1))
    with pytest.raises(MergedAlready):
        await merge(org, two, one, {}, reason="Again", by=None)

    await unmerge(org, made, reason="Twins after all", by=None)
    after = await current(org).order_by("member_number").values()
    kept = ("id", "recorded_at")
    assert [{k: v for k, v in row.items() if k not in kept} for row in after] == [
        {k: v for k, v in row.items() if k not in kept} for row in before
    ]
    with pytest.raises(UndoneAlready):
        await unmerge(org, made, reason="Again", by=None)


async def test_merges_are_undone_in_their_order(db: None) -> None:
    org = await make_organisation()
    for number in "123":
        await make_member(org, "Siân Prys", number=number)
    one, two, three = [await member(org, number) for number in "123"]
    first = await merge(org, two, three, {}, reason="", by=None)
    second = await merge(org, one, two, {}, reason="", by=None)
    with pytest.raises(MergedOnwards):
        await unmerge(org, first, reason="", by=None)
    await unmerge(org, second, reason="", by=None)
    await unmerge(org, first, reason="", by=None)
    assert await current(org).count() == 3
    assert await Merge.within(org).filter(undone_by_id=None).count() == 0


async def test_the_program_merges_nobody_and_a_decision_is_remembered(client: Pages) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    # Mother and daughter of one name, in one house, with one e-mail address between them.
    home: dict[str, Any] = {
        "email": "rees@home.example",
        "postal_address": "1 High St",
        "postcode": "LL1 1AA",
    }
    await make_member(org, "Mair Rees", number="1", date_of_birth="1951-02-03", **home)
    await make_member(org, "Mair Rees", number="2", **home)
    page = await secretary.get(f"/{org.slug}/members/duplicates")
    assert "has not been looked through yet" in page.main
    page = await (await send(page, "/look")).follow()
    assert "Likely one person (90%)" in page.main
    assert "A date of birth is not known" in page.main
    assert await current(org).count() == 2

    page = await (await send(page, "/different")).follow()
    assert "Nobody waits to be decided about." in page.main
    await change(org, await member(org, "2"), {"postcode": "LL1 1AB"}, by=None)
    await look_through(org)
    page = await secretary.get(f"/{org.slug}/members/duplicates")
    assert "Nobody waits to be decided about." in page.main
    page = await secretary.get(f"/{org.slug}/members/duplicates?show=different")
    assert "Mair Rees" in page.main


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_two_are_merged_and_taken_apart_by_the_pages(client: Pages, language: str) -> None:
    org, other = await make_organisation(), await make_organisation()
    secretary = client.in_(language).as_(await make_officer(org))
    await make_member(org, "Dai Puw", number="1", date_of_birth="1980-12-31", email="d@a.example")
    await make_member(org, "David Pugh", number="2", date_of_birth="1980-12-31")
    await look_through(org)
    (pair,) = await Likeness.within(org)
    address = f"/{org.slug}/members/duplicates/{pair.id}"
    page = await secretary.get(address)
    assert (await send(page, "/merge")).status == 422  # Without a reason.
    done = await (await send(page, "/merge", reason="Asked him", **{"choices-0": "later"})).follow()
    assert done.status == 200
    entry = await current(org).get()
    assert (entry.member_number, entry.name, entry.email) == ("1", "David Puw", "d@a.example")

    gone = await member(org, "2")
    pointer = await secretary.get(f"/{org.slug}/members/{gone.id}")
    assert pointer.status == 200
    assert f"/members/{entry.member_id}" in pointer.html
    (made,) = await Merge.within(org)
    undoing = await secretary.get(f"/{org.slug}/members/merges/{made.id}")
    assert (await (await undoing.submit(reason="Cousins")).follow()).status == 200
    assert await current(org).count() == 2
    for path in (f"duplicates/{pair.id}", f"merges/{made.id}"):
        stranger = client.as_(await make_officer(other))
        assert (await stranger.get(f"/{other.slug}/members/{path}")).status == 404


async def test_what_hangs_on_the_number_that_goes_refuses_a_merge(db: None) -> None:
    org = await make_organisation()
    await make_member(org, "Siân Prys", number="1")
    await make_member(org, "Sian Price", number="2")
    one, two = await member(org, "1"), await member(org, "2")

    async def hangs(_org: Organisation, _kept: int, gone: int) -> list[Refused]:
        return [OnOneOpenRoll()] if gone == two.id else []

    REFERRING["roll_entry"], before = hangs, REFERRING["roll_entry"]
    try:
        with pytest.raises(HeldElsewhere) as caught:
            await merge(org, one, two, {}, reason="", by=None)
        assert "Both are on the roll" in caught.value.sentence(str)
        assert await current(org).count() == 2
        await merge(org, two, one, {}, reason="", by=None)
    finally:
        REFERRING["roll_entry"] = before


async def test_a_teacher_who_is_a_parent_is_one_member_who_fits_in_both(client: Pages) -> None:
    org = await make_organisation()
    parents, staff = await make_constituency(org, "Parents"), await make_constituency(org, "Staff")
    secretary = client.as_(await make_officer(org))
    born = "1980-12-31"
    await make_member(org, "Siân Prys", number="1", constituency=parents, date_of_birth=born)
    await make_member(org, "Sian Prys", number="2", constituency=staff, date_of_birth=born)
    await look_through(org)
    (pair,) = await Likeness.within(org)
    page = await secretary.get(f"/{org.slug}/members/duplicates/{pair.id}")
    place = [words(each) for each in page.by_class("govuk-fieldset__legend--s")].index(
        "Constituency"
    )
    chosen = {f"choices-{place - 1}": "later"}
    await send(page, "/merge", keep="later", reason="She teaches there", **chosen)

    entry = await current(org).get()
    assert (entry.member_number, entry.constituency_id) == ("2", staff.id)
    assert entry.fits == f"{parents.id}:"

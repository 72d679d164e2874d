"""One person twice in the register: found with a reason, decided by a person, merged, undone."""

from datetime import date

import pytest

from coopcouncil.members.actions import change
from coopcouncil.members.duplicates.finding import look_through
from coopcouncil.members.duplicates.merging import merge, unmerge
from coopcouncil.members.duplicates.models import Decision, Likeness, Merge
from coopcouncil.members.duplicates.refusals import MergedAlready, MergedOnwards, UndoneAlready
from coopcouncil.members.models import Member
from coopcouncil.members.reads import current
from coopcouncil.organisations.models import Organisation
from tests.make import make_member, make_organisation

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

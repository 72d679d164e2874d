"""What time changes is found and proposed; nothing changes before a person decides."""

from datetime import date, timedelta

import pytest

from coopcouncil.joining.finding import REVIEWS, Finder, Finding
from coopcouncil.joining.models import ReviewItem
from coopcouncil.joining.reads import House
from coopcouncil.joining.review import is_due, look, open_items
from coopcouncil.kernel import clock
from coopcouncil.members.kinds import Cause
from coopcouncil.members.reads import current, entry_of
from tests.make import (
    make_constituency,
    make_member,
    make_officer,
    make_organisation,
    make_rules,
)
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


def years_ago(years: int, days: int = 0) -> str:
    today = clock.today()
    return (
        today.replace(year=today.year - years, day=min(today.day, 28)) + timedelta(days)
    ).isoformat()


async def test_a_learner_past_the_age_is_proposed_and_moved_by_a_person(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org, member_age=5, vote_age=5, constituency_needs="learners: under 19")
    learners = await make_constituency(org, "Learners", name_cy="Dysgwyr")
    alumni = await make_constituency(org, "Alumni", name_cy="Cyn-ddisgyblion")
    old = await make_member(
        org, "Ada Grown", constituency=learners, date_of_birth=years_ago(19), fits=f"{alumni.id}:"
    )
    gone = await make_member(org, "Bob Grown", constituency=learners, date_of_birth=years_ago(20))
    young = await make_member(org, "Cai Young", constituency=learners, date_of_birth=years_ago(18))
    secretary = client.as_(await make_officer(org))
    home = await secretary.get(f"/{org.slug}/")
    assert "The yearly review of the register is due" in home.main

    page = await secretary.get(f"/{org.slug}/review")
    found = await (await page.submit()).follow()

    assert found.sentences == ["2 new findings."]
    assert "Cai Young" not in found.main
    assert await current(org).filter(constituency_id=learners.id).count() == 3
    items = {item.member_id: item for item in await ReviewItem.all()}
    decided = await secretary.post(
        f"/{org.slug}/review/decisions",
        {
            "chosen": [items[old.member_id].id, items[gone.member_id].id],
            "what": "follow",
            "reason": "Left school",
        },
    )
    assert (await decided.follow()).sentences == ["2 findings are decided."]
    now = await entry_of(org, old.member_id)
    assert now is not None
    assert (now.constituency_id, now.fits, now.reason) == (alumni.id, "", "Left school")
    left = await entry_of(org, gone.member_id)
    assert left is not None
    assert (left.status, left.left_because) == ("left", Cause.INELIGIBLE)
    assert await current(org).filter(member_id=young.member_id).exists()


async def test_what_is_left_is_left_with_a_reason_and_not_found_again(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org, member_age=5, vote_age=16, voteless_classes="junior")
    entry = await make_member(
        org, "Ada Sixteen", member_class="Junior", date_of_birth=years_ago(16)
    )
    # Of this class though grown up on joining: that was a choice.
    await make_member(org, "Bob Chose", member_class="junior", date_of_birth="1980-01-01")
    secretary = client.as_(await make_officer(org))
    await make_rules(org, since=date(2021, 1, 1), member_age=5, voteless_classes="Junior, junior")
    await look(org, clock.today(), None)
    ((item, found),) = await open_items(org)
    assert (item.member_id, found.number) == (entry.member_id, entry.member_number)
    said = {"chosen": [item.id], "what": "leave"}
    refused = await secretary.post(f"/{org.slug}/review/decisions", said)
    assert refused.errors == ["Say why it is left as it is."]
    done = await secretary.post(f"/{org.slug}/review/decisions", {**said, "reason": "Asked to"})
    assert done.status == 303
    held = await look(org, clock.today(), None)
    assert held.found == 0
    assert not await open_items(org)
    twice = await secretary.post(f"/{org.slug}/review/decisions", {**said, "reason": "Asked to"})
    assert twice.status == 422


async def test_by_an_order_the_first_constituency_wins(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org, voting_constituency="order", constituency_order="staff")
    parents = await make_constituency(org, "Parents", name_cy="Rhieni")
    staff = await make_constituency(org, "Staff", name_cy="Gweithwyr")
    entry = await make_member(org, "Ada", constituency=parents, fits=f"{staff.id}:")
    right = await make_member(org, "Bob", constituency=staff, fits=f"{parents.id}:")
    await look(org, clock.today(), None)
    ((item, _found),) = await open_items(org)
    assert item.member_id == entry.member_id != right.member_id
    assert item.facts["constituency_id"] == staff.id


async def test_higher_slices_add_their_finders(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    entry = await make_member(org)

    async def job_ended(house: House, upto: date) -> list[Finding]:
        assert house.org.id == org.id
        return [Finding(member_id=entry.member_id, due_on=upto, because=Cause.INELIGIBLE)]

    REVIEWS["a-test"] = Finder("Job ended", "End the membership", job_ended)
    try:
        await look(org, clock.today(), None)
        await look(org, clock.today(), None)  # the same finding once
        secretary = client.as_(await make_officer(org))
        page = await secretary.get(f"/{org.slug}/review")
        assert "Job ended" in page.main
        assert len(await open_items(org)) == 1
    finally:
        del REVIEWS["a-test"]


async def test_a_year_after_the_last_look_another_is_due(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    assert not await is_due(org)
    await make_member(org)
    assert await is_due(org)
    await look(org, clock.today(), None)
    assert not await is_due(org)
    with clock.frozen(clock.now() + timedelta(days=367)):
        assert await is_due(org)


async def test_an_organisation_needs_somebody_to_speak_for_it(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    silent = await make_member(org, "Club", member_kind="organisation")
    await make_member(org, "Union", member_kind="organisation", representative="Ann Jones")
    await look(org, clock.today(), None)
    ((item, _entry),) = await open_items(org)
    assert (item.member_id, item.facts) == (silent.member_id, {})

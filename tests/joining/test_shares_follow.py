"""Whoever leaves, however: the shares follow in the same change, as the rules say."""

from datetime import timedelta

import pytest

from coopcouncil.joining.review import look, open_items
from coopcouncil.kernel import clock
from coopcouncil.kernel.shown import shown_date
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.shares.actions.ending import ended, foretold
from coopcouncil.shares.models import EventKind, ShareKind
from tests.make import make_member, make_officer, make_person
from tests.pageclient import Pages
from tests.shares.building import make_holding, make_society

pytestmark = pytest.mark.anyio


async def test_a_resignation_cancels_the_share_of_membership(client: Pages) -> None:
    org = await make_society()
    ada = await make_person("Ada", "ada@home.example")
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    await make_holding(org, entry, ShareKind.PAR, 1)
    before = await entry_of(org, entry.member_id)
    assert before is not None
    assert before.shares == 1

    form = await client.as_(ada).get(f"/{org.slug}/me/{entry.member_id}/leaving")
    check = await form.submit()
    assert "What becomes of your shares" in check.main
    assert "forfeited and cancelled; what was paid on it, £1.00" in check.main
    done = await check.submit(confirmed="y")

    assert done.status == 303
    after = await entry_of(org, entry.member_id)
    assert after is not None
    assert (after.status, after.shares) == ("left", 0)


@pytest.mark.parametrize("cause", [Cause.DIED, Cause.LAPSED, Cause.INELIGIBLE])
async def test_shares_are_held_until_the_day_of_leaving(client: Pages, cause: Cause) -> None:
    org = await make_society()
    entry = await make_member(org, "Ada Lovell")
    await make_holding(org, entry, ShareKind.PAR, 1)
    member = await Member.one(org, id=entry.member_id)
    day = clock.today() + timedelta(days=28)

    await leave(org, member, day, reason="", by=None, because=cause)

    today, then = [await entry_of(org, member.id, on) for on in (clock.today(), day)]
    assert today is not None
    assert then is not None
    assert (today.status, today.shares) == ("member", 1)
    assert (then.status, then.shares, then.left_because) == ("left", 0, cause.value)


async def test_who_comes_back_needs_a_share_again(client: Pages) -> None:
    org = await make_society()
    secretary = client.as_(await make_officer(org))
    entry = await make_member(org, "Ada Lovell")
    other = await make_member(org, "Bob Moss")
    for each in (entry, other):
        await make_holding(org, each, ShareKind.PAR, 1)
    path = f"/{org.slug}/members/{entry.member_id}"
    assert "No share is recorded" not in (await secretary.get(path)).main
    check = await (await secretary.get(f"{path}/leaving")).submit(left_because="resigned")
    assert "forfeited and cancelled" in check.main
    await check.submit(confirmed="y")
    assert "No share is recorded" not in (await secretary.get(path)).main

    await (await secretary.get(f"{path}/return")).submit()

    page = await secretary.get(path)
    assert "No share is recorded" in page.main
    form = await page.follow("Record an application for shares")
    assert form.status == 200
    await look(org, clock.today(), None)
    found = [(item.finder, item.member_id) for item, _whom in await open_items(org)]
    assert found == [("no-share", entry.member_id)]


async def test_what_was_said_of_each_holding_is_what_happens(db: None) -> None:
    org = await make_society(withdrawable_value=100, withdrawal_notice_days=90)
    entry = await make_member(org, "Ada Lovell")
    member = await Member.one(org, id=entry.member_id)
    await make_holding(org, entry, ShareKind.PAR, 1)
    await make_holding(org, entry, ShareKind.WITHDRAWABLE, 200)
    today = clock.today()

    first, second = await foretold(org, member.id, today)
    done = await ended(org, member, today, reason="", by=None)

    assert "forfeited and cancelled" in first
    assert [event.kind for event in done.events] == [EventKind.CANCELLED]
    assert "notice to withdraw 200" in second
    (notice,) = done.notices
    assert notice.shares == 200
    assert shown_date(notice.earliest_on) in second

"""Whoever leaves, however: the shares follow in the same change, as the rules say."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.shares.models import ShareKind
from tests.make import make_member, make_person
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
    done = await (await form.submit()).submit(confirmed="y")

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

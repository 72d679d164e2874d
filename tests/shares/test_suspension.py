"""The board suspends every withdrawal: nothing is paid, every notice keeps its turn."""

from datetime import date, timedelta

import pytest
from tortoise.exceptions import IntegrityError

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Role
from coopcouncil.shares.actions.suspending import lift_all, suspend_all
from coopcouncil.shares.actions.withdrawing import give_notice, grant
from coopcouncil.shares.models import ShareSuspension
from coopcouncil.shares.reads import notices
from coopcouncil.shares.rules.refusals import NotSuspended, SuspendedAlready, WithdrawalsSuspended
from tests.make import make_member, make_officer
from tests.shares.building import make_holding, make_society

pytestmark = pytest.mark.anyio


async def test_nothing_is_paid_while_all_withdrawals_are_suspended(client):
    org = await make_society(withdrawal_notice_days=0)
    ada = await make_member(org, "Ada Lovell")
    holding = await make_holding(org, ada)
    today = clock.today()
    first = await give_notice(org, holding, 10, today, by=None)
    secretary = client.as_(await make_officer(org, Role.SECRETARY))
    path = f"/{org.slug}/withdrawals/suspension"
    form = await secretary.get(path)
    assert (await form.submit(minute="Board 4", reason="")).status == 422
    done = await form.submit(minute="Board 4", reason="To keep enough in the bank.")
    assert "since" in (await done.follow()).main
    with pytest.raises(WithdrawalsSuspended):
        await grant(org, first, 10, today, minute="", by=None)
    page = await secretary.get(f"/{org.slug}/withdrawals/{first.id}")
    refused = await page.submit(answer="whole")
    assert "suspended all withdrawals" in refused.errors[0]

    # Notices are still taken, each in its turn; nothing of them is marked.
    await give_notice(org, holding, 5, today, by=None)
    assert [n.is_suspended for _row, n in await notices(org)] == [False, False]
    with pytest.raises(SuspendedAlready):
        await suspend_all(org, today, minute="Board 5", reason="Again", by=None)

    lifting = await secretary.get(path)
    assert "Board 4" in lifting.main
    assert (await lifting.submit(minute="Board 9")).status == 303
    with pytest.raises(NotSuspended):
        await lift_all(org, today, minute="Board 9", by=None)
    await grant(org, first, 10, today, minute="Board 9", by=None)
    past = (await secretary.get(path)).rows()
    assert "Board 4" in past[0][0]
    assert "Board 9" in past[0][1]


async def test_a_suspension_is_kept_as_it_was_said(db):
    org = await make_society()
    since = clock.today() - timedelta(days=3)
    made = await suspend_all(org, since, minute="Board 4", reason="To wait", by=None)
    with pytest.raises(IntegrityError):
        await ShareSuspension.within(org).filter(id=made.id).update(since=date(2020, 1, 1))


async def test_a_chair_and_a_stranger_suspend_nothing(client):
    org, other = await make_society(), await make_society()
    for officer, where in (
        (await make_officer(org, Role.CHAIR), org),
        (await make_officer(other, Role.SECRETARY), org),
    ):
        browser = client.as_(officer)
        assert (await browser.post(f"/{where.slug}/withdrawals/suspension", {})).status == 403

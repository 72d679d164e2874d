"""Limits, the queue and endings, by their rules."""

from datetime import date

import pytest

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.shares.actions import ended
from coopcouncil.shares.models import ShareEvent, ShareHolding, ShareKind, ShareWithdrawal
from coopcouncil.shares.rules.classes import ShareClass
from coopcouncil.shares.rules.limits import Holder, may_hold
from coopcouncil.shares.rules.queue import Notice, may_grant
from coopcouncil.shares.rules.refusals import (
    NoticeNotRunOut,
    OthersFirst,
    PastCreditUnionLimit,
    PastStatute,
    TooMany,
    TooYoungToSign,
)
from tests.make import make_member
from tests.shares.building import days_ago, figures, make_holding, make_society, member_of, state

POUND = ShareClass(ShareKind.WITHDRAWABLE, Money(100))
SOCIETY = LegalForm.COMMUNITY_BENEFIT_SOCIETY


def test_a_hundred_thousand_pounds_is_the_most() -> None:
    may_hold(POUND, 1, Holder(99_999), SOCIETY, Money(0))
    with pytest.raises(PastStatute):
        may_hold(POUND, 1, Holder(100_000), SOCIETY, Money(0))
    may_hold(POUND, 1, Holder(100_000, is_exempt=True), SOCIETY, Money(0))
    transferable = ShareClass(ShareKind.TRANSFERABLE, Money(100))
    may_hold(transferable, 1, Holder(100_000), SOCIETY, Money(0))


def test_a_credit_union_has_its_own_limit() -> None:
    union = LegalForm.CREDIT_UNION
    may_hold(POUND, 1, Holder(14_999), union, Money(0))
    with pytest.raises(PastCreditUnionLimit):
        may_hold(POUND, 1, Holder(15_000), union, Money(1_000_00))
    may_hold(POUND, 1, Holder(15_000), union, Money(2_000_000_00))


def test_the_rules_may_set_less() -> None:
    with pytest.raises(TooMany):
        may_hold(ShareClass(ShareKind.PAR, Money(100), 1, 1), 1, Holder(1), SOCIETY, Money(0))


TODAY = date(2026, 6, 1)
FIRST = Notice(1, 11, date(2026, 1, 1), date(2026, 4, 1), 10)
SECOND = Notice(2, 12, date(2026, 2, 1), date(2026, 5, 1), 10)


def test_the_queue_is_kept() -> None:
    queue = [SECOND, FIRST]
    may_grant(FIRST, 10, queue, TODAY, only_in_turn=True, born=None)
    with pytest.raises(OthersFirst):
        may_grant(SECOND, 1, queue, TODAY, only_in_turn=True, born=None)
    may_grant(SECOND, 1, queue, TODAY, only_in_turn=False, born=None)
    with pytest.raises(NoticeNotRunOut):
        may_grant(SECOND, 1, queue, date(2026, 4, 30), only_in_turn=False, born=None)
    suspended = Notice(1, 11, date(2026, 1, 1), date(2026, 4, 1), 10, is_suspended=True)
    may_grant(SECOND, 1, [suspended, SECOND], TODAY, only_in_turn=True, born=None)


@pytest.mark.parametrize(
    ("born", "refused"),
    [(date(2010, 6, 1), False), (date(2010, 6, 2), True), (date(2012, 2, 29), True)],
)
def test_under_sixteen_nobody_signs_for_money(born: date, refused: bool) -> None:
    if refused:
        with pytest.raises(TooYoungToSign):
            may_grant(FIRST, 1, [FIRST], TODAY, only_in_turn=True, born=born)
    else:
        may_grant(FIRST, 1, [FIRST], TODAY, only_in_turn=True, born=born)


@pytest.mark.anyio
async def test_leaving_ends_shares_as_the_rules_say(db: None) -> None:
    org = await make_society()
    ada = await make_member(org, "Ada Lovell")
    par = await make_holding(org, ada, ShareKind.PAR, 1)
    community = await make_holding(org, ada, ShareKind.WITHDRAWABLE, 80)
    passable = await make_holding(org, ada, ShareKind.TRANSFERABLE, 2)
    member, on = await member_of(org, ada), days_ago(3)

    done = await ended(org, member, on, reason="Moved away", by=None, minute="5")

    assert (await state(par)).shares == 0
    assert [event.amount for event in done.events] == [100]
    notice = await ShareWithdrawal.within(org).get()
    assert (notice.holding_id, notice.shares, notice.notice_on) == (community.id, 80, on)
    assert [kept.id for kept in done.kept] == [passable.id]
    assert await figures(org, ada) == (82, 8_000 + 1_000)


@pytest.mark.anyio
async def test_the_database_keeps_what_happened(db: None) -> None:
    org = await make_society()
    holding = await make_holding(org, await make_member(org, "Ada Lovell"))
    with pytest.raises(Exception, match="never rewritten"):
        await ShareEvent.within(org).filter(holding_id=holding.id).update(shares=1)


@pytest.mark.anyio
async def test_a_holding_cannot_be_renumbered(db: None) -> None:
    org = await make_society()
    holding = await make_holding(org, await make_member(org, "Ada Lovell"))
    with pytest.raises(Exception, match="never rewritten"):
        await ShareHolding.within(org).filter(id=holding.id).update(number=9)

"""A sum in parts counts as the whole does."""

import asyncio
from datetime import timedelta

import pytest

from coopcouncil.checks.actions import ask_or_do, goes_alone
from coopcouncil.checks.models import CheckKind, State
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from tests.checks.building import place
from tests.make import make_member

pytestmark = pytest.mark.anyio


async def test_a_sum_in_parts_needs_two_as_the_whole_does(db: None, done: list[str]):
    org, maker, _ = await place(check_withdrawal_from=10_000)
    ada, bob, cai = [
        await Member.one(org, id=(await make_member(org, name)).member_id)
        for name in ("Ada Lovell", "Bob Carey", "Cai Prys")
    ]
    kind = CheckKind.WITHDRAWAL

    async def takes(part: int, pence: int, member: Member, others: tuple[int, ...] = ()) -> State:
        check = await ask_or_do(
            org, kind, Money(pence), f"account:{part}", "", {}, maker, member=member, others=others
        )
        return check.state

    assert await takes(1, 6_000, ada) is State.ALONE
    assert await takes(2, 3_999, ada) is State.ALONE
    # Together they would reach the sum that needs two: whatever account it goes from.
    assert await takes(3, 1, ada) is State.WAITING
    # What concerns her besides, such as a joint account, counts as well; other people's does not.
    assert await takes(4, 1, bob, (ada.id,)) is State.WAITING
    assert await takes(5, 6_000, bob, (cai.id,)) is State.ALONE
    assert await takes(6, 4_000, cai) is State.WAITING
    # Another kind has a sum of its own.
    assert await goes_alone(org, CheckKind.REFUND, Money(100), maker, member=ada)
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert await takes(7, 6_000, ada) is State.ALONE


async def test_what_concerns_nobody_counts_by_who_does_it(db: None, done: list[str]):
    org, maker, other = await place(check_write_off_from=10_000)
    kind = CheckKind.WRITE_OFF
    assert (await ask_or_do(org, kind, Money(9_000), "a:1", "", {}, maker)).state is State.ALONE
    assert (await ask_or_do(org, kind, Money(1_000), "a:2", "", {}, maker)).state is State.WAITING
    assert (await ask_or_do(org, kind, Money(1_000), "a:3", "", {}, other)).state is State.ALONE


async def test_two_parts_at_once_do_not_pass_together(fresh_db: str, done: list[str]):
    org, maker, other = await place(check_refund_from=10_000)
    ada = await Member.one(org, id=(await make_member(org, "Ada Lovell")).member_id)
    both = await asyncio.gather(
        *(
            ask_or_do(org, CheckKind.REFUND, Money(6_000), f"payment:{n}", "", {}, by, member=ada)
            for n, by in enumerate((maker, other))
        )
    )
    assert sorted(one.state for one in both) == [State.ALONE, State.WAITING]

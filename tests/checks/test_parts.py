"""A sum in parts counts as the whole does."""

import asyncio
from datetime import timedelta

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import WHY, ask_or_do
from coopcouncil.checks.alone import why_two
from coopcouncil.checks.labels import why_of
from coopcouncil.checks.models import Check, CheckKind, State
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
    assert await why_two(org, CheckKind.REFUND, Money(100), maker, member=ada) is None
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert await takes(7, 6_000, ada) is State.ALONE


async def test_what_concerns_nobody_counts_by_who_does_it(db: None, done: list[str]):
    org, maker, other = await place(check_write_off_from=10_000)
    kind = CheckKind.WRITE_OFF
    assert (await ask_or_do(org, kind, Money(9_000), "a:1", "", {}, maker)).state is State.ALONE
    assert (await ask_or_do(org, kind, Money(1_000), "a:2", "", {}, maker)).state is State.WAITING
    assert (await ask_or_do(org, kind, Money(1_000), "a:3", "", {}, other)).state is State.ALONE


async def test_small_sums_to_many_count_by_the_officer(db: None, done: list[str]):
    org, maker, other = await place(check_refund_from=1_000)
    kind, many = CheckKind.REFUND, []
    for name in "Ada Bob Cai Dai Eve Fay Gus Hal Ida Jon Kit Lea".split():
        entry = await make_member(org, name, number=f"M-{name}")
        many.append(await Member.one(org, id=entry.member_id))

    async def gives(pence: int, member: Member, by: Person = maker) -> Check:
        subject = f"given:{member.id}:{pence}"
        return await ask_or_do(org, kind, Money(pence), subject, "", {}, by, member=member)

    for member in many[:10]:
        assert (await gives(999, member)).state is State.ALONE
    # Nobody has had ten pounds; all of them together are ten pence short of a hundred.
    assert (await gives(9, many[10])).state is State.ALONE
    asked = await gives(1, many[11])
    assert (asked.state, asked.facts[WHY]) == (State.WAITING, "officer")
    assert "ten times" in str(why_of(asked))
    # Another officer has a sum of their own; another kind too; and the window moves on.
    assert (await gives(2, many[11], other)).state is State.ALONE
    assert await why_two(org, CheckKind.WRITE_OFF, Money(900), maker, member=many[11]) is None
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert (await gives(3, many[11])).state is State.ALONE


async def test_a_busy_till_is_no_fraud(db: None, done: list[str]):
    org, maker, _ = await place(check_withdrawal_from=1_000)
    for number in range(11):
        entry = await make_member(org, f"Saver {number}", number=f"S-{number}")
        saver = await Member.one(org, id=entry.member_id)
        kind, subject = CheckKind.WITHDRAWAL, f"account:{number}"
        asked = await ask_or_do(org, kind, Money(999), subject, "", {}, maker, member=saver)
        assert asked.state is State.ALONE


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

"""Limits, parts and what can be taken out, without a database."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.savings.rules.accounts import (
    Holder,
    available,
    holding_limit,
    may_pay_in,
    may_take_out,
    room,
    split,
)
from coopcouncil.savings.rules.refusals import BelowMinimum, NotEnough, Pledged, TooMuchSaved

PENCE = st.integers(0, 5_000_000)


@given(PENCE, st.integers(1, 9))
def test_parts_of_a_joint_account_add_up_and_differ_by_a_penny_at_most(pence, holders):
    parts = split(pence, holders)
    assert sum(parts) == pence
    assert max(parts) - min(parts) <= 1
    assert list(parts) == sorted(parts, reverse=True)


@given(
    PENCE, st.lists(st.integers(0, 2_000_000), min_size=1, max_size=4), st.integers(0, 3_000_000)
)
def test_what_may_be_paid_in_is_the_most_that_keeps_everybody_within_the_limit(
    balance, elsewhere, limit
):
    holders = [Holder(one) for one in elsewhere]

    def keeps(total):
        parts = split(total, len(holders))
        return all(
            part + holder.elsewhere <= limit for part, holder in zip(parts, holders, strict=True)
        )

    most = room(balance, holders, limit)
    assert most == 0 or keeps(balance + most)
    assert not keeps(balance + most + 1)


@pytest.mark.parametrize(
    ("all_shares", "limit"), [(0, 1_500_000), (100_000_000, 1_500_000), (100_000_067, 1_500_001)]
)
def test_the_limit_is_the_greater_and_never_rounded_up(all_shares, limit):
    assert holding_limit(1_500_000, Fraction(15, 1000), all_shares) == limit


def test_the_sentence_says_how_much_may_be_paid_in():
    with pytest.raises(TooMuchSaved) as refused:
        may_pay_in(600_000, 1_000_000, [Holder(0)], 1_500_000)
    assert "At most £5,000.00 can be paid in now" in refused.value.sentence(str)


def test_a_joint_account_leaves_room_for_both():
    # £14,000 elsewhere leaves the first £1,000, and so £2,000 for the two of them.
    assert room(0, [Holder(1_400_000), Holder(0)], 1_500_000) == 200_000


@pytest.mark.parametrize(
    ("pence", "refusal"),
    [(10_001, NotEnough), (7_000, Pledged), (4_950, BelowMinimum), (4_900, None)],
)
def test_what_is_there_pledged_or_must_stay(pence, refusal):
    facts = (10_000, 5_000, 100)
    if refusal is None:
        may_take_out(pence, *facts)
    else:
        with pytest.raises(refusal):
            may_take_out(pence, *facts) if refusal is not BelowMinimum else may_take_out(
                9_950, 10_000, 0, 100
            )


@given(PENCE, PENCE, st.integers(0, 500))
def test_what_is_available_can_be_taken_out(balance, pledged, minimum):
    free = available(balance, pledged, minimum)
    if free:
        may_take_out(free, balance, pledged, minimum)

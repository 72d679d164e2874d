"""What a posting is, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.ledger.kinds import AccountKind
from coopcouncil.ledger.rules import (
    ClosedFurther,
    DoesNotBalance,
    Line,
    NoAmount,
    NotYet,
    PeriodClosed,
    TooFewLines,
    check,
    may_close,
    may_post,
    reversal,
    summary,
    trial_balance,
    year_start,
)

TODAY = date(2026, 11, 22)
pence = st.integers(min_value=1, max_value=9_999_999_999)


@given(st.lists(st.tuples(pence, st.none() | st.integers(1, 3)), min_size=1, max_size=12))
def test_what_balances_in_every_fund_is_a_posting_and_so_is_its_reversal(
    sums: list[tuple[int, int | None]],
) -> None:
    lines = [Line(1, amount, fund) for amount, fund in sums]
    for fund in {fund for _, fund in sums}:
        for amount, of in sums:
            if of == fund:
                lines.append(Line(2, -amount, fund))

    check(lines)
    undone = reversal(lines)
    check(undone)
    assert [a.amount + b.amount for a, b in zip(lines, undone, strict=True)] == [0] * len(lines)


@given(st.lists(pence, min_size=2, max_size=8), st.integers(1, 10**9))
def test_a_penny_out_is_refused(sums: list[int], out: int) -> None:
    lines = [Line(1, one) for one in sums] + [Line(2, -one) for one in sums]
    lines[0] = Line(1, lines[0].amount + out)

    with pytest.raises(DoesNotBalance) as refused:
        check(lines)
    assert refused.value.difference == out


def test_a_fund_balances_by_itself() -> None:
    with pytest.raises(DoesNotBalance) as refused:
        check([Line(1, 100, fund=7), Line(2, -100)])
    assert refused.value.fund in (7, None)


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([], TooFewLines),
        ([Line(1, 100)], TooFewLines),
        ([Line(1, 0), Line(2, 0)], NoAmount),
        ([Line(1, 10**12), Line(2, -(10**12))], NoAmount),
    ],
)
def test_what_is_no_posting_is_refused(lines: list[Line], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check(lines)


def test_days() -> None:
    may_post(TODAY, TODAY, date(2026, 3, 31))
    with pytest.raises(NotYet):
        may_post(date(2026, 11, 23), TODAY, None)
    with pytest.raises(PeriodClosed):
        may_post(date(2026, 3, 31), TODAY, date(2026, 3, 31))
    may_close(date(2026, 3, 31), TODAY, date(2025, 3, 31))
    with pytest.raises(ClosedFurther):
        may_close(date(2026, 3, 31), TODAY, date(2026, 3, 31))
    with pytest.raises(NotYet):
        may_close(TODAY, TODAY, None)


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.integers(1, 12),
    st.integers(1, 31),
)
def test_every_day_lies_in_a_year_of_at_most_366_days(on: date, month: int, day: int) -> None:
    start = year_start(on, (month, day))

    assert start <= on
    assert (on - start).days <= 366
    assert year_start(start, (month, day)) == start


def test_a_year_that_ends_on_the_29th_of_february() -> None:
    assert year_start(date(2024, 3, 1), (2, 29)) == date(2024, 3, 1)
    assert year_start(date(2025, 3, 1), (2, 29)) == date(2025, 3, 1)
    assert year_start(date(2025, 2, 28), (2, 29)) == date(2024, 3, 1)


BANK, CAPITAL, INCOME, COSTS = 1, 2, 3, 4
KINDS = {
    BANK: AccountKind.ASSET,
    CAPITAL: AccountKind.CAPITAL,
    INCOME: AccountKind.INCOME,
    COSTS: AccountKind.EXPENSE,
}


def test_income_begins_anew_each_year_and_the_balance_sheet_balances() -> None:
    # Last year: £100 of shares, £50 in, £20 out. This year: £30 in, £5 out.
    before = {BANK: 13_000, CAPITAL: -10_000, INCOME: -5_000, COSTS: 2_000}
    ever = {BANK: 15_500, CAPITAL: -10_000, INCOME: -8_000, COSTS: 2_500}

    trial = trial_balance(KINDS, ever, before)
    total = summary(KINDS, trial)

    assert trial.balances == {BANK: 15_500, CAPITAL: -10_000, INCOME: -3_000, COSTS: 500}
    assert trial.debits == trial.credits == 16_000
    assert (total.income, total.expenses, total.surplus) == (3_000, 500, 2_500)
    assert total.earlier_years == 3_000
    assert total.net_assets == total.funds == 15_500


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(KINDS)), st.sampled_from(sorted(KINDS)), pence),
        max_size=30,
    ),
    st.integers(0, 30),
)
def test_whatever_is_posted_the_statements_agree(
    postings: list[tuple[int, int, int]], earlier: int
) -> None:
    ever = dict.fromkeys(KINDS, 0)
    before = dict.fromkeys(KINDS, 0)
    for place, (debit, credit, amount) in enumerate(postings):
        for books in (ever, before) if place < earlier else (ever,):
            books[debit] += amount
            books[credit] -= amount

    trial = trial_balance(KINDS, ever, before)
    total = summary(KINDS, trial)

    assert trial.debits == trial.credits
    assert total.net_assets == total.funds

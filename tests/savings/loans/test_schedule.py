"""Schedules: golden cases worked by hand, and what must hold of every loan."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coopcouncil.savings.loans.rules.apr import (
    CAP,
    AprOverCap,
    RateOverCap,
    apr,
    apr_of,
    limit,
    may_be_agreed,
    shown,
    usual,
    years,
)
from coopcouncil.savings.loans.rules.dates import Every, month_around, next_day, plus_months
from coopcouncil.savings.loans.rules.schedule import (
    InstalmentTooSmall,
    NotALoan,
    Terms,
    schedule,
    schedule_by_instalment,
)

# Worked with pencil and paper; each row is (day, payment, interest, principal, left).
#
# A. £1,200 at 1% a month, paid out on 15 January, three payments monthly from 15 February.
#    1% of 1,200.00 is 12.00; of 803.98 it is 8.0398, 8.03; of 403.99 it is 4.0399, 4.03.
#    With payments of 408.01 the last would be 408.04: more than the others. 408.02 is the least.
# B. £100 at 2% a month, paid out on 1 February, four weekly payments from 8 February.
#    8 January to 8 February has 31 days: 7/31 of 2.00 is 0.4516, and that month is closed at
#    0.45. The month from 8 February has 28 days, so a week bears a quarter of 2%:
#    0.37575; with 0.2511 it is 0.62685; with 0.12585 it is 0.7527: 37, then 25, then 13 pence.
# C. £300 at 1% a month, paid out on 10 January, paid on 31 January and 28 February.
#    31 December to 31 January has 31 days: 21/31 of 3.00 is 2.0322; then a whole month on 150.26.
GOLDEN = {
    "A": (
        Terms(120_000, Fraction(1, 100), date(2026, 1, 15), date(2026, 2, 15), Every.MONTH, 3),
        (
            (date(2026, 2, 15), 40_802, 1_200, 39_602, 80_398),
            (date(2026, 3, 15), 40_802, 803, 39_999, 40_399),
            (date(2026, 4, 15), 40_802, 403, 40_399, 0),
        ),
    ),
    "B": (
        Terms(10_000, Fraction(2, 100), date(2026, 2, 1), date(2026, 2, 8), Every.WEEK, 4),
        (
            (date(2026, 2, 8), 2_530, 45, 2_485, 7_515),
            (date(2026, 2, 15), 2_530, 37, 2_493, 5_022),
            (date(2026, 2, 22), 2_530, 25, 2_505, 2_517),
            (date(2026, 3, 1), 2_530, 13, 2_517, 0),
        ),
    ),
    "C": (
        Terms(30_000, Fraction(1, 100), date(2026, 1, 10), date(2026, 1, 31), Every.MONTH, 2),
        (
            (date(2026, 1, 31), 15_177, 203, 14_974, 15_026),
            (date(2026, 2, 28), 15_176, 150, 15_026, 0),
        ),
    ),
}


@pytest.mark.parametrize("case", GOLDEN.values(), ids=GOLDEN)
def test_the_schedule_is_the_one_worked_by_hand(case):
    terms, rows = case
    made = schedule(terms)
    assert rows == tuple(
        (row.due_on, row.payment, row.interest, row.principal, row.left) for row in made.rows
    )
    assert made.total == sum(row[1] for row in rows)


@st.composite
def terms_of_loans(draw):
    lent_on = draw(st.dates(date(2023, 1, 1), date(2027, 12, 31)))
    return Terms(
        principal=draw(st.integers(1_000, 2_500_000)),
        rate=Fraction(draw(st.integers(0, 30_000)), 1_000_000),
        lent_on=lent_on,
        first_on=lent_on + timedelta(days=draw(st.integers(1, 62))),
        every=draw(st.sampled_from(Every)),
        payments=draw(st.integers(1, 80)),
        interest_brought=draw(st.sampled_from([0, 0, 1, 1234])),
    )


@settings(deadline=None, max_examples=60)
@given(terms_of_loans())
def test_payments_come_to_what_was_lent_and_its_interest(terms):
    made = schedule(terms)
    assert sum(row.principal for row in made.rows) == terms.principal
    assert sum(row.interest for row in made.rows) == made.interest + terms.interest_brought
    assert made.total == terms.principal + terms.interest_brought + made.interest
    assert made.rows[-1].left == 0
    assert len(made.rows) <= terms.payments
    assert all(row.payment == made.instalment for row in made.rows[:-1])
    assert 0 < made.rows[-1].payment <= made.instalment


@settings(deadline=None, max_examples=60)
@given(terms_of_loans())
def test_no_smaller_instalment_would_do(terms):
    made = schedule(terms)
    if made.instalment > 1:
        with pytest.raises(InstalmentTooSmall):
            fewer = schedule_by_instalment(terms, made.instalment - 1)
            if len(fewer.rows) > terms.payments:
                raise InstalmentTooSmall


@settings(deadline=None, max_examples=60)
@given(terms_of_loans())
@example(
    # Five weeks before the one payment, which brings the interest of two of the loan's months.
    Terms(
        principal=1000,
        rate=Fraction(26, 1000),
        lent_on=date(2023, 1, 1),
        first_on=date(2023, 2, 7),
        every=Every.MONTH,
        payments=1,
    )
)
@example(
    # Six weeks before the first of sixty payments, which is less than the interest by then.
    Terms(
        principal=1000,
        rate=Fraction(26, 1000),
        lent_on=date(2023, 1, 1),
        first_on=date(2023, 2, 16),
        every=Every.MONTH,
        payments=60,
    )
)
def test_in_no_month_of_a_loan_is_more_charged_than_the_law_allows(terms):
    """Each of the loan's months: at most 3% of the average of what stood on its days."""
    made = schedule(terms)
    balance, since = terms.principal, terms.lent_on
    by_month: dict[tuple[date, date], tuple[Fraction, int]] = {}
    for row in made.rows:
        on = since
        while on < row.due_on:
            month = month_around(terms.months_from, on)
            until = min(row.due_on, month[1])
            weight = Fraction((until - on).days, (month[1] - month[0]).days)
            most, charged = by_month.get(month, (Fraction(0), 0))
            by_month[month] = (most + balance * weight * CAP, charged)
            on = until
        # What a payment pays of interest was charged up to its day.
        month = month_around(terms.months_from, row.due_on - timedelta(days=1))
        most, charged = by_month[month]
        by_month[month] = (most, charged + row.interest)
        balance, since = balance - row.principal, row.due_on
    most_so_far = Fraction(terms.interest_brought)
    charged_so_far = 0
    for _month, (most, charged) in sorted(by_month.items()):
        most_so_far += most
        charged_so_far += charged
        assert charged_so_far <= most_so_far
    if not terms.interest_brought and terms.every is Every.MONTH and made.rows[0].principal:
        # From the first payment on every month is paid, so each by itself too; a first payment
        # may stand for more than one month, and is held by the sum above. So is one that is
        # less than the interest of those: what it leaves is paid later, and bears none.
        first_paid = month_around(terms.months_from, made.rows[0].due_on - timedelta(days=1))
        assert all(
            charged <= most for month, (most, charged) in by_month.items() if month > first_paid
        )


@settings(deadline=None, max_examples=60)
@given(terms_of_loans())
def test_no_loan_is_agreed_above_the_yearly_limit(terms):
    made = schedule(terms)
    try:
        agreed = may_be_agreed(made)
    except AprOverCap:
        assert apr_of(made) > limit()
    else:
        assert agreed <= limit()
        assert apr_of(made) <= Decimal("42.6")


def test_a_rate_above_three_per_cent_is_refused():
    terms = GOLDEN["A"][0]
    dear = Terms(
        terms.principal,
        Fraction(30_001, 1_000_000),
        terms.lent_on,
        terms.first_on,
        terms.every,
        terms.payments,
    )
    with pytest.raises(RateOverCap):
        may_be_agreed(schedule(dear))


def test_three_per_cent_a_month_is_lawful_by_the_month_and_not_by_the_week():
    three = Fraction(3, 100)
    monthly = schedule(Terms(100_000, three, date(2026, 1, 15), date(2026, 2, 15), Every.MONTH, 12))
    assert may_be_agreed(monthly) == Decimal("42.6")
    weekly = schedule(Terms(100_000, three, date(2026, 1, 31), date(2026, 2, 7), Every.WEEK, 52))
    with pytest.raises(AprOverCap) as refusal:
        may_be_agreed(weekly)
    assert "43.38" in refusal.value.sentence(str)


@pytest.mark.parametrize(
    ("lent", "payments", "rate"),
    [
        # One payment of 1,200 after a year and a half for 1,000: 1.2 to the power of 2/3.
        (100_000, [(120_000, Fraction(3, 2))], "12.9"),
        # Two of 600 after one and two years: 1,000 = 600 v + 600 v².
        (100_000, [(60_000, Fraction(1)), (60_000, Fraction(2))], "13.1"),
        # Nothing but the money back.
        (50_000, [(25_000, Fraction(1)), (25_000, Fraction(2))], "0.0"),
        (100_000, [(142_576, Fraction(1))], "42.6"),
    ],
)
def test_the_yearly_rate_is_the_one_of_the_formula(lent, payments, rate):
    assert shown(apr(lent, payments)) == Decimal(rate)


@pytest.mark.parametrize(("percent", "rate"), [(1, "12.7"), (2, "26.8"), (3, "42.6")])
def test_what_a_rate_for_a_month_comes_to_in_a_year(percent, rate):
    assert shown(usual(Every.MONTH, Fraction(percent, 100))) == Decimal(rate)
    assert limit() == Decimal("42.6")


def test_time_is_counted_in_whole_periods_and_the_days_left_over():
    lent = date(2026, 1, 10)
    assert years(lent, date(2026, 3, 25), Every.MONTH) == Fraction(2, 12) + Fraction(15, 365)
    assert years(lent, date(2026, 1, 27), Every.WEEK) == Fraction(2, 52) + Fraction(3, 365)
    # Counted in a year that holds a 29 February, a day is 1/366.
    assert years(date(2024, 2, 20), date(2024, 4, 1), Every.MONTH) == Fraction(1, 12) + Fraction(
        10, 366
    )


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_every_day_lies_in_one_of_the_loans_months(anchor, on):
    begin, following = month_around(anchor, on)
    assert begin <= on < following
    assert 28 <= (following - begin).days <= 31
    assert begin.day == plus_months(anchor, 0).day or begin.day < anchor.day


def test_payments_keep_their_day_of_the_month():
    days = [next_day(date(2026, 1, 31), Every.MONTH, n) for n in range(4)]
    assert days == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@pytest.mark.parametrize(
    "change",
    [{"principal": 0}, {"principal": -5}, {"payments": 0}, {"first_on": date(2026, 1, 15)}],
    ids=str,
)
def test_what_is_no_loan_is_refused(change):
    good = {
        "principal": 1000,
        "rate": Fraction(1, 100),
        "lent_on": date(2026, 1, 15),
        "first_on": date(2026, 2, 15),
        "every": Every.MONTH,
        "payments": 3,
    }
    with pytest.raises(NotALoan):
        schedule(Terms(**(good | change)))

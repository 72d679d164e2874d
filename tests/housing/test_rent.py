"""Rent lost, to the penny: what must always hold, and sums done by hand."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.housing.kinds import RentEvery
from coopcouncil.housing.rules.rent import Rent, RentSince, rent_lost
from coopcouncil.kernel.money import Money

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
amounts = st.integers(0, 500_000).map(Money)
weekly = st.builds(Rent, amounts, st.just(RentEvery.WEEK), st.sampled_from([48, 52, 53]))
monthly = st.builds(Rent, amounts, st.just(RentEvery.MONTH))
some_rents = st.lists(st.builds(RentSince, days, st.none() | weekly | monthly), max_size=5)


@given(some_rents, days, st.integers(0, 500), st.integers(0, 500))
def test_two_times_lose_together_what_the_whole_loses(rents, since, first, second):
    middle = since + timedelta(days=first)
    until = middle + timedelta(days=second)
    whole = rent_lost(rents, since, until)
    parts = rent_lost(rents, since, middle), rent_lost(rents, middle, until)
    exact = [sum((s.of_day * s.days for s in lost.stretches), Fraction(0)) for lost in parts]
    assert sum((s.of_day * s.days for s in whole.stretches), Fraction(0)) == sum(exact)
    # Each is rounded once, so the sums differ by a penny at most.
    assert abs(whole.total.pence - parts[0].total.pence - parts[1].total.pence) <= 1


@given(some_rents, days, st.integers(0, 800))
def test_what_is_shown_adds_up_and_leaves_out_no_day(rents, since, count):
    until = since + timedelta(days=count)
    lost = rent_lost(rents, since, until)
    assert sum(s.amount.pence for s in lost.stretches) == lost.total.pence
    assert lost.days == count
    edges = [since, *(s.until for s in lost.stretches)]
    assert [s.since for s in lost.stretches] == edges[:-1]
    assert edges[-1] == until
    exact = sum((s.of_day * s.days for s in lost.stretches), Fraction(0))
    assert abs(exact - lost.total.pence) <= Fraction(1, 2)


@given(some_rents, days, st.integers(0, 400))
def test_day_by_day_it_is_the_same(rents, since, count):
    def on(day):
        known = [r for r in sorted(rents, key=lambda r: r.since) if r.since <= day]
        rent = known[-1].rent if known else None
        return rent.of_day(day) if rent else Fraction(0)

    until = since + timedelta(days=count)
    whole = sum((on(since + timedelta(days=n)) for n in range(count)), Fraction(0))
    shown = rent_lost(rents, since, until)
    assert sum((s.of_day * s.days for s in shown.stretches), Fraction(0)) == whole


@given(amounts, days)
def test_an_empty_month_loses_a_months_rent(amount, day):
    first = day.replace(day=1)
    after = first + timedelta(days=monthrange(day.year, day.month)[1])
    rents = [RentSince(date(2000, 1, 1), Rent(amount, RentEvery.MONTH))]
    assert rent_lost(rents, first, after).total == amount


@given(amounts, days, st.sampled_from([52, 53]), st.integers(0, 60))
def test_empty_weeks_lose_weeks_of_rent(amount, day, weeks, count):
    rents = [RentSince(date(2000, 1, 1), Rent(amount, RentEvery.WEEK, weeks))]
    lost = rent_lost(rents, day, day + timedelta(weeks=count))
    assert lost.total.pence == amount.pence * count


@pytest.mark.parametrize(
    ("rents", "since", "until", "total"),
    [
        # 52 weeks of a year of 48 rent weeks: 48 × £100.
        ([(date(2020, 1, 1), Rent(Money(10000), RentEvery.WEEK, 48))], (2026, 4, 6), 364, 480000),
        # Three days at £70 and four at £77.
        (
            [
                (date(2020, 1, 1), Rent(Money(7000), RentEvery.WEEK, 52)),
                (date(2026, 4, 4), Rent(Money(7700), RentEvery.WEEK, 52)),
            ],
            (2026, 4, 1),
            7,
            3000 + 4400,
        ),
        # 10 of March's 31 days and 5 of April's 30, at £620 a month.
        ([(date(2020, 1, 1), Rent(Money(62000), RentEvery.MONTH))], (2026, 3, 22), 15, 30333),
        # One day of £95.50: 13.642857… is £13.64.
        ([(date(2020, 1, 1), Rent(Money(9550), RentEvery.WEEK, 52))], (2026, 3, 1), 1, 1364),
        # Let before its rent was known: nothing is made up.
        ([(date(2026, 3, 8), Rent(Money(7000), RentEvery.WEEK, 52))], (2026, 3, 1), 14, 7000),
        ([], (2026, 3, 1), 14, 0),
    ],
)
def test_sums_done_by_hand(rents, since, until, total):
    start = date(*since)
    known = [RentSince(day, rent) for day, rent in rents]
    assert rent_lost(known, start, start + timedelta(days=until)).total == Money(total)

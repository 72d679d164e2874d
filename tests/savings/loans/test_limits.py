"""What may be lent, how late is late, what is set aside, what a household can pay."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.savings.loans.rules.affordability import Sheet, by_month, left_over
from coopcouncil.savings.loans.rules.arrears import Band, Table, band, provision, step
from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.rules.limits import (
    Lending,
    Limits,
    TooLargeForCapital,
    TooLong,
    TooManyLarge,
    TooMuchAboveShares,
    TooMuchCorporate,
    may_lend,
)

PLAIN = Lending(
    amount=1_500_000,
    lent_on=date(2026, 1, 31),
    last_on=date(2031, 1, 31),
    secured=False,
    corporate=False,
    owes_already=0,
    attached=0,
    all_shares=200_000_000,
    capital=50_000_000,
    large_already=0,
    corporate_already=0,
    book=100_000_000,
)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"amount": 1_600_000, "attached": 100_000},
        {"amount": 1_000_000, "owes_already": 500_000},
        {"secured": True, "last_on": date(2036, 1, 31)},
        {"corporate": True, "amount": 1_000_000, "corporate_already": 9_000_000},
        {"capital": None},
    ],
    ids=str,
)
def test_up_to_each_limit_may_be_lent(change):
    may_lend(replace(PLAIN, **change), Limits())


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"amount": 1_500_001}, TooMuchAboveShares),
        ({"owes_already": 1}, TooMuchAboveShares),
        ({"amount": 1_600_000, "attached": 99_999}, TooMuchAboveShares),
        ({"last_on": date(2031, 2, 1)}, TooLong),
        ({"secured": True, "last_on": date(2036, 2, 1)}, TooLong),
        ({"capital": 5_999_999}, TooLargeForCapital),
        ({"capital": 6_000_000, "large_already": 28_500_001}, TooManyLarge),
        ({"corporate": True, "corporate_already": 9_500_000}, TooMuchCorporate),
    ],
    ids=str,
)
def test_a_penny_or_a_day_more_is_refused(change, refusal):
    with pytest.raises(refusal) as refused:
        may_lend(replace(PLAIN, **change), Limits())
    assert refused.value.sentence(str).endswith(".")


def test_with_more_capital_more_may_be_lent():
    higher = Limits(higher_tier=True, years_unsecured=10, years_secured=25)
    # 1.5% of shares of £2,000,000 is £30,000.
    may_lend(replace(PLAIN, amount=3_000_000, last_on=date(2036, 1, 31)), higher)
    with pytest.raises(TooMuchAboveShares):
        may_lend(replace(PLAIN, amount=3_000_001), higher)
    # Where that is less, £15,000 it stays.
    may_lend(replace(PLAIN, all_shares=1_000), higher)


def test_bands_and_what_is_set_aside():
    table = Table(general=2, after_90=35, after_180=60, after_365=100)
    days = [0, 1, 30, 31, 90, 91, 180, 181, 365, 366]
    assert [band(n) for n in days] == [
        Band.CURRENT,
        Band.TO_30,
        Band.TO_30,
        Band.TO_90,
        Band.TO_90,
        Band.TO_180,
        Band.TO_180,
        Band.TO_365,
        Band.TO_365,
        Band.OVER_365,
    ]
    # On £1,000 with £200 of attached shares.
    found = [provision(100_000, 20_000, n, table) for n in (0, 91, 181, 366)]
    assert found == [1_600, 28_000, 48_000, 80_000]
    assert provision(10_000, 20_000, 400, table) == 0


@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000), st.integers(0, 800))
def test_more_is_never_set_aside_than_can_be_lost(owed, attached, days):
    table = Table(general=2, after_90=35, after_180=60, after_365=100)
    assert 0 <= provision(owed, attached, days, table) <= max(0, owed - attached)


def test_letters_go_by_steps():
    assert [step(n, (7, 21, 45)) for n in (0, 6, 7, 20, 21, 44, 45)] == [0, 0, 1, 1, 2, 2, 3]


def test_what_is_left_of_a_month():
    sheet = Sheet(income=180_000, outgoings=140_000, credit=15_000)
    assert sheet.disposable == 25_000
    assert left_over(sheet, 10_000, Every.MONTH) == 15_000
    # £50 a week is £216.67 a month, not £200.
    assert by_month(5_000, Every.WEEK) == 21_667
    assert left_over(sheet, 5_000, Every.WEEK) == 3_333
    assert left_over(sheet, 3_000, Every.FOUR_WEEKS) == 25_000 - 3_250

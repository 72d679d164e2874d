"""The regulator's year: which duties, by when, and who signs the return."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.meetings.rules.year import months_after
from coopcouncil.organisations.models import LegalForm
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.statutory.year.kinds import Audit, Kind, Reminder
from coopcouncil.statutory.year.rules import (
    Duty,
    SignatoriesNeeded,
    Year,
    YearNotOver,
    duties,
    may_keep,
    reminder_for,
    review_end,
    same_day_after,
    year_end_in,
)

pytestmark = pytest.mark.anyio

DAYS = st.dates(date(2000, 1, 1), date(2200, 12, 31))
SOCIETY, COMPANY = LegalForm.CO_OPERATIVE_SOCIETY, LegalForm.COMPANY_LIMITED_BY_GUARANTEE


def owed(form: LegalForm, since: date, upto: date, **more: object) -> list[tuple[Kind, date, date]]:
    rules = Rulebook.usual(form, year_end_month=3, year_end_day=31)
    year = Year(form, rules, since, **more)  # type: ignore[arg-type]
    return [(duty.kind, duty.period_end, duty.due_on) for duty in duties(year, upto)]


def test_a_societys_return_is_due_seven_months_after_the_years_end() -> None:
    found = owed(SOCIETY, date(2026, 4, 1), date(2027, 3, 31))

    assert found == [
        (Kind.ANNUAL_MEETING, date(2026, 3, 31), date(2026, 9, 30)),
        (Kind.AUDIT_VOTE, date(2026, 3, 31), date(2026, 9, 30)),
        (Kind.ANNUAL_RETURN, date(2026, 3, 31), date(2026, 10, 31)),
    ]


def test_an_audited_society_votes_on_no_audit() -> None:
    found = owed(SOCIETY, date(2026, 4, 1), date(2027, 3, 31), audit=Audit.AUDITED)

    assert Kind.AUDIT_VOTE not in {kind for kind, _end, _due in found}


def test_a_companys_statement_is_due_fourteen_days_after_each_twelve_months() -> None:
    found = owed(COMPANY, date(2026, 1, 1), date(2027, 12, 31), review_begins=date(2014, 9, 3))

    assert [due for kind, _end, due in found if kind is Kind.CONFIRMATION] == [
        date(2026, 9, 16),
        date(2027, 9, 16),
    ]
    assert (Kind.COMPANY_ACCOUNTS, date(2026, 3, 31), date(2026, 12, 31)) in found


def test_a_credit_union_makes_quarterly_and_yearly_returns_and_no_annual_one() -> None:
    rules = Rulebook.usual(LegalForm.CREDIT_UNION)
    year = Year(LegalForm.CREDIT_UNION, rules, date(2026, 1, 1))
    found = duties(year, date(2026, 12, 31))

    assert [d.due_on for d in found if d.kind is Kind.QUARTERLY_RETURN] == [
        date(2026, 1, 31),
        date(2026, 4, 30),
        date(2026, 7, 30),
        date(2026, 10, 30),
    ]
    assert [d.due_on for d in found if d.kind is Kind.YEARLY_RETURN] == [date(2026, 3, 30)]
    assert not {Kind.ANNUAL_RETURN, Kind.AUDIT_VOTE} & {d.kind for d in found}


def test_what_was_owed_before_the_calendar_counts_is_not_called_late() -> None:
    assert owed(SOCIETY, date(2026, 11, 1), date(2027, 3, 31)) == []


@given(DAYS, st.integers(1, 40))
def test_months_later_is_that_month_and_never_a_day_too_late(day: date, months: int) -> None:
    later = months_after(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    last = monthrange(later.year, later.month)[1]
    if day.day == monthrange(day.year, day.month)[1]:
        assert later.day == last
    else:
        assert later.day == min(day.day, last)


@given(DAYS, DAYS)
def test_an_earlier_day_is_never_due_later(one: date, other: date) -> None:
    first, second = sorted((one, other))

    assert months_after(first, 7) <= months_after(second, 7)
    assert same_day_after(first, 7) <= same_day_after(second, 7)


@given(DAYS, st.integers(1, 40))
def test_a_return_is_never_due_later_than_by_any_reckoning(day: date, months: int) -> None:
    due = same_day_after(day, months)

    assert due <= months_after(day, months)
    assert due.day in (day.day, monthrange(due.year, due.month)[1])
    assert same_day_after(due, 12 * months).month == due.month


@given(DAYS)
def test_review_periods_follow_each_other_and_each_is_a_year(start: date) -> None:
    end = review_end(start)

    assert (end - start).days in (364, 365)
    assert review_end(end + timedelta(days=1)) > end
    following = end + timedelta(days=1)
    assert (following.month, following.day) == (start.month, start.day) or (
        (start.month, start.day) == (2, 29) and (following.month, following.day) == (3, 1)
    )


@given(
    st.sampled_from([LegalForm.CO_OPERATIVE_SOCIETY, LegalForm.CREDIT_UNION, LegalForm.CIC]),
    st.integers(1, 12),
    st.integers(1, 28) | st.just(31),
    DAYS,
    DAYS,
)
def test_every_year_brings_each_duty_once(
    form: LegalForm, month: int, day: int, since: date, began: date
) -> None:
    day = min(day, monthrange(2025, month)[1])
    rules = Rulebook.usual(form, year_end_month=month, year_end_day=day)
    year = Year(form, rules, since, review_begins=min(began, since))
    found = duties(year, months_after(since, 36))

    assert len({(d.kind, d.period_end) for d in found}) == len(found)
    for duty in found:
        assert duty.period_start <= duty.period_end < duty.due_on
        length = (duty.period_end - duty.period_start).days + 1
        assert length in ((90, 91, 92) if duty.kind is Kind.QUARTERLY_RETURN else (365, 366))
    for kind in {d.kind for d in found}:
        ends = sorted(d.period_end for d in found if d.kind is kind)
        starts = sorted(d.period_start for d in found if d.kind is kind)
        assert all(b - a == timedelta(days=1) for a, b in zip(ends, starts[1:], strict=False))
        assert len(ends) >= (11 if kind is Kind.QUARTERLY_RETURN else 2)


def test_the_end_of_february_is_the_28th_where_the_rules_say_so() -> None:
    rules = Rulebook(year_end_month=2, year_end_day=28)

    assert year_end_in(rules, 2028) == date(2028, 2, 28)
    assert same_day_after(year_end_in(rules, 2027), 7) == date(2027, 9, 28)


RETURN = Duty(Kind.ANNUAL_RETURN, date(2025, 4, 1), date(2026, 3, 31), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 31), None),
        (date(2026, 9, 4), None),
        (date(2026, 9, 5), Reminder.EARLY),
        (date(2026, 10, 16), Reminder.EARLY),
        (date(2026, 10, 17), Reminder.SOON),
        (date(2026, 10, 31), Reminder.SOON),
        (date(2026, 11, 1), Reminder.LATE),
    ],
)
def test_reminders_come_eight_weeks_and_two_weeks_before_and_once_late(
    today: date, expected: Reminder | None
) -> None:
    assert reminder_for(RETURN, today) is expected


def test_a_return_is_signed_by_two_of_the_committee_and_the_secretary() -> None:
    two_alike = {"committee-1": "Ann Jones", "committee-2": "ann  jones", "secretary": "Bo Lee"}
    with pytest.raises(SignatoriesNeeded):
        may_keep(RETURN, date(2026, 5, 1), two_alike)
    with pytest.raises(YearNotOver):
        may_keep(RETURN, date(2026, 3, 31), {})

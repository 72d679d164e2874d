"""Notice arithmetic: worked examples from the handbook, and what must always hold."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel.clock import LONDON
from coopcouncil.meetings.rules.calendar import bank_holidays
from coopcouncil.meetings.rules.notice import (
    Mark,
    NoticeRules,
    ShortNotice,
    Timetable,
    TooLateToEmail,
    TooLateToPost,
    TooSoon,
    Way,
    earliest_meeting,
    last_day_to_send,
    may_be_on,
    may_send,
)
from coopcouncil.organisations.kinds import Nation
from coopcouncil.organisations.rulebook import Rulebook

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
WAYS = st.sampled_from(Way)


@st.composite
def notice_rules(draw):
    working = draw(st.booleans())
    return NoticeRules(
        clear_days=draw(st.integers(0, 40)),
        post_hours=draw(st.integers(0, 96)),
        email_hours=draw(st.integers(0, 72)),
        working_days_only=working,
        holidays=frozenset(draw(st.sets(DAYS, max_size=5))),
        from_sending=draw(st.booleans()),
    )


def test_the_handbooks_example_posted_on_1_march():
    table = earliest_meeting(NoticeRules(14), Way.POST, date(2026, 3, 1))

    assert table.served_on == date(2026, 3, 3)
    assert table.meeting_on == date(2026, 3, 18)
    assert [(step.mark, step.on.day) for step in table.steps] == [
        (Mark.SENT, 1),
        (Mark.SERVED, 3),
        (Mark.FIRST_CLEAR, 4),
        (Mark.LAST_CLEAR, 17),
        (Mark.MEETING, 18),
    ]


def test_backwards_from_the_meeting():
    rules = NoticeRules(14, email_hours=0)

    assert last_day_to_send(rules, Way.POST, date(2026, 3, 18)).sent_on == date(2026, 3, 1)
    assert last_day_to_send(rules, Way.EMAIL, date(2026, 3, 18)).sent_on == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("sent", "meeting"),
    [
        (date(2026, 3, 20), date(2026, 4, 6)),  # over the spring change, 29 March
        (date(2026, 10, 17), date(2026, 11, 3)),  # over the autumn change, 25 October
        (date(2028, 2, 20), date(2028, 3, 8)),  # over a leap day
        (date(2026, 12, 20), date(2027, 1, 6)),  # over New Year
    ],
)
def test_clocks_leap_days_and_new_year_change_nothing(sent, meeting):
    assert earliest_meeting(NoticeRules(14), Way.POST, sent).meeting_on == meeting


def test_a_letter_on_the_eve_of_the_spring_change_is_served_two_days_later():
    late = datetime(2026, 3, 27, 23, 30, tzinfo=LONDON)
    by_hours = (late.astimezone(tz=None) + timedelta(hours=48)).astimezone(LONDON).date()
    assert by_hours == date(2026, 3, 30), "counted in hours it would be a day later"

    assert NoticeRules(14).served_on(Way.POST, late.date()) == date(2026, 3, 29)


@given(notice_rules(), WAYS, DAYS)
def test_the_earliest_meeting_has_exactly_its_clear_days(rules, way, sent):
    table = earliest_meeting(rules, way, sent)

    assert table.is_enough
    assert table.meeting_on > table.served_on >= sent
    assert table.not_counted not in table.clear_days
    assert table.meeting_on not in table.clear_days
    a_day_before = Timetable(way, rules, sent, table.meeting_on - timedelta(days=1))
    assert not a_day_before.is_enough
    if not rules.from_sending:
        assert table.meeting_on == table.served_on + timedelta(days=rules.clear_days + 1)


@given(notice_rules(), WAYS, DAYS)
def test_the_last_day_to_send_is_enough_and_the_next_is_not(rules, way, meeting):
    last = last_day_to_send(rules, way, meeting)

    assert last.is_enough
    assert not Timetable(way, rules, last.sent_on + timedelta(days=1), meeting).is_enough
    assert earliest_meeting(rules, way, last.sent_on).meeting_on <= meeting
    may_send(rules, way, meeting, last.sent_on)
    with pytest.raises((TooLateToPost, TooLateToEmail)):
        may_send(rules, way, meeting, last.sent_on + timedelta(days=1))


@given(notice_rules(), WAYS, DAYS, st.integers(0, 60))
def test_sending_earlier_never_hurts(rules, way, sent, earlier):
    later = earliest_meeting(rules, way, sent).meeting_on
    assert earliest_meeting(rules, way, sent - timedelta(days=earlier)).meeting_on <= later


@given(notice_rules(), WAYS, DAYS)
def test_the_steps_are_in_order_and_say_every_day_once(rules, way, sent):
    steps = earliest_meeting(rules, way, sent).steps

    assert [step.on for step in steps] == sorted(step.on for step in steps)
    assert steps[-1].mark is Mark.MEETING
    assert len({step.mark for step in steps}) == len(steps)


def test_a_company_counts_the_hours_of_service_on_working_days():
    rules = NoticeRules.of(
        Rulebook(deemed_working_days_only=True),
        is_agm=True,
        holidays=bank_holidays(Nation.ENGLAND, date(2026, 4, 1)),
    )

    # Maundy Thursday: Good Friday, the weekend and Easter Monday do not count.
    assert rules.served_on(Way.POST, date(2026, 4, 2)) == date(2026, 4, 8)
    # In Scotland Easter Monday is no bank holiday.
    scots = NoticeRules(
        14, working_days_only=True, holidays=bank_holidays(Nation.SCOTLAND, date(2026, 4, 1))
    )
    assert scots.served_on(Way.POST, date(2026, 4, 2)) == date(2026, 4, 7)


def test_notice_that_counts_from_sending_is_still_served_before_the_meeting():
    rules = NoticeRules(1, post_hours=72, from_sending=True)
    table = earliest_meeting(rules, Way.POST, date(2026, 3, 1))

    assert table.meeting_on == date(2026, 3, 5)


def test_a_day_too_soon_is_refused_with_the_first_that_will_do():
    rules = NoticeRules(14)
    with pytest.raises(TooSoon) as refusal:
        may_be_on(rules, Way.POST, date(2026, 3, 17), today=date(2026, 3, 1))
    assert "18 March 2026" in refusal.value.sentence(lambda text: text)
    may_be_on(rules, Way.POST, date(2026, 3, 18), today=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("agreed", "enough"), [(57, False), (58, True), (64, True), (65, False), (0, False)]
)
def test_short_notice_needs_nine_tenths_rounded_up(agreed, enough):
    assert ShortNotice(agreed, 64, Fraction(9, 10)).is_agreed is enough


def test_no_members_agree_to_nothing():
    assert not ShortNotice(0, 0, Fraction(9, 10)).is_agreed


def test_a_rulebook_that_counts_from_sending_saves_the_days_of_the_post():
    rules = NoticeRules.of(Rulebook(notice_from_sending=True), is_agm=True, holidays=frozenset())

    assert earliest_meeting(rules, Way.POST, date(2026, 3, 1)).meeting_on == date(2026, 3, 16)

"""What is owed on a day: by hand, whatever the order of the records, and to the last penny."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.rules.replay import (
    Agreed,
    Event,
    What,
    late,
    next_due,
    position,
)
from coopcouncil.savings.loans.rules.schedule import Terms, schedule
from tests.savings.loans.test_schedule import GOLDEN, terms_of_loans

ONE = Fraction(1, 100)
LENT = date(2026, 1, 15)
ANCHOR = date(2026, 2, 15)


def lent(amount=120_000, rate=ONE, on=LENT):
    return [Event(on, What.RATE, rate=rate), Event(on, What.PAID_OUT, amount)]


def test_the_figure_to_settle_early_has_interest_to_the_day_and_no_penalty():
    # £1,200 at 1%: 15 January to 15 February has 31 days, so ten days bear 10/31 of £12: £3.87.
    assert position(ANCHOR, lent(), date(2026, 1, 25)).owed == 120_387
    # A month is £12 exactly; then 28 days to 15 March: a week is £3.
    assert position(ANCHOR, lent(), date(2026, 2, 15)).interest == 1_200
    assert position(ANCHOR, lent(), date(2026, 2, 22)).interest == 1_500


def test_interest_that_is_not_paid_bears_none():
    a_year = position(ANCHOR, lent(), date(2027, 1, 15))
    assert a_year.interest == 12 * 1_200
    assert a_year.principal == 120_000


def test_a_payment_goes_to_interest_first():
    events = [*lent(), Event(date(2026, 2, 15), What.REPAID, 40_802)]
    after = position(ANCHOR, events, date(2026, 2, 15))
    assert (after.paid_interest, after.paid_principal, after.principal) == (1_200, 39_602, 80_398)


def test_what_was_written_down_late_counts_from_its_own_day():
    events = [
        *lent(),
        Event(date(2026, 2, 15), What.REPAID, 30_000),
        Event(date(2026, 2, 20), What.REPAID, 5_000),
        Event(date(2026, 3, 15), What.RATE, rate=Fraction(0)),
    ]
    found = {position(ANCHOR, order, date(2026, 4, 1)) for order in permutations(events)}
    assert len(found) == 1


@settings(deadline=None, max_examples=40)
@given(
    terms_of_loans(),
    st.lists(st.tuples(st.integers(1, 700), st.integers(1, 200_000)), max_size=8),
    st.integers(0, 900),
)
def test_every_penny_is_somewhere(terms, paid, days):
    events = [
        Event(terms.lent_on, What.RATE, rate=terms.rate),
        Event(terms.lent_on, What.PAID_OUT, terms.principal),
        *(Event(terms.lent_on + timedelta(days=d), What.REPAID, p) for d, p in paid),
    ]
    on = terms.lent_on + timedelta(days=days)
    found = position(terms.months_from, events, on)
    assert position(terms.months_from, reversed(events), on) == found
    received = sum(e.amount for e in events if e.what is What.REPAID and e.on <= on)
    assert found.paid_interest + found.paid_principal + found.excess == received
    assert found.principal == terms.principal - found.paid_principal
    assert found.interest == found.charged - found.paid_interest
    assert found.principal >= 0
    assert found.interest >= 0
    tomorrow = position(terms.months_from, events, on + timedelta(days=1))
    assert tomorrow.charged >= found.charged


@settings(deadline=None, max_examples=40)
@given(terms_of_loans())
def test_who_pays_as_agreed_owes_nothing_at_the_end(terms):
    if terms.interest_brought:
        return
    made = schedule(terms)
    events = [
        Event(terms.lent_on, What.RATE, rate=terms.rate),
        Event(terms.lent_on, What.PAID_OUT, terms.principal),
        *(Event(row.due_on, What.REPAID, row.payment) for row in made.rows),
    ]
    for row in made.rows:
        assert position(terms.months_from, events, row.due_on).owed == row.left
    at_end = position(terms.months_from, events, made.last_on)
    assert at_end.is_settled
    assert at_end.paid_interest == made.interest


@settings(deadline=None, max_examples=40)
@given(terms_of_loans(), st.integers(0, 400))
def test_to_settle_early_never_costs_more_than_to_pay_on(terms, days):
    if terms.interest_brought:
        return
    made = schedule(terms)
    on = min(terms.lent_on + timedelta(days=days), made.last_on)
    events = [
        Event(terms.lent_on, What.RATE, rate=terms.rate),
        Event(terms.lent_on, What.PAID_OUT, terms.principal),
        *(Event(row.due_on, What.REPAID, row.payment) for row in made.rows if row.due_on <= on),
    ]
    left = sum(row.payment for row in made.rows if row.due_on > on)
    assert position(terms.months_from, events, on).owed <= left


AGREED = Agreed(LENT, tuple((row[0], row[1]) for row in GOLDEN["A"][1]))


def test_what_is_late_is_the_oldest_payment_not_covered():
    part = [*lent(), Event(date(2026, 2, 20), What.REPAID, 40_000)]
    on_the_day = late(AGREED, lent(), date(2026, 2, 15), 120_000)
    assert (on_the_day.overdue, on_the_day.days) == (0, 0)
    day_after = late(AGREED, lent(), date(2026, 2, 16), 120_000)
    assert (day_after.overdue, day_after.since, day_after.days) == (40_802, date(2026, 2, 15), 1)
    after_part = late(AGREED, part, date(2026, 3, 1), 80_000)
    assert (after_part.overdue, after_part.days) == (802, 14)
    both = late(AGREED, part, date(2026, 3, 20), 80_000)
    assert (both.overdue, both.since) == (802 + 40_802, date(2026, 2, 15))


def test_never_more_is_late_than_is_owed():
    assert late(AGREED, lent(), date(2027, 1, 1), 500).overdue == 500


def test_a_new_agreement_brings_what_was_late():
    due = ((date(2026, 5, 1), 1_000),)
    agreed = Agreed(date(2026, 4, 1), due, brought=300, late_since=date(2026, 3, 1))
    found = late(agreed, [], date(2026, 4, 2), 10_000)
    assert (found.overdue, found.since) == (300, date(2026, 3, 1))
    paid = [Event(date(2026, 4, 10), What.REPAID, 300)]
    assert late(agreed, paid, date(2026, 4, 11), 9_700).overdue == 0
    # What was paid before the new agreement was counted when it was made.
    counted = replace(agreed, paid_before=300)
    assert late(counted, paid, date(2026, 4, 11), 9_700).overdue == 300
    # And what of that is taken back afterwards is late besides.
    assert late(counted, [], date(2026, 4, 11), 9_700).overdue == 600


def test_the_next_payment_is_the_first_that_is_open():
    paid = [*lent(), Event(date(2026, 2, 10), What.REPAID, 50_000)]
    assert next_due(AGREED, lent(), LENT, 120_000) == (date(2026, 2, 15), 40_802)
    assert next_due(AGREED, paid, date(2026, 2, 11), 80_000) == (
        date(2026, 3, 15),
        40_802 - (50_000 - 40_802),
    )
    assert next_due(AGREED, paid, date(2026, 5, 1), 80_000) is None


def test_a_holiday_is_a_new_schedule_that_begins_later():
    # Two months off after the first payment: interest runs, and is due with the next payment.
    first = [*lent(), Event(date(2026, 2, 15), What.REPAID, 40_802)]
    now = position(ANCHOR, first, date(2026, 2, 15))
    made = schedule(
        Terms(
            now.principal,
            ONE,
            date(2026, 2, 15),
            date(2026, 5, 15),
            Every.MONTH,
            2,
            interest_brought=now.interest,
            anchor=ANCHOR,
        )
    )
    # Three months on £803.98: three times £8.03 by the months, each closed to the penny below.
    assert made.rows[0].interest == 3 * 803

"""How a promise stands, day by day; and the pace at which it will be kept."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.procurement.delivery.kinds import Answered, Decided, Settled
from coopcouncil.procurement.delivery.rules.status import (
    Due,
    Outlook,
    Status,
    Told,
    forecast,
    standing,
)

BEGAN = date(2027, 4, 1)
DUES = (Due(date(2028, 3, 31), Decimal(6)), Due(date(2029, 3, 31), Decimal(6)))


def told(amount: int, until: date = date(2028, 3, 1), **said: object) -> Told:
    return Told(until, Decimal(amount), **said)  # type: ignore[arg-type]


def test_a_promise_goes_from_promised_to_confirmed():
    def status(on, *reports):
        return standing(DUES, reports, on).status

    done = told(6, answered=Answered.CONFIRMED)
    assert status(date(2027, 6, 1)) is Status.PROMISED
    assert status(date(2028, 3, 5)) is Status.DUE
    assert status(date(2028, 3, 31)) is Status.DUE
    assert status(date(2028, 4, 1)) is Status.LATE
    assert status(date(2028, 4, 1), told(6)) is Status.REPORTED
    assert status(date(2028, 4, 1), told(5)) is Status.LATE
    assert status(date(2028, 4, 1), done) is Status.PROMISED
    assert status(date(2029, 4, 1), done) is Status.LATE
    assert status(date(2029, 4, 1), done, done) is Status.CONFIRMED


def test_a_dispute_stands_before_all_until_it_is_decided():
    disputed = told(6, answered=Answered.DISPUTED)
    assert standing(DUES, [disputed], date(2028, 4, 1)).status is Status.DISPUTED
    upheld = told(6, answered=Answered.DISPUTED, decided=Decided.UPHELD, decided_amount=Decimal(0))
    assert standing(DUES, [upheld], date(2028, 4, 1)).status is Status.LATE
    counts = told(6, answered=Answered.DISPUTED, decided=Decided.COUNTS, decided_amount=Decimal(6))
    found = standing(DUES, [counts], date(2028, 4, 1))
    assert (found.status, found.kept) == (Status.PROMISED, Decimal(6))


def test_a_part_counts_as_a_part():
    part = told(6, answered=Answered.IN_PART, part=Decimal(4))
    found = standing(DUES, [part], date(2028, 4, 1))
    assert (found.status, found.kept, found.short) == (Status.LATE, Decimal(4), Decimal(2))
    assert found.next_on == date(2028, 3, 31)


def test_what_is_settled_is_late_no_more():
    for settled, status in (
        (Settled.REPLACED, Status.REPLACED),
        (Settled.WAIVED, Status.WAIVED),
        (Settled.CONTRACT_ENDED, Status.ENDED),
    ):
        assert standing(DUES, [], date(2030, 1, 1), settled).status is status


def test_the_pace():
    def outlook(kept, on):
        return forecast(BEGAN, DUES, Decimal(kept), on).outlook

    assert outlook(0, date(2027, 4, 20)) is Outlook.TOO_EARLY
    assert outlook(3, date(2027, 9, 20)) is Outlook.ON_THE_WAY
    assert outlook(1, date(2027, 12, 1)) is Outlook.TOO_EARLY
    assert outlook(3, date(2028, 10, 1)) is Outlook.BEHIND
    assert outlook(12, date(2028, 10, 1)) is Outlook.KEPT
    assert outlook(11, date(2029, 4, 1)) is Outlook.BEHIND


amounts = st.decimals(Decimal("0.01"), Decimal(1000), places=2)
days = st.dates(BEGAN, date(2032, 3, 31))
dues_made = st.lists(st.builds(Due, days, amounts), min_size=1, max_size=6)
told_made = st.lists(
    st.builds(Told, days, amounts, st.sampled_from([None, Answered.CONFIRMED])), max_size=6
)


@given(dues_made, told_made, days)
def test_what_is_kept_is_what_was_confirmed_and_order_does_not_matter(dues, reports, on):
    found = standing(dues, reports, on)
    assert found.kept == sum(one.amount for one in reports if one.answered)
    assert found == standing(dues[::-1], reports[::-1], on)
    assert found.kept + found.waiting == sum(one.amount for one in reports)


@given(dues_made, told_made, days)
def test_a_further_confirmation_never_makes_it_worse(dues, reports, on):
    before = standing(dues, reports, on)
    after = standing(dues, [*reports, told(5, answered=Answered.CONFIRMED)], on)
    assert after.short <= before.short
    assert (after.status is Status.LATE) <= (before.status is Status.LATE)


@given(dues_made, told_made, days)
def test_days_that_pass_never_make_it_better(dues, reports, on):
    later = standing(dues, reports, on + timedelta(days=90))
    assert later.short >= standing(dues, reports, on).short


@given(dues_made, st.decimals(Decimal(0), Decimal(500), places=2), days)
def test_a_forecast_is_never_below_what_was_kept(dues, kept, on):
    assert forecast(BEGAN, dues, kept, on).by_the_end >= kept

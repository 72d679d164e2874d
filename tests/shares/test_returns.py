"""Interest by days: golden cases, to the penny, decided once."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel import clock
from coopcouncil.ledger.actions import open_books
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.organisations.models import Role
from coopcouncil.payouts.models import PayoutItem
from coopcouncil.shares.actions.returning import (
    decide,
    drop_return,
    propose_interest,
)
from coopcouncil.shares.models import ShareKind
from coopcouncil.shares.models_returns import ShareReturn
from coopcouncil.shares.rules.replay import Happened
from coopcouncil.shares.rules.returns import (
    AboveTheLimit,
    DecidedBefore,
    NoPeriod,
    NothingComesOfIt,
    PaidForThen,
    interest,
    into_shares,
    pence_days,
)
from tests.make import make_member, make_officer
from tests.pageclient import Pages
from tests.shares.building import days_ago, make_holding, make_society

pytestmark = pytest.mark.anyio
Y = date(2026, 1, 1)


def happened(place: int, on: date, paid: int, holder: int | None = None, holding: int = 1):
    at = clock.london(date(2026, 12, 31))
    return Happened(place, holding, on, at, shares=paid // 100, paid=paid, holder=holder)


def test_interest_by_hand():
    # £1,000 from 1 January, £500 withdrawn on 1 July: 181 days of £1,000 and 184 of £500.
    events = [happened(1, Y, 100_000, 7), happened(2, date(2026, 7, 1), -50_000)]
    held = pence_days(events, Y, date(2026, 12, 31))
    assert held == {7: 181 * 100_000 + 184 * 50_000}
    # (18,100,000 + 9,200,000) × 3% ÷ 365 = 2,243.83…p
    assert interest(held[7], Fraction(3, 100)) == 2_243


def test_a_transfer_splits_the_days():
    events = [happened(1, Y, 100, 7), happened(2, date(2026, 1, 11), 0, 8)]
    assert pence_days(events, Y, date(2026, 1, 31)) == {7: 1_000, 8: 2_100}


def test_what_came_before_counts_from_the_first_day_and_what_comes_later_not():
    events = [happened(1, date(2020, 5, 5), 300, 7), happened(2, date(2026, 3, 1), 900)]
    assert pence_days(events, date(2026, 2, 1), date(2026, 2, 28)) == {7: 28 * 300}
    assert pence_days(events, date(2019, 1, 1), date(2019, 12, 31)) == {}


@pytest.mark.parametrize(
    ("basis", "rate", "pence"),
    [
        (365 * 100, Fraction(1, 100), 1),
        (365 * 100 - 1, Fraction(1, 100), 0),  # A penny less a trifle.
        (0, Fraction(5, 100), 0),
        (364 * 10_000, Fraction(1, 10), 997),  # 997.26
    ],
)
def test_it_is_rounded_once_and_down(basis, rate, pence):
    assert interest(basis, rate) == pence


def test_a_leap_year_bears_what_another_year_bears():
    for since in (date(2026, 1, 1), date(2028, 1, 1), date(2027, 4, 1), date(2028, 2, 29)):
        to = (since.replace(day=1) if since.day == 29 else since).replace(year=since.year + 1)
        to -= timedelta(days=1) if since.day != 29 else timedelta(days=2)
        held = pence_days([happened(1, date(2020, 1, 1), 100_000, 7)], since, to)
        assert interest(held[7], Fraction(3, 100)) <= 3_000
    whole = pence_days(
        [happened(1, date(2020, 1, 1), 100_000, 7)], date(2028, 1, 1), date(2028, 12, 31)
    )
    assert interest(whole[7], Fraction(3, 100)) == 3_000


@given(
    st.lists(st.tuples(st.integers(0, 700), st.integers(1, 10**7)), min_size=1, max_size=6),
    st.integers(0, 800),
    st.fractions(0, Fraction(1, 10), max_denominator=10_000),
)
def test_no_twelve_months_bear_more_than_the_rate_however_rounded(rows, start, most):
    """The cap: never more than the year's rate on the most that was held on any of the days."""
    events = [
        happened(n, date(2027, 1, 1) + timedelta(days=day), pence, 7)
        for n, (day, pence) in enumerate(rows, 1)
    ]
    since = date(2027, 1, 1) + timedelta(days=start)
    to = add_year(since) - timedelta(days=1)
    held = pence_days(events, since, to).get(7, 0)
    highest = sum(pence for day, pence in rows if date(2027, 1, 1) + timedelta(days=day) <= to)
    assert interest(held, most) <= highest * most
    # And two half-years never come to more than the year by which they are cut.
    middle = since + timedelta(days=180)
    parts = [
        interest(pence_days(events, a, b).get(7, 0), most)
        for a, b in ((since, middle), (middle + timedelta(days=1), to))
    ]
    assert sum(parts) <= interest(held, most)


@given(st.integers(0, 10**7), st.integers(1, 10**5))
def test_what_becomes_shares_and_what_is_paid_add_up(pence, nominal):
    shares = into_shares(pence, nominal)
    left = pence - shares * nominal
    assert 0 <= left < nominal


def add_year(on: date) -> date:
    return (
        date(on.year + 1, 3, 1) if (on.month, on.day) == (2, 29) else on.replace(year=on.year + 1)
    )


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 10**6)), min_size=1, max_size=6),
    st.integers(1, 365),
)
def test_days_are_counted_once_however_the_year_is_cut(rows, cut):
    events = [
        happened(n, Y + timedelta(days=day), pence, 7) for n, (day, pence) in enumerate(rows, 1)
    ]
    end = date(2026, 12, 31)
    first = pence_days(events, Y, Y + timedelta(days=cut - 1)).get(7, 0)
    second = pence_days(events, Y + timedelta(days=cut), end).get(7, 0)
    assert first + second == pence_days(events, Y, end).get(7, 0)


async def test_interest_is_proposed_decided_and_owed_once(db: None):
    org = await make_society(share_interest_most=Fraction(4, 100))
    await open_books(org, None)
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Carey")
    await make_holding(org, ada, shares=1_000)
    await make_holding(org, bob, shares=1, kind=ShareKind.PAR)
    since, to = days_ago(365), days_ago(1)
    with pytest.raises(AboveTheLimit):
        await propose_interest(org, since, to, Fraction(41, 1000), None)
    with pytest.raises(NoPeriod):
        await propose_interest(org, since, clock.today(), Fraction(3, 100), None)
    with pytest.raises(NothingComesOfIt):
        await propose_interest(org, since, to, Fraction(0), None)
    made = await propose_interest(org, since, to, Fraction(3, 100), None)
    other = await propose_interest(org, since, to, Fraction(4, 100), None)
    assert made.total == 3_000
    assert not await PayoutItem.within(org).exists()
    await decide(org, made, clock.today(), "AGM, resolution 5", None)
    with pytest.raises(DecidedBefore):
        await decide(org, made, clock.today(), "AGM, resolution 5", None)
    with pytest.raises(PaidForThen):
        await decide(org, other, clock.today(), "AGM, resolution 6", None)
    await drop_return(org, other, None)
    item = await PayoutItem.one(org)
    assert (item.amount, item.kind.value) == (3_000, "interest")
    sums = await balances(org, clock.today())
    assert sums[(await account_for(org, Purpose.SHARE_INTEREST)).id] == 3_000
    assert sums[(await account_for(org, Purpose.PAYABLE_TO_MEMBERS)).id] == -3_000
    assert (await check_books(org)).balanced


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_pages(client: Pages, language: str):
    org = await make_society(patronage_dividend=True)
    await open_books(org, None)
    ada = await make_member(org, "Ada Lovell")
    await make_holding(org, ada, shares=1_000)
    pages = client.as_(await make_officer(org, Role.TREASURER))
    pages.language = language
    second = client.as_(await make_officer(org, Role.SECRETARY))
    second.language = language
    base = f"/{org.slug}/share-returns"
    assert (await pages.get(base)).status == 200
    since, to = days_ago(365), days_ago(1)
    form = {
        f"{name}-{part}": str(getattr(on, part))
        for name, on in (("since", since), ("to", to))
        for part in ("day", "month", "year")
    }
    high = await pages.post(f"{base}/interest", form | {"rate": "9%"})
    assert (high.status, len(high.errors)) == (422, 1)
    # A bare number is per cent too.
    made = await pages.post(f"{base}/interest", form | {"rate": "3"})
    one = await made.follow()
    assert "£30.00" in one.main
    on = clock.today()
    form = {f"on-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}
    assert (await pages.post(f"{made.location}/decision", form)).status == 422
    # Who proposed it does not record that it was decided.
    own = await pages.post(f"{made.location}/decision", form | {"decision": "AGM 5"})
    assert (own.status, len(own.errors)) == (422, 1)
    done = await second.post(f"{made.location}/decision", form | {"decision": "AGM 5"})
    assert "AGM 5" in (await done.follow()).main
    assert (await pages.post(f"{made.location}/dropping")).status == 409
    back = f"{made.location}/taking-back"
    assert (await pages.get(back)).status == 200
    assert (await pages.post(back, form)).status == 422
    gone = await (await pages.post(back, form | {"reason": "Wrong year"})).follow()
    assert "Wrong year" in gone.main
    again = await pages.post(back, form | {"reason": "Wrong year"})
    assert (again.status, len(again.errors)) == (422, 1)
    assert await ShareReturn.within(org).count() == 1
    bought = {name.replace("since", "bought_since").replace("to-", "bought_to-"): value
              for name, value in form.items()}  # fmt: skip
    assert (await pages.post(f"{base}/dividend", bought)).status == 422

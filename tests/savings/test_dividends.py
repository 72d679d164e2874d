"""Dividends: worked by days and balances, carried by the meeting, posted once to every account."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel import clock
from coopcouncil.kernel.jobs import run_jobs
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for, check_books
from coopcouncil.ledger.rules import Line
from coopcouncil.savings.actions.moving import pay_in, take_out
from coopcouncil.savings.dividends import actions
from coopcouncil.savings.dividends.actions import preview
from coopcouncil.savings.dividends.models import DividendProposal
from coopcouncil.savings.dividends.paying import pay_dividend
from coopcouncil.savings.dividends.rules import (
    GivenForThen,
    NamedForAnother,
    NotCarried,
    NothingToPayFrom,
    PaidAlready,
    RatesDiffer,
    RateTooHigh,
    VotedAlready,
    days_of_the_year,
    dividend,
    may_propose,
    penny_days,
)
from coopcouncil.savings.kinds import Vote, Way
from coopcouncil.savings.models import SavingsMovement
from coopcouncil.savings.reads import balance_of
from tests.pageclient import Pages
from tests.savings.building import make_account, make_saver, make_union, product, put, teller

pytestmark = pytest.mark.anyio
SINCE, TO = date(2025, 10, 1), date(2026, 9, 30)
DAYS = st.dates(date(2025, 9, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("movements", "percent", "pence"),
    [
        ([(date(2025, 1, 1), 100_000)], "2", 2_000),  # the whole year
        ([(date(2026, 9, 30), 100_000)], "2", 5),  # one day: 5.479 pence
        ([(date(2026, 4, 2), 100_000)], "3.65", 1_820),  # 182 days: 1820.00
        ([(date(2025, 1, 1), 100_000), (date(2026, 3, 1), -50_000)], "2", 1_413),
        ([(date(2026, 10, 1), 100_000)], "8", 0),
        ([(date(2025, 1, 1), 1)], "8", 0),
    ],
)
def test_a_dividend_worked_by_hand(movements, percent, pence):
    found = dividend(penny_days(movements, SINCE, TO), Decimal(percent), days_of_the_year(TO))
    assert found == pence


@given(st.lists(st.tuples(DAYS, st.integers(1, 1_000_000)), max_size=12), st.data())
def test_penny_days_are_the_sum_of_the_days_balances(movements, data):
    to = data.draw(st.dates(SINCE, TO))
    days = (to - SINCE).days + 1
    by_day = sum(
        sum(pence for on, pence in movements if on <= SINCE + timedelta(days=n))
        for n in range(days)
    )
    assert penny_days(movements, SINCE, to) == by_day


@given(st.integers(0, 1_500_000), st.decimals(0, 8, places=2))
def test_no_account_earns_more_than_the_rate(balance, rate):
    found = dividend(balance * 365, rate, 365)
    assert 0 <= Fraction(balance) * Fraction(rate) / 100 - found < 1


@pytest.mark.parametrize(
    ("rates", "ratio", "refusal"),
    [
        ({1: Decimal(2), 2: Decimal(2)}, Fraction(0), None),
        ({1: Decimal(2), 2: Decimal(1)}, Fraction(5, 100), None),
        ({1: Decimal(2), 2: Decimal(1)}, Fraction(499, 10_000), RatesDiffer),
        ({1: Decimal("8.01"), 2: Decimal("8.01")}, Fraction(1), RateTooHigh),
    ],
)
def test_the_law_on_rates(rates, ratio, refusal):
    facts = (2, SINCE, TO, date(2026, 11, 1), Fraction(8, 100), Fraction(5, 100), ratio)
    if refusal is None:
        may_propose(rates, *facts)
    else:
        with pytest.raises(refusal):
            may_propose(rates, *facts)


async def earned(org, pounds):
    """Interest that borrowers paid, so that there is something to share."""
    bank = await account_for(org, Purpose.BANK)
    interest = await account_for(org, Purpose.LOAN_INTEREST)
    lines = [Line(bank.id, pounds * 100), Line(interest.id, -pounds * 100)]
    await post(org, PostingKind.INTEREST, clock.today(), "Interest", lines, None)


async def a_year_of_savings(org):
    ada, bob = await make_saver(org, "Ada Lovell"), await make_saver(org, "Bob Hale")
    accounts = [
        await make_account(org, ada, on=SINCE),
        await make_account(org, ada, bob, on=SINCE),
        await make_account(org, bob, code="XMAS", on=SINCE),
    ]
    for account, pence in zip(accounts, (100_000, 33_333, 77), strict=True):
        await pay_in(org, account, Money(pence), Way.BANK, SINCE, None)
    return accounts


async def test_a_dividend_is_posted_once_to_the_penny_of_the_preview(fresh_db):
    org = await make_union()
    accounts = await a_year_of_savings(org)
    await earned(org, 500)
    main, christmas = await product(org), await product(org, "XMAS")
    rates = {main.id: Decimal("2.5"), christmas.id: Decimal("2.5")}
    seen = await preview(org, SINCE, TO, rates)
    assert seen.lines == {accounts[0].id: 2_500, accounts[1].id: 833, accounts[2].id: 1}
    made = await actions.propose(org, SINCE, TO, rates, None)

    with pytest.raises(NotCarried):
        await actions.pay(org, made, None)
    await actions.record_vote(org, made, Vote.CARRIED, clock.today(), "Minute 7", "", None)
    with pytest.raises(VotedAlready):
        await actions.record_vote(org, made, Vote.LOST, clock.today(), "Minute 8", "", None)
    # What is paid in after the proposal changes nothing of it.
    await put(org, accounts[0], 500, clock.today())
    await actions.pay(org, made, None)
    with pytest.raises(PaidAlready):
        await actions.pay(org, made, None)
    await run_jobs()
    await pay_dividend({"proposal": made.id, "org": org.id})

    assert await balance_of(accounts[0]) == Money(100_000 + 50_000 + 2_500)
    paid = await SavingsMovement.within(org).filter(kind="dividend")
    assert sum(one.amount for one in paid) == seen.total.pence == 3_334
    assert (await check_books(org)).balanced


async def test_an_account_closed_since_is_owed_its_dividend(fresh_db):
    org = await make_union(savings_minimum=0)
    accounts = await a_year_of_savings(org)
    await earned(org, 500)
    main = await product(org)
    christmas = await product(org, "XMAS")
    rates = {main.id: Decimal(2), christmas.id: Decimal(2)}
    made = await actions.propose(org, SINCE, TO, rates, None)
    await actions.record_vote(org, made, Vote.CARRIED, clock.today(), "Minute 7", "", None)
    await take_out(org, accounts[1], Money(33_333), Way.BANK, clock.today(), None)
    from coopcouncil.savings.actions.accounts import close_account

    await close_account(org, accounts[1], None)
    await actions.pay(org, made, None)
    await run_jobs()
    await pay_dividend({"proposal": made.id, "org": org.id})
    assert await SavingsMovement.within(org).filter(kind="dividend").count() == 2
    assert (await check_books(org)).balanced


async def test_a_dividend_comes_out_of_what_was_earned(db):
    org = await make_union()
    await a_year_of_savings(org)
    await earned(org, 1)
    main, christmas = await product(org), await product(org, "XMAS")
    with pytest.raises(NothingToPayFrom):
        await actions.propose(org, SINCE, TO, {main.id: Decimal(2), christmas.id: Decimal(2)}, None)


async def test_the_same_days_bear_one_dividend(db):
    """Two of five per cent would be ten, where the rules allow eight."""
    org = await make_union()
    await a_year_of_savings(org)
    await earned(org, 1_000)
    both = [(await product(org, code)).id for code in ("MAIN", "XMAS")]
    five, four = dict.fromkeys(both, Decimal(5)), dict.fromkeys(both, Decimal(4))
    first = await actions.propose(org, SINCE, TO, five, None)
    with pytest.raises(GivenForThen):
        await actions.propose(org, TO, TO, five, None)
    # What was lost or withdrawn, and other days, do not stand in the way.
    await actions.record_vote(org, first, Vote.LOST, clock.today(), "Minute 3", "", None)
    again = await actions.propose(org, SINCE, TO, four, None)
    # The minute on the one is not that on the other.
    with pytest.raises(NamedForAnother):
        await actions.record_vote(org, again, Vote.CARRIED, clock.today(), "Minute 3", "", None)
    await actions.withdraw(org, again, None)
    await actions.propose(org, SINCE, TO - timedelta(days=1), four, None)
    await actions.propose(org, TO, TO, four, None)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_from_the_preview_to_the_posting_through_the_pages(client: Pages, language: str):
    org = await make_union()
    await a_year_of_savings(org)
    await earned(org, 500)
    main, christmas = await product(org), await product(org, "XMAS")
    pages = client.as_(await teller(org))
    pages.language = language
    base = f"/{org.slug}/dividends"
    assert (await pages.get(base)).status == 200
    form = {
        "since-day": "1",
        "since-month": "10",
        "since-year": "2025",
        "to-day": "30",
        "to-month": "9",
        "to-year": "2026",
        "rates-0-product": str(main.id),
        "rates-0-percent": "9",
        "rates-1-product": str(christmas.id),
        "rates-1-percent": "9",
    }
    high = await pages.post(base, form)
    assert len(high.errors) == 1
    assert "8%" in high.errors[0]
    form |= {"rates-0-percent": "2.5", "rates-1-percent": "2,5"}
    assert (await pages.post(base, form)).status == 422
    form |= {"rates-1-percent": "2.5"}
    assert "£33.34" in (await pages.post(base, form)).main
    assert await DividendProposal.within(org).count() == 0
    page = await (await pages.post(base, {**form, "confirmed": "1"})).follow()
    assert "£33.34" in page.main
    made = await DividendProposal.within(org).get()
    path = f"{base}/{made.id}"
    vote = {"vote": "carried", "on-day": "1", "on-month": "11", "on-year": "2026"}
    assert (await pages.post(f"{path}/vote", vote)).status == 422
    await pages.post(f"{path}/vote", {**vote, "minute": "Minute 7 of the AGM"})
    # Who reckoned it does not have it paid.
    assert (await pages.post(f"{path}/payment")).status == 403
    second = client.as_(await teller(org, "Cerys Pugh"))
    paid = await (await second.post(f"{path}/payment")).follow()
    assert paid.status == 200
    assert (await pages.post(f"{path}/withdrawal")).status == 409

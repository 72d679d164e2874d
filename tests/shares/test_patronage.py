"""A part of the surplus shared by purchases or hours worked, to the penny; a resolution each."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import open_books
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.organisations.models import Role
from coopcouncil.payouts.models import PayoutItem
from coopcouncil.shares.actions.returning import (
    decide,
    propose_dividend,
)
from coopcouncil.shares.actions.taking_back import take_back_return
from coopcouncil.shares.kinds import ReturnKind
from coopcouncil.shares.models_returns import ShareReturnLine
from coopcouncil.shares.rules.returns import (
    DecidedOnAnother,
    NobodyThere,
    NotInTheRules,
    WrongRow,
    shared,
)
from tests.make import make_member, make_officer
from tests.pageclient import Pages
from tests.shares.building import days_ago, make_society

pytestmark = pytest.mark.anyio
Y = date(2026, 1, 1)


@given(st.integers(0, 10**9), st.dictionaries(st.integers(1, 500), st.integers(0, 10**8)))
def test_what_is_shared_out_adds_up(pot, weights):
    parts = shared(pot, weights)
    if sum(weights.values()) == 0:
        assert parts == {}
        return
    assert sum(parts.values()) == pot
    whole = sum(weights.values())
    for one, part in parts.items():
        assert abs(part - Fraction(pot * weights[one], whole)) < 1
        if weights[one] == 0:
            assert part == 0


async def test_a_dividend_by_purchases(db: None):
    org = await make_society(patronage_dividend=True)
    await open_books(org, None)
    people = [await make_member(org, name) for name in ("Ada Lovell", "Bob Carey", "Cai Prys")]
    rows = "".join(f"{one.member_number},£100.00\n" for one in people)
    table = ("member_number,amount\n" + rows).encode()
    pot, span = Money(10_000), (days_ago(365), days_ago(1))
    made = await propose_dividend(org, *span, pot, table, None)
    amounts = [
        one.amount for one in await ShareReturnLine.within(org).filter(share_return_id=made.id)
    ]
    assert sorted(amounts) == [3_333, 3_333, 3_334]
    await decide(org, made, clock.today(), "AGM, resolution 5", None)
    sums = await balances(org, clock.today())
    assert sums[(await account_for(org, Purpose.DIVIDENDS)).id] == 10_000
    for text, trouble in (
        (b"x,1\n9999,5\n", NobodyThere),
        (table + rows.encode(), NobodyThere),
        (table + b"7,1.234.50\n", WrongRow),
        (table + b"\xff\xfe", WrongRow),
        # A sum that cannot be read is no heading where a member's number stands before it,
        (rows.replace("£100.00", '"1.234,50"', 1).encode(), WrongRow),
        # and one that its own comma has cut is not read as £1.
        (rows.replace("£100.00", "1,234.50", 1).encode(), WrongRow),
    ):
        with pytest.raises(trouble):
            await propose_dividend(org, *span, pot, text, None)


async def test_a_dividend_by_hours_worked(db: None):
    org = await make_society(labour_dividend=True)
    await open_books(org, None)
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Carey")
    pot, span = Money(100_00), (days_ago(365), days_ago(1))
    table = f"member_number,hours\n{ada.member_number},1720\n{bob.member_number},37.5\n"
    by = ReturnKind.HOURS
    made = await propose_dividend(org, *span, pot, table.encode(), None, by)
    lines = ShareReturnLine.within(org).filter(share_return_id=made.id)
    # £100 by 1,720 and 37.5 hours: £97.8662… and £2.1337….
    assert {one.member_id: (one.basis, one.amount) for one in await lines} == {
        ada.member_id: (172_000, 9_787),
        bob.member_id: (3_750, 213),
    }
    for wrong in ("£37.50", "37.555", "-3", "37:30", "1.234,5", "1e3", ""):
        bad = f"{ada.member_number},7\n{bob.member_number},{wrong}\n".encode()
        with pytest.raises(WrongRow) as refused:
            await propose_dividend(org, *span, pot, bad, None, by)
        assert "like 37.5" in refused.value.sentence(str)
    await decide(org, made, clock.today(), "AGM, resolution 5", None)
    sums = await balances(org, clock.today())
    assert sums[(await account_for(org, Purpose.DIVIDENDS)).id] == 10_000
    assert (await check_books(org)).balanced


async def test_one_resolution_decides_one_proposal(db: None):
    org = await make_society(patronage_dividend=True)
    await open_books(org, None)
    ada = await make_member(org, "Ada Lovell")
    table = f"{ada.member_number},100\n".encode()
    first, second = [
        await propose_dividend(org, days_ago(365), days_ago(1), Money(pence), table, None)
        for pence in (500, 700)
    ]
    await decide(org, first, clock.today(), "AGM, resolution 5", None)
    with pytest.raises(DecidedOnAnother):
        await decide(org, second, clock.today(), " agm,  Resolution 5.", None)
    assert await PayoutItem.within(org).count() == 1
    await take_back_return(org, first, clock.today(), "Wrong table", None)
    await decide(org, second, clock.today(), "AGM, resolution 5", None)


@pytest.mark.parametrize("kind", [ReturnKind.PURCHASES, ReturnKind.HOURS])
async def test_no_dividend_where_the_rules_have_none(db: None, kind: ReturnKind):
    org = await make_society(
        patronage_dividend=kind is not ReturnKind.PURCHASES,
        labour_dividend=kind is not ReturnKind.HOURS,
    )
    with pytest.raises(NotInTheRules):
        await propose_dividend(org, days_ago(9), days_ago(1), Money(1), b"", None, kind)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_dividend_by_hours_through_the_pages(client: Pages, language: str):
    org = await make_society(labour_dividend=True)
    await open_books(org, None)
    ada = await make_member(org, "Ada Lovell")
    pages = client.in_(language).as_(await make_officer(org, Role.TREASURER))
    form = await pages.get(f"/{org.slug}/share-returns")
    words = {"en": "Hours worked", "cy": "Oriau a weithiwyd"}[language]
    assert words in form.main
    typed = {
        f"bought_{name}-{part}": str(getattr(on, part))
        for name, on in (("since", days_ago(365)), ("to", days_ago(1)))
        for part in ("day", "month", "year")
    }
    table = f"{ada.member_number},1720.5\n".encode()
    made = await pages.post(
        f"/{org.slug}/share-returns/dividend",
        {**typed, "pot": "500"},
        files={"table": ("hours.csv", table, "text/csv")},
    )
    shown = await made.follow()
    assert ["Ada Lovell", "1,720.5", "£500.00"] in shown.rows()
    assert words in shown.main

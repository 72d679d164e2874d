"""Quiet accounts, ratios, returns, and the files of the deposit guarantee."""

import csv
import io
import zipfile
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Role
from coopcouncil.organisations.protection import protection
from coopcouncil.savings.actions.accounts import set_apart
from coopcouncil.savings.actions.arriving import take_over
from coopcouncil.savings.guarantee.files import views, written
from coopcouncil.savings.guarantee.rules import Part, aggregates
from coopcouncil.savings.kinds import Excluded, Reached, Return
from coopcouncil.savings.reads import balance_of
from coopcouncil.savings.watching.actions import make_dormant, quiet_accounts, record_attempt
from coopcouncil.savings.watching.models import Dormancy, ReturnSent
from coopcouncil.savings.watching.reads import ratios, return_figures
from coopcouncil.savings.watching.rules import (
    DormantAlready,
    NotQuietLongEnough,
    NotTriedEnough,
    returns_due,
)
from tests.banking.building import make_bank
from tests.make import make_officer
from tests.pageclient import Pages
from tests.savings.building import make_account, make_saver, make_union, put, teller

pytestmark = pytest.mark.anyio
YEARS = timedelta(days=4 * 365)


@pytest.mark.parametrize(
    ("kind", "to", "due"),
    [
        (Return.QUARTERLY, date(2026, 3, 31), date(2026, 4, 30)),
        (Return.QUARTERLY, date(2026, 6, 30), date(2026, 7, 31)),
        (Return.YEARLY, date(2026, 9, 30), date(2027, 3, 31)),
    ],
)
def test_returns_are_due_at_the_ends_of_months(kind, to, due):
    found = {(one.kind, one.to): one for one in returns_due(to, to + timedelta(days=1), (9, 30))}
    assert found[kind, to].due_on == due


def test_a_return_is_due_once_its_period_has_ended():
    found = list(returns_due(date(2026, 1, 1), date(2026, 9, 30), (9, 30)))
    assert [(one.kind, one.to) for one in found] == [
        (Return.QUARTERLY, date(2026, 3, 31)),
        (Return.QUARTERLY, date(2026, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("on", "limit", "since"),
    [
        (date(2025, 11, 30), "£85,000", "30 January 2017"),
        (date(2025, 12, 1), "£120,000", "1 December 2025"),
    ],
)
def test_what_is_protected_goes_by_the_day(on, limit, since):
    said = protection(on, str)
    assert limit in said
    assert since in said


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 20_000_000)), max_size=8))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_nobody_is_paid_more_than_the_limit_or_than_they_have(held):
    parts = [Part(f"M{who}", "1", pence, 1, "") for who, pence in held]
    sums = aggregates(parts, 12_000_000)
    assert sum(all_ for all_, _paid in sums.values()) == sum(pence for _who, pence in held)
    assert all(paid == min(all_, 12_000_000) for all_, paid in sums.values())


async def test_an_account_becomes_dormant_and_wakes_with_its_balance_whole(db):
    org = await make_union()
    with clock.frozen(clock.now() - YEARS):
        account = await make_account(org, on=clock.today())
        await put(org, account, 123.45, clock.today())
        with pytest.raises(NotQuietLongEnough):
            await make_dormant(org, account, None)
    assert [one.account.id for one in await quiet_accounts(org)] == [account.id]
    with pytest.raises(NotTriedEnough):
        await make_dormant(org, account, None)
    for _n in range(2):
        await record_attempt(org, account, clock.today(), "Letter", Reached.TRIED, None)
    await make_dormant(org, account, None)
    with pytest.raises(DormantAlready):
        await make_dormant(org, account, None)
    assert await balance_of(account) == Money(12_345)

    await put(org, account, 1, clock.today())
    assert await Dormancy.within(org).filter(ended_on=None).count() == 0
    assert await quiet_accounts(org) == []


async def test_every_account_with_money_is_in_one_of_the_two_views(db):
    org = await make_union()
    ada = await make_saver(
        org, "Ada Mary Lovell", postal_address="1 Mill Lane\nCalderbrook", postcode="ZZ1 1AA"
    )
    bob = await make_saver(org, "Bob Hale")
    joint, own = await make_account(org, ada, bob), await make_account(org, ada)
    disputed, _empty = await make_account(org, bob), await make_account(org, bob)
    await put(org, joint, 100.01)
    await put(org, own, 50)
    await put(org, disputed, 20)
    await set_apart(org, disputed, Excluded.DISPUTE, "In court", None)

    covered, apart = await views(org)
    assert [part.pence for part, _a in covered.parts] == [5_001, 5_000, 5_000]
    assert [(part.pence, part.excluded) for part, _a in apart.parts] == [(2_000, "dispute")]
    with zipfile.ZipFile(io.BytesIO(await written(org, None))) as file:
        assert len(file.namelist()) == 8
        people = list(csv.DictReader(io.StringIO(file.read("scv-customers.csv").decode())))
        sums = list(csv.DictReader(io.StringIO(file.read("scv-aggregates.csv").decode())))
        accounts = list(csv.DictReader(io.StringIO(file.read("scv-accounts.csv").decode())))
    assert people[0]["Customer first forename"] == "Ada"
    assert people[0]["Customer second forename"] == "Mary"
    assert [one["Aggregate balance in sterling"] for one in sums] == ["100.01", "50.00", None]
    assert [one["Account holder indicator"] for one in accounts] == ["002", "002", "001", None]
    # Bob has no address in the register: what he holds, jointly too, is not paid without asking.
    assert [one["Account status code"] for one in accounts[:3]] == ["NFFSTP", "NFFSTP", "FFSTP"]
    assert {one["Recent transactions"] for one in accounts[:3]} == {"Yes"}
    assert {one["Product type"] for one in accounts[:3]} == {"IAA"}


async def test_each_file_has_the_fields_of_the_rulebook_and_its_closing_line(db):
    """Depositor Protection 12.9: fields 1 to 51."""
    org = await make_union()
    await put(org, await make_account(org, await make_saver(org, "Ada Lovell")), 20)
    files = await _files(org)
    fields = [len(next(csv.reader(io.StringIO(files[f"scv-{name}.csv"])))) for name in PARTS]
    assert fields == [13, 13, 22, 3]
    assert sum(fields) == 51
    for name in PARTS:
        for view in ("scv", "exclusions"):
            assert files[f"{view}-{name}.csv"].splitlines()[-1] == "9" * 20
    assert "No account and no balance" in files["no-exclusions.txt"]


async def test_dormant_by_the_rules_is_paid_with_all_the_others_and_legally_dormant_is_not(db):
    org = await make_union()
    ada = await make_saver(org, "Old Ada")
    with clock.frozen(clock.now() - YEARS):
        bob = await make_saver(org, "Quiet Bob")
        quiet = await make_account(org, bob, on=clock.today())
        await put(org, quiet, 40, clock.today())
    # Brought over from the book before: nothing since it was opened.
    long_ago = await make_account(org, ada, on=clock.today() - timedelta(days=15 * 366))
    await take_over(org, long_ago, Money(3_000), clock.today(), None)
    for _n in range(2):
        await record_attempt(org, quiet, clock.today(), "Letter", Reached.TRIED, None)
    await make_dormant(org, quiet, None)

    covered, apart = await views(org)
    assert [part.pence for part, _account in covered.parts] == [4_000]
    assert [(part.pence, part.excluded) for part, _account in apart.parts] == [(3_000, "dormant")]
    files = await _files(org)
    accounts = list(csv.DictReader(io.StringIO(files["scv-accounts.csv"])))
    assert (accounts[0]["Exclusion type"], accounts[0]["Recent transactions"]) == ("", "No")
    excluded = list(csv.DictReader(io.StringIO(files["exclusions-accounts.csv"])))
    assert (excluded[0]["Exclusion type"], excluded[0]["Account status code"]) == (
        "LEGDOR",
        "NFFSTP",
    )


PARTS = ("customers", "contacts", "accounts", "aggregates")


async def _files(org) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(await written(org, None))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


async def test_the_figures_and_ratios_come_from_the_books(db):
    org = await make_union()
    account = await make_account(org)
    await put(org, account, 1_000)
    found = dict((await return_figures(org, date(2026, 4, 1), clock.today())).rows)
    assert found["members_shares"] == Money(100_000)
    assert found["liquid_assets"] == Money(100_000)
    assert found["members"] == 1
    capital, liquidity, arrears = await ratios(org, clock.today())
    assert capital.value == Fraction(0)
    assert capital.is_past
    assert liquidity.value == Fraction(1)
    assert not liquidity.is_past
    assert arrears.value is None
    # What lies in a deposit account at another bank is liquid too.
    await make_bank(org)
    put_by = await make_bank(org, name="Deposit account", number="50607080")
    bank = await account_for(org, Purpose.BANK)
    lines = [Line(put_by.account_id, 70_000), Line(bank.id, -70_000)]
    await post(org, PostingKind.MANUAL, clock.today(), "Put by", lines, None)
    assert (await ratios(org, clock.today()))[1].value == Fraction(1)
    again = dict((await return_figures(org, date(2026, 4, 1), clock.today())).rows)
    assert again["liquid_assets"] == Money(100_000)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_pages_of_the_board_and_of_the_regulator(client: Pages, language: str):
    with clock.frozen(clock.now() - YEARS):
        org = await make_union()
        account = await make_account(org, on=clock.today())
        await put(org, account, 100, clock.today())
    board = client.as_(await make_officer(org, Role.DIRECTOR, "Ivor Bell"))
    board.language = language
    base = f"/{org.slug}/savings"
    for place in ("", "/ratios", "/returns"):
        page = await board.get(base + place)
        assert page.status == 200, place
        assert "Ada" not in page.main
    for place in ("/dormant", "/guarantee"):
        assert (await board.get(base + place)).status == 403, place
    returns = await board.get(f"{base}/returns")
    first = next(one for one in returns.links.values() if "/savings/returns/" in one)
    assert (await board.get(first)).status == 200
    lines = (await board.get(f"{first}/file")).text.splitlines()
    assert lines[0] == "return,from,to,figure,value"
    assert any(",members_shares,100.00" in line for line in lines)
    assert (await board.get(f"{base}/returns/CQ/2019-01-01")).status == 404

    officer = client.as_(await teller(org))
    officer.language = language
    sent = {"on-day": "1", "on-month": "6", "on-year": "2026", "reference": "R1"}
    await officer.post(first, sent)
    assert await ReturnSent.within(org).count() == 1
    again = await officer.post(first, sent)
    assert again.status == 422 or again.status == 409
    for place in ("/dormant", "/guarantee"):
        assert (await officer.get(base + place)).status == 200, place
    path = f"/{org.slug}/saving-accounts/{account.id}"
    assert (await officer.get(f"{path}/quiet")).status == 200
    contact = {**sent, "how": "Letter", "reached": "tried"}
    day = clock.today()
    contact |= {"on-day": str(day.day), "on-month": str(day.month), "on-year": str(day.year)}
    for _n in range(2):
        await officer.post(f"{path}/contacts", contact)
    await officer.post(f"{path}/dormancy")
    assert await Dormancy.within(org).filter(ended_on=None).count() == 1
    assert (await officer.get(f"{base}/dormant")).status == 200
    assert (await officer.post(f"{base}/guarantee")).body.startswith(b"PK")
    assert (await officer.get(f"{path}/apart")).status == 200
    await officer.post(f"{path}/apart", {"why": "dispute", "because": "In court"})
    assert (await officer.get(path)).status == 200

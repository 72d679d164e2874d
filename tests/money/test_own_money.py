"""The member's own money, statement and the treasurer's pictures, as they are read."""

from datetime import date, timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.money.pictures import forecast, income_by_month
from coopcouncil.money.statement import statement_of
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.payments.actions import take_back
from coopcouncil.payments.kinds import Method, TakenBack
from tests.make import make_member, make_officer, make_person
from tests.pageclient import Pages
from tests.payments.till import make_charge, make_payment, make_till, owes

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("language", ["en", "cy"])
JUNE = date(2026, 6, 1)


def on(day: date):
    return clock.frozen(clock.london(day))


async def make_member_with_money(org: Organisation) -> Member:
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    member = await Member.one(org, id=entry.member_id)
    with on(JUNE):
        await make_charge(org, member, 1_000, JUNE, on=JUNE, text="Calderbrook 2026")
    with on(JUNE + timedelta(days=10)):
        paid = await make_payment(org, member, 1_500, method=Method.CHEQUE)
    with on(JUNE + timedelta(days=20)):
        await take_back(
            paid, TakenBack.CHEQUE_RETURNED, Money(1_500), clock.today(), "cheque:1", by=None
        )
    return member


async def test_a_statement_tells_what_the_books_tell(db: None) -> None:
    org = await make_till()
    member = await make_member_with_money(org)

    whole = await statement_of(org, member.id, JUNE, JUNE + timedelta(days=30), "en")
    assert [(row.charged.pence, row.paid.pence, row.owed.pence) for row in whole.rows] == [
        (1_000, 0, 1_000),
        (0, 1_500, -500),
        (1_500, 0, 1_000),
    ]
    assert whole.rows[0].text == "Calderbrook 2026"
    later = await statement_of(
        org, member.id, JUNE + timedelta(days=5), JUNE + timedelta(days=15), "en"
    )
    assert (later.before.pence, later.owed.pence) == (1_000, -500)
    assert whole.owed.pence == await owes(org, member)


@BOTH
async def test_a_member_sees_their_own_money_and_nobody_elses(client: Pages, language: str) -> None:
    org = await make_till()
    member = await make_member_with_money(org)
    ada = client.in_(language).as_(await make_person("Ada Lovell", "ada@home.example"))
    page = await ada.get(f"/{org.slug}/money")
    assert "£10.00" in page.main
    asked = (
        f"/{org.slug}/money/{member.id}/statement?since-day=1&since-month=6&since-year=2026"
        "&to-day=30&to-month=6&to-year=2026"
    )
    statement = await ada.get(asked)
    assert "Calderbrook 2026" in statement.main
    assert (await ada.get(asked.replace("statement?", "statement.pdf?"))).status == 200
    backwards = asked.replace("to-year=2026", "to-year=2025")
    assert (await ada.get(backwards)).status == 422
    assert (await ada.get(asked.replace("to-day=30", "to-day=31"))).status == 422

    bob = client.in_(language).as_(await make_person("Bob Other", "bob@home.example"))
    await make_member(org, "Bob Other", email="bob@home.example")
    assert "£10.00" not in (await bob.get(f"/{org.slug}/money")).main
    assert (await bob.get(asked)).status == 404
    assert (await bob.get(asked.replace("statement?", "statement.pdf?"))).status == 404


@BOTH
async def test_the_pictures_add_up(client: Pages, language: str) -> None:
    org = await make_till()
    entry = await make_member(org, "Ada Lovell")
    member = await Member.one(org, id=entry.member_id)
    today = clock.today()
    await make_charge(org, member, 700, today + timedelta(days=8), on=today)
    await make_charge(org, member, 300, today - timedelta(days=8), on=today)
    await make_payment(org, member, 200)

    months = await income_by_month(org)
    assert len(months) == 12
    assert sum(month.income.pence for month in months) == 1_000
    seen = await forecast(org)
    # What is left of the one due last week is within the days of grace: it is not late yet.
    assert (seen.there.pence, seen.late.pence) == (200, 0)
    assert [week.there.pence for week in seen.weeks[:3]] == [300, 1_000, 1_000]

    tom = client.in_(language).as_(await make_officer(org, Role.TREASURER, "Tom Pike"))
    assert "£10.00" in (await tom.get(f"/{org.slug}/ledger/pictures")).main

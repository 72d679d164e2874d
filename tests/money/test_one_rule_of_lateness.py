"""What is late is late on every page alike, and what is not is so nowhere."""

import csv
import io
from datetime import date, timedelta

import pytest

from coopcouncil.arrears.actions.agreeing import agree
from coopcouncil.arrears.reads import late, members_late
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.money.pictures import forecast
from coopcouncil.organisations.models import Role
from coopcouncil.payments.kinds import ChargeKind, Interval
from coopcouncil.payments.lateness import late_in_all
from coopcouncil.payments.models import Charge
from coopcouncil.payments.reads import Only, account_of, standings
from tests.make import make_member, make_officer, make_person
from tests.pageclient import Pages
from tests.payments.till import make_charge, make_intent, make_till

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("language", ["en", "cy"])
DUE = date(2026, 6, 1)
PLAN_FROM = DUE + timedelta(days=30)


def after(days: int):
    return clock.frozen(clock.london(DUE + timedelta(days=days)))


@BOTH
async def test_every_page_means_the_same_by_late(client: Pages, language: str) -> None:
    with after(0):
        org = await make_till()
        payers: dict[str, Member] = {}
        for name in ("Lena Late", "Wyn Way", "Pia Plan", "Sal Saver", "Gwen Grace"):
            email = f"{name.split()[0].lower()}@home.example"
            entry = await make_member(org, name, email=email)
            payers[name] = await Member.one(org, id=entry.member_id)
        owed: dict[str, Charge] = {}
        for name in ("Lena Late", "Wyn Way", "Pia Plan"):
            owed[name] = await make_charge(org, payers[name], 500, DUE, on=DUE)
        await make_charge(org, payers["Sal Saver"], 900, DUE, on=DUE, kind=ChargeKind.SAVING)
        tom = client.in_(language).as_(await make_officer(org, Role.TREASURER, "Tom Pike"))
    with after(20):
        await make_charge(
            org, payers["Gwen Grace"], 800, DUE + timedelta(days=12), on=clock.today()
        )
        await make_intent(org, payers["Wyn Way"], owed["Wyn Way"], pence=300)
        await agree(
            org, payers["Pia Plan"], Money(100), Interval.MONTH, PLAN_FROM, "", by=None
        )  # fmt: skip

        # 500 of Lena's, and what of Wyn's is not on its way.
        wanted = {payers["Lena Late"].id: 500, payers["Wyn Way"].id: 200}
        grace = 14
        assert {one.member_id: one.pence for one in await late(org, clock.today(), grace)} == wanted
        assert set(await members_late(org) or []) == set(wanted)
        listed = await standings(org, Only.LATE)
        assert {row.member_id: row.late.pence for row in listed.rows} == wanted
        assert listed.late.pence == (await late_in_all(org)).pence == 700
        for member in payers.values():
            assert (await account_of(org, member.id)).late.pence == wanted.get(member.id, 0)
        seen = await forecast(org)
        assert seen.late.pence == 700
        # On its way, and within the days of grace, this week; an instalment on its own day.
        assert [week.coming.pence for week in seen.weeks[:2]] == [1_100, 100]

        file = await tom.get(f"/{org.slug}/payments/owed.csv?only=late")
        rows = csv.DictReader(io.StringIO(file.text))
        assert {row["name"]: row["late"] for row in rows} == {
            "Lena Late": "5.00",
            "Wyn Way": "2.00",
        }
        rule = {"en": "more than 14 days have passed", "cy": "mwy na 14"}[language]
        for path in ("payments?only=late", "arrears", "ledger/pictures"):
            page = await tom.get(f"/{org.slug}/{path}")
            assert "£7.00" in page.main, path
            assert rule in page.main, path
        pia = client.in_(language).as_(await make_person("Pia Plan", "pia@home.example"))
        marks = {"en": "Late", "cy": "Hwyr"}[language]
        assert marks not in (await pia.get(f"/{org.slug}/money")).main
        lena = client.in_(language).as_(await make_person("Lena Late", "lena@home.example"))
        assert marks in (await lena.get(f"/{org.slug}/money")).main

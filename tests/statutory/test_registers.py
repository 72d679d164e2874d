"""The registers in print and their inspection, through the browser."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import AuditEntry
from coopcouncil.members.actions import leave
from coopcouncil.members.models import Member
from coopcouncil.officers.models import Officer
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.statutory import printing
from coopcouncil.statutory.actions import Request, answer_request, log_request
from coopcouncil.statutory.kinds import Answer, Capacity, Wish
from coopcouncil.statutory.models import Inspection, RegisterCopy
from tests.make import make_member, make_officer, make_organisation, make_rules
from tests.officers.build import make_holder
from tests.pageclient import Page, Pages

pytestmark = pytest.mark.anyio
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # A Friday.


async def place(
    client: Pages, form: LegalForm = LegalForm.CO_OPERATIVE_SOCIETY
) -> tuple[Organisation, Pages]:
    org = await make_organisation(legal_form=form)
    await make_rules(org)
    return org, client.as_(await make_officer(org))


def words_of(page: Page) -> str:
    assert page.headers["content-type"] == "application/pdf", page
    pages = PdfReader(io.BytesIO(page.body)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def files_of(page: Page) -> dict[str, bytes]:
    assert page.headers["content-type"] == "application/zip", page
    with zipfile.ZipFile(io.BytesIO(page.body)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


async def a_register(org: Organisation) -> None:
    facts: dict[str, Any] = {"shares": 40, "amount_paid": 4000, "other_property": "Loan of £50"}
    await make_member(org, "Ada Lovell", number="1", postal_address="1 Mill Lane", **facts)
    gone = await make_member(org, "Gwen Gadael", number="2")
    left = await Member.within(org).get(id=gone.member_id)
    await leave(org, left, date(2026, 3, 1), reason="In arrears", by=None)
    await make_holder(org, "Cai Cadeirydd", offices="committee chair", postal_address="The Hall")


async def test_the_whole_register_and_its_duplicate_in_one_click(client: Pages) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        await a_register(org)
        page = await secretary.get(f"/{org.slug}/registers")
        whole = words_of(await page.submit(extent="whole", purpose="The auditor asked"))
        duplicate = words_of(await page.submit(purpose="The office’s file"))

        for text in (whole, duplicate):
            assert "Ada Lovell 1 Mill Lane" in text
            assert "Cai Cadeirydd Chair The Hall" in text
            assert "As at the end of 20 November 2026" in text
            assert "Gwen" not in text
        assert "£40.00" in whole
        assert "Loan of £50" in whole
        assert "£40.00" not in duplicate
        assert "Loan" not in duplicate
        first, second = await RegisterCopy.within(org).order_by("id")
        assert (first.redacted, second.redacted) == (False, True)
        assert first.purpose == "The auditor asked"
        assert (await page.submit(purpose="")).status == 422
        assert await RegisterCopy.within(org).count() == 2
        # The audit says that and how, and nothing of anybody.
        entries = await AuditEntry.filter(organisation_id=org.id).order_by("-id").limit(2)
        assert all("Lovell" not in str(entry.payload) for entry in entries)


async def test_lists_hold_members_leavers_and_officers(client: Pages) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        await a_register(org)
        page = await secretary.get(f"/{org.slug}/registers")
        files = files_of(await page.submit(form="csv", with_former="y", purpose="x"))

        members, left, officers = (
            list(csv.DictReader(io.StringIO(data.decode()))) for data in files.values()
        )
        assert [row["given_name"] for row in members] == ["Ada", "Cai"]
        assert "shares" not in members[0]
        assert "reason" not in members[0]
        assert [(row["family_name"], row["left_on"]) for row in left] == [("Gadael", "2026-03-01")]
        assert [(row["name"], row["office"]) for row in officers] == [
            ("Cai Cadeirydd", "committee"),
            ("Cai Cadeirydd", "chair"),
        ]


async def test_a_past_day_as_then_known(client: Pages) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        await a_register(org)
    with clock.frozen(NOON.replace(day=24)):
        late = await make_member(org, "Hwyr Iawn", number="9", joined_on=date(2026, 1, 1))
        assert late.name == "Hwyr Iawn"
        page = await secretary.get(f"/{org.slug}/registers")
        on = {"on__day": "15", "on__month": "11", "on__year": "2026", "purpose": "x"}
        known = {"known__day": "21", "known__month": "11", "known__year": "2026"}
        assert "Hwyr Iawn" in words_of(await page.submit(**on))
        assert "Hwyr Iawn" not in words_of(await page.submit(**on, **known))
        february = {**on, "on__day": "28", "on__month": "2"}
        assert "Gwen Gadael" in words_of(await page.submit(**february))


async def test_a_large_register_comes_in_volumes(
    client: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "VOLUME", 2)
    with clock.frozen(NOON):
        org, secretary = await place(client)
        for name in ("Eve Evans", "Ann Bevan", "Dai Davies", "Cai Cule", "Bob Bowen"):
            await make_member(org, name)
        page = await secretary.get(f"/{org.slug}/registers")
        asked = await page.submit(purpose="The yearly file")
        assert asked.h1 == "A long register"
        assert "5 members make 3 PDFs" in asked.main
        assert not await RegisterCopy.within(org).exists()
        files = files_of(await asked.submit(confirmed="y"))

        texts = [PdfReader(io.BytesIO(data)).pages[0].extract_text() for data in files.values()]
        assert ["Ann Bevan" in texts[0], "Cai Cule" in texts[1], "Eve Evans" in texts[2]] == [
            True
        ] * 3
        assert "Volume 2 of 3" in texts[1]


async def test_a_member_sees_their_own_account_and_the_duplicate(client: Pages) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        await a_register(org)
        await make_member(org, "Bob Bowen", number="30", shares=7, amount_paid=700)
        form = await secretary.get(f"/{org.slug}/inspections/new")
        assert (await form.submit(name="Ada", capacity="member")).status == 422
        refused = await form.submit(name="Papur Newydd", capacity="public")
        assert "s.103" in refused.errors[0]
        logged = await form.submit(name="Ada Lovell", capacity="member", member_number="1")
        page = await logged.follow()
        assert "No day set by law" in page.main
        assert "Their own account, and the duplicate" in page.main

        asked = await Inspection.within(org).get()
        copy = await secretary.post(f"/{org.slug}/inspections/{asked.id}/copy", {"form": "pdf"})
        text = words_of(copy)
        assert "Own account: Ada Lovell" in text
        assert "£40.00" in text
        assert "£7.00" not in text
        logged_copy = await RegisterCopy.within(org).get()
        assert (logged_copy.inspection_id, logged_copy.redacted) == (asked.id, True)
        answer = f"/{org.slug}/inspections/{asked.id}/answer"
        today = {"answered_on-day": "20", "answered_on-month": "11", "answered_on-year": "2026"}
        assert (await secretary.post(answer, {"answer": "refused", **today})).status == 422
        done = await secretary.post(answer, {"answer": "shown", **today})
        assert "Answered" in (await done.follow()).main
        again = await secretary.post(answer, {"answer": "shown", **today})
        assert "answered already" in again.errors[0]


async def test_anybody_asks_a_company_and_it_has_five_working_days(client: Pages) -> None:
    with clock.frozen(NOON.replace(month=12, day=22)):
        org, secretary = await place(client, LegalForm.COMPANY_LIMITED_BY_GUARANTEE)
        await make_member(org, "Ada Lovell", number="1", email="ada@a.example")
        at_home: dict[str, Any] = {"postal_address": "7 Home Street", "postcode": "LL1 1AA"}
        await make_member(org, "Ifan Ifanc", date_of_birth="2010-05-01", **at_home)
        await make_member(org, "Oed Mawr", date_of_birth="2000-05-01", postal_address="9 Elder Row")
        await make_holder(org, "Cai Cadeirydd")
        form = await secretary.get(f"/{org.slug}/inspections/new")
        asked = {"name": "Papur Newydd", "capacity": "public", "purpose": "A story"}
        refused = await form.submit(**asked)
        assert "s.116" in refused.errors[0]
        logged = await form.submit(**asked, postal_address="1 Press Row", disclosed_to="Readers")
        page = await logged.follow()
        # 25 and 28 December (for the 26th, a Saturday) and 1 January are no working days.
        assert "31 December 2026" in page.main
        assert "holds 1 person under 18" in page.main

        inspection = await Inspection.within(org).get()
        copy = words_of(
            await secretary.post(f"/{org.slug}/inspections/{inspection.id}/copy", {"form": "pdf"})
        )
        assert "Ada Lovell" in copy
        assert "ada@a.example" not in copy
        assert "Officers" not in copy
        # A child is reached through the company; an adult's address stands there.
        assert "Ifan Ifanc" in copy
        assert "7 Home Street" not in copy
        assert f"c/o {org.name}" in copy
        assert "9 Elder Row" in copy
        lists = await secretary.post(
            f"/{org.slug}/inspections/{inspection.id}/copy", {"form": "csv"}
        )
        with zipfile.ZipFile(io.BytesIO(lists.body)) as archive:
            text = "".join(archive.read(name).decode() for name in archive.namelist())
        assert ("7 Home Street" in text, "LL1 1AA" in text, "9 Elder Row" in text) == (
            False, False, True,
        )  # fmt: skip
        court = await secretary.post(
            f"/{org.slug}/inspections/{inspection.id}/answer",
            {
                "answer": "court",
                "answered_on-day": "22",
                "answered_on-month": "12",
                "answered_on-year": "2026",
                "words": "",
            },
        )
        assert court.errors == ["Write down what they were told."]
    with clock.frozen(NOON.replace(year=2027, month=1, day=4)):
        log = await secretary.get(f"/{org.slug}/inspections")
        assert "Overdue" in log.main


@pytest.mark.parametrize("year", ["1", "1899", "2199", "9999", "99999", "x"])
async def test_days_far_off_are_answered_or_said_to_be_none(client: Pages, year: str) -> None:
    org, secretary = await place(client)
    await a_register(org)
    far = {"day": "31", "month": "12", "year": year}
    query = "&".join(f"{n}-{p}={v}" for n in ("on", "known") for p, v in far.items())
    for path in ("officers", "officers/1", "officers/retirement", "interests"):
        number = await Officer.within(org).order_by("id").first()
        assert number is not None
        address = f"/{org.slug}/{path.replace('1', str(number.id))}?{query}"
        # Of 1899 there are no rules: said in a sentence too.
        assert (await secretary.get(address)).status in (200, 409, 422), path
    empty = await make_organisation()
    keeper = client.as_(await make_officer(empty))
    for path in ("members/constituencies", "officers"):
        assert (await keeper.get(f"/{empty.slug}/{path}?{query}")).status in (200, 422)
    page = await secretary.get(f"/{org.slug}/registers")
    sent = {f"{n}__{p}": v for n in ("on", "known") for p, v in far.items()}
    copy = await page.submit(**sent, purpose="x", form="csv", with_former="y")
    assert copy.status in (200, 422)


async def test_the_log_of_requests_is_shown_as_at_and_as_known(client: Pages) -> None:
    def noon(day: int) -> datetime:
        return datetime(2026, 5, day, 12, tzinfo=UTC)

    with clock.frozen(noon(2)):
        org = await make_organisation(legal_form=LegalForm.COMMUNITY_BENEFIT_SOCIETY)
        secretary = client.as_(await make_officer(org, Role.SECRETARY))
    with clock.frozen(noon(6)):
        # Asked on the 4th, written down on the 6th; answered on the 7th, written down on the 9th.
        asked = Request(date(2026, 5, 4), "Owen Asks", Capacity.REGULATOR, Wish.LOOK,
                        postal_address="3 Mill Row")  # fmt: skip
        made = await log_request(org, asked, by=None)
    with clock.frozen(noon(9)):
        await answer_request(org, made.id, Answer.SHOWN, date(2026, 5, 7), "", by=None)
    with clock.frozen(noon(12)):

        async def told(on: int = 0, known: int = 0) -> list[str]:
            days = "&".join(
                f"{name}-day={day}&{name}-month=5&{name}-year=2026"
                for name, day in (("on", on), ("known", known))
                if day
            )
            page = await secretary.get(f"/{org.slug}/inspections?{days}")
            return [row[4] for row in page.rows()]

        assert await told() == ["Shown to them, 7 May 2026"]
        assert await told(on=6) == ["To be answered"]
        assert await told(on=8, known=8) == ["To be answered"]
        assert await told(on=8) == ["Shown to them, 7 May 2026"]
        assert await told(known=5) == []
        assert await told(on=3) == []

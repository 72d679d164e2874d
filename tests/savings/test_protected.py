"""The information sheet on how savings are protected."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from coopcouncil.joining.models import Application
from coopcouncil.kernel import clock
from coopcouncil.kernel.shown import shown_date
from coopcouncil.savings.kinds import Shown
from coopcouncil.savings.models import SavingsAccount, SheetConfirmation
from coopcouncil.savings.rules.refusals import SheetNotConfirmed
from tests.joining.forms import fill, make_form
from tests.make import make_organisation, make_person, make_rules
from tests.pageclient import Pages
from tests.savings.building import make_account, make_saver, make_union, product, put, teller

SHEET = "how-savings-are-protected"


async def test_whoever_may_join_reads_it_in_both_languages(client: Pages):
    org = await make_union()
    page = await client.get(f"/{org.slug}/{SHEET}")
    assert page.h1 == "How your savings are protected"
    for said in ("£120,000 for each person", "1 December 2025", "seven working days", org.name):
        assert said in page.main, said
    welsh = await client.get(f"/{org.slug}/{SHEET}?lang=cy")
    assert welsh.h1 == "Sut y caiff eich cynilion eu gwarchod"
    assert "£120,000 i bob person" in welsh.main


async def test_its_figure_is_that_of_the_day(client: Pages):
    org = await make_union()
    with clock.frozen(datetime(2025, 11, 30, 12, tzinfo=UTC)):
        page = await client.get(f"/{org.slug}/{SHEET}")
    assert "£85,000 for each person" in page.main
    assert "30 January 2017" in page.main


async def test_only_a_credit_union_has_it(client: Pages):
    org = await make_organisation("Leisure")
    await make_rules(org)
    assert (await client.get(f"/{org.slug}/{SHEET}")).status == 404


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "How your savings are protected"), ("cy", "Sut y caiff eich cynilion eu gwarchod")],
)
async def test_a_saver_finds_it_and_has_it_with_each_statement(
    client: Pages, language: str, said: str
):
    org = await make_union()
    ada = await make_saver(org, "Ada Lovell", email="ada@example.org", language=language)
    account = await make_account(org, ada)
    await put(org, account, 12.34)
    own = client.as_(await make_person("Ada Lovell", "ada@example.org"))
    base = f"/{org.slug}/my-savings"
    page = await own.get(f"{base}?lang={language}")
    assert page.links[said] == f"/{org.slug}/{SHEET}"
    statement = await own.get(f"{base}/{account.id}/statement")
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(statement.body)).pages)
    assert said in " ".join(words.split())
    assert "£120,000" in words


async def test_nobody_saves_before_the_sheet_is_confirmed(client: Pages):
    org = await make_union()
    ada = await make_saver(org, "Ada Lovell")
    await SheetConfirmation.within(org).delete()
    officer = client.as_(await teller(org, "Bethan Rees"))
    desk = f"/{org.slug}/members/{ada.id}/savings"
    opening = {"product": str((await product(org)).id), "others": ""}

    refused = await officer.post(desk, opening)
    assert refused.status == 422
    assert "Give Ada Lovell the information sheet" in refused.main
    assert not await SavingsAccount.within(org).exists()

    page = await officer.get(desk)
    assert "Edition 2025-12-01/1 is not confirmed yet" in page.main
    assert (await page.submit(given_on__year=str(clock.today().year + 1))).status == 422
    shown = await (await page.submit()).follow()
    day = shown_date(clock.today())
    assert [day, "2025-12-01/1 In force", "At the desk, Bethan Rees"] in shown.rows()
    assert (await officer.post(desk, opening)).status == 303


async def test_a_member_confirms_it_on_their_own_page_once(client: Pages):
    org = await make_union()
    ada = await make_saver(org, "Ada Lovell", email="ada@example.org")
    await SheetConfirmation.within(org).delete()
    own = client.as_(await make_person("Ada Lovell", "ada@example.org"))
    page = await own.get(f"/{org.slug}/{SHEET}")
    for _click in range(2):
        after = await (await page.submit()).follow()
        assert "You confirmed on" in after.main
    [made] = await SheetConfirmation.within(org)
    assert (made.member_id, made.edition, made.shown) == (ada.id, "2025-12-01/1", Shown.OWN_PAGE)
    assert "Cadarnhaoch ar" in (await own.in_("cy").get(f"/{org.slug}/{SHEET}")).main


async def test_the_edition_before_is_not_that_of_today(db: None):
    org = await make_union()
    with clock.frozen(datetime(2025, 11, 1, 12, tzinfo=UTC)):
        ada = await make_saver(org)
        await make_account(org, ada, on=clock.today())
    with pytest.raises(SheetNotConfirmed):
        await make_account(org, ada, code="XMAS")


async def test_a_child_saves_once_the_guardian_has_it(client: Pages):
    org = await make_union()
    officer = client.as_(await teller(org))
    page = await officer.get(f"/{org.slug}/junior-savers/new")
    typed = {
        "given_name": "Evie",
        "family_name": "Hale",
        "date_of_birth__day": "1",
        "date_of_birth__month": "5",
        "date_of_birth__year": str(clock.today().year - 7),
        "guardian": "Nia Hale",
    }
    assert (await page.submit(**typed)).status == 422
    child = await (await page.submit(**typed, has_sheet="y")).follow()
    assert "Sheet on how savings are protected" in child.main
    assert [shown_date(clock.today()), "2025-12-01/1 In force"] in [one[:2] for one in child.rows()]


async def test_who_applies_to_join_confirms_it_and_the_desk_sees_that(client: Pages):
    org = await make_union()
    questions = await make_form(org)
    path = f"/{org.slug}/join/{questions.id}"
    assert (await fill(client, path, has_bond="y")).status == 422
    assert (await fill(client, path, has_bond="y", sheet_read="y")).status == 303
    found = await Application.within(org).get()
    ada = await make_saver(org, "Ada Lovell")
    await SheetConfirmation.within(org).delete()
    await Application.within(org).filter(id=found.id).update(member_id=ada.id)
    page = await client.as_(await teller(org)).get(f"/{org.slug}/members/{ada.id}/savings")
    row = [shown_date(clock.today()), "2025-12-01/1 In force", "With the application to join"]
    assert row in page.rows()
    await make_account(org, ada)

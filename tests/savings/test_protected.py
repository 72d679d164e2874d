"""The information sheet on how savings are protected."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from coopcouncil.kernel import clock
from tests.make import make_organisation, make_person, make_rules
from tests.pageclient import Pages
from tests.savings.building import make_account, make_saver, make_union, put

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

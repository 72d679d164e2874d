"""An organisation's rules on its pages: recorded by a secretary, refused at the field."""

from datetime import date

import pytest

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import LegalForm, RulebookVersion, rulebook_on
from tests.make import make_officer, make_organisation, make_rules
from tests.organisations.building import make_tai

pytestmark = pytest.mark.anyio


async def test_an_organisation_without_rules_says_so_and_who_may_record_them(client):
    org = await make_organisation(slug="leisure")
    assert "Record the rules" not in (await client.get("/leisure/rules")).main
    secretary = client.as_(await make_officer(org))
    page = await (await secretary.get("/leisure/rules")).follow("Record the rules")
    assert page.h1 == "Record new rules"


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_secretary_records_new_rules_after_checking_them(client, language):
    org = await make_tai()
    secretary = client.in_(language).as_(await make_officer(org))
    page = await secretary.get("/tai/rules/new")
    page = await page.submit(
        quorum_number="12",
        special_share="2/3",
        casting_vote="y",
        note="Annual meeting, 3 November",
        **day(clock.today()),
    )
    assert page.status == 200
    assert ("12 members" if language == "en" else "12 aelod") in page.main
    assert await RulebookVersion.within(org).count() == 1  # looked at, not recorded

    # Back with everything still typed, and on again.
    again = await secretary.post("/tai/rules/new", {**page.fields, "change": "y"})
    assert again.fields["quorum_number"] == "12"
    assert again.fields["special_share"] == "2/3"
    page = await again.submit()
    page = await (await page.submit()).follow()
    assert page.sentences
    assert "Annual meeting, 3 November" in page.main
    rules = (await rulebook_on(org, clock.today())).rules
    assert (rules.quorum_number, str(rules.special_share), rules.casting_vote) == (12, "2/3", True)
    assert rules.email_notice  # what nobody touched stays

    old = await secretary.get("/tai/rules/versions/1")
    assert ("Not in force today" if language == "en" else "Ddim mewn grym heddiw") in old.main
    assert (await secretary.get("/tai/rules/versions/9")).status == 404


def day(on: date) -> dict[str, str]:
    return {
        "effective_from__day": str(on.day),
        "effective_from__month": str(on.month),
        "effective_from__year": str(on.year),
    }


async def test_what_the_law_forbids_is_said_at_its_field_and_nothing_typed_is_lost(client):
    org = await make_organisation(slug="trust", legal_form=LegalForm.COMPANY_LIMITED_BY_GUARANTEE)
    await make_rules(org)
    secretary = client.as_(await make_officer(org))
    page = await secretary.get("/trust/rules/new")
    page = await page.submit(proxies=None, agm_notice_days="7", note="We voted")
    assert page.status == 422
    assert len(page.errors) == 2
    assert any("s.324" in each for each in page.errors)
    assert any("s.307" in each for each in page.errors)
    assert page.fields["agm_notice_days"] == "7"
    assert page.fields["note"] == "We voted"
    # The same by the second page's address.
    sent = await secretary.post("/trust/rules", page.fields)
    assert sent.status == 422
    assert await RulebookVersion.within(org).count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [("quorum_number", "many"), ("special_share", "most"), ("quorum_combine", "both")],
)
async def test_what_cannot_be_read_is_said_at_its_field(client, field, typed):
    org = await make_tai()
    secretary = client.as_(await make_officer(org))
    page = await (await secretary.get("/tai/rules/new")).submit(**{field: typed})
    assert page.status == 422
    assert len(page.errors) == 1


async def test_rules_of_the_future_are_refused_at_the_date(client):
    org = await make_tai()
    secretary = client.as_(await make_officer(org))
    page = await secretary.get("/tai/rules/new")
    page = await page.submit(quorum_number="9", **day(date(2999, 1, 1)))
    page = await page.submit()
    assert page.status == 422
    assert any("that day must have come" in each for each in page.errors)

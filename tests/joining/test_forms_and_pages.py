"""The forms of constituencies, and the pages of applications in both languages."""

import pytest

from coopcouncil.joining.models import JoiningForm
from coopcouncil.organisations.models import LegalForm
from tests.joining.forms import make_form
from tests.make import (
    make_constituency,
    make_officer,
    make_organisation,
    make_rules,
)
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def test_the_pages_open_in_both_languages(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    staff = await make_constituency(org, "Staff", name_cy="Gweithwyr")
    await make_form(org, staff)
    await make_form(org)
    secretary = client.as_(await make_officer(org))
    for language in ("en", "cy"):
        for path in ("join", "join/sent", ""):
            assert (await client.in_(language).get(f"/{org.slug}/{path}")).status == 200
        for path in ("applications", "applications/paper", "joining-forms", "review", ""):
            page = await secretary.in_(language).get(f"/{org.slug}/{path}")
            assert page.status == 200


async def test_a_form_is_opened_once_per_constituency_and_closed(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    secretary = client.as_(await make_officer(org))
    forms = await secretary.get(f"/{org.slug}/joining-forms")
    opened = await forms.submit(constituency="", words="Welcome")
    assert "/join/" in (await opened.follow()).main
    assert (await forms.submit(constituency="")).status == 422
    one = await JoiningForm.get()
    await secretary.post(f"/{org.slug}/joining-forms/{one.id}/closing")
    assert (await client.get(f"/{org.slug}/join")).h1 == "Become a member"


async def test_a_school_sends_applicants_to_its_trust(client: Pages) -> None:
    trust = await make_organisation("Calderbrook Trust")
    school = await make_organisation("Beech Primary", legal_form="school", parent=trust)  # type: ignore[arg-type]
    page = await client.get(f"/{school.slug}/join")
    assert page.links["Apply to join Calderbrook Trust"] == f"/{trust.slug}/join"


async def test_who_joins_a_credit_union_reads_how_savings_are_protected(client: Pages) -> None:
    for form, is_told in ((LegalForm.CREDIT_UNION, True), (LegalForm.CO_OPERATIVE_SOCIETY, False)):
        org = await make_organisation(f"Of {form.value}", legal_form=form)
        await make_rules(org)
        one = await make_form(org)
        for path in ("join", f"join/{one.id}"):
            page = await client.get(f"/{org.slug}/{path}")
            page = await page.follow() if page.status == 303 else page
            assert ("£120,000" in page.main) is is_told, path
        refused = await client.post(f"/{org.slug}/join/{one.id}", {"given_name": ""})
        assert refused.status == 422
        assert ("£120,000" in refused.main) is is_told

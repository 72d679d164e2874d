"""A bilingual co-operative, its secretary's browser and a register of everybody one writes to."""

import pytest

from coopcouncil.members.models import RegisterEntry
from coopcouncil.organisations.models import Nation, Organisation
from tests.make import make_member, make_officer, make_organisation, make_rules
from tests.messages.writing import ADDRESS
from tests.pageclient import Pages


@pytest.fixture
async def org(db: None) -> Organisation:
    org = await make_organisation("Tai Glanwern", nation=Nation.WALES)
    org.name_cy = "Tai Glanwern"
    await org.save()
    await make_rules(org, bilingual=True)
    return org


@pytest.fixture
async def secretary(client: Pages, org: Organisation) -> Pages:
    return client.as_(await make_officer(org))


@pytest.fixture
async def register(org: Organisation) -> dict[str, RegisterEntry]:
    return {
        "en": await make_member(org, "Ada Lovell", email="ada@example.org", language="en"),
        "cy": await make_member(org, "Bethan Wyn", email="bethan@example.org", language="cy"),
        "both": await make_member(org, "Cai Doe", email="cai@example.org"),
        "post": await make_member(
            org, "Dai Parry", postal_address=ADDRESS, postcode="ZZ5 1TG", language="cy"
        ),
        "large": await make_member(
            org, "Eve Stone", format="large-print", postal_address=ADDRESS, language="en"
        ),
        "braille": await make_member(org, "Fay Hill", format="braille", email="fay@example.org"),
        "none": await make_member(org, "Gwen Jones"),
        "news": await make_member(
            org, "Huw Rees", email="huw@example.org", email_purposes="notices news", language="cy"
        ),
    }

"""A co-operative in March with one member of each way and language, and its meeting."""

from datetime import date

import pytest

from coopcouncil.kernel.clock import frozen
from tests.make import (
    make_meeting,
    make_member,
    make_officer,
    make_organisation,
    make_rules,
)
from tests.meetings.telling import ADDRESS, TODAY


@pytest.fixture
async def org(db):
    with frozen(TODAY):
        org = await make_organisation("Tai Glanwern")
        org.name_cy = "Tai Glanwern"
        await org.save()
        await make_rules(org, bilingual=True)
        yield org


@pytest.fixture
async def secretary(org):
    return await make_officer(org)


@pytest.fixture
async def register(org):
    """One of each: language by way."""
    return {
        "en": await make_member(org, "Ada Lovell", email="ada@example.org", language="en"),
        "cy": await make_member(org, "Bethan Wyn", email="bethan@example.org", language="cy"),
        "both": await make_member(org, "Cai Doe", email="cai@example.org"),
        "news": await make_member(
            org,
            "Dai Parry",
            email="dai@example.org",
            email_purposes="news",
            postal_address=ADDRESS,
            language="cy",
        ),
        "large": await make_member(
            org,
            "Eve Stone",
            format="large-print",
            postal_address=ADDRESS,
            postcode="CB1 2DE",
            language="en",
        ),
        "braille": await make_member(org, "Fay Hill", format="braille", email="fay@example.org"),
        "nowhere": await make_member(org, "Gwen Jones"),
    }


@pytest.fixture
async def meeting(org, secretary, register):
    return await make_meeting(org, secretary, on=date(2026, 3, 20))

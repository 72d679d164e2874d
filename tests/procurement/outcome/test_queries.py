"""How often the database is asked for the pages of a tender."""

import logging
from collections import Counter

import pytest

from tests.procurement.outcome.steps import decided


@pytest.mark.anyio
async def test_the_page_of_a_tender_asks_nothing_twice(client, db, caplog):
    place = await decided()
    path = f"/{place.org.slug}/tenders/work/{place.tender.id}"
    lead = client.as_(place.lead)
    await lead.get(path)
    caplog.clear()
    with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
        assert (await lead.get(path)).status == 200
    asked = Counter(one.getMessage() for one in caplog.records if one.name == "tortoise.db_client")
    assert asked, "nothing was logged"
    for text, often in asked.items():
        assert often == 1, text
    assert asked.total() <= 36

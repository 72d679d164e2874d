"""Tenders as everybody may know them."""

import csv
import io
import json
from datetime import timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.procurement.openness.tenders import public_tender, public_tenders
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import edition_in_force
from tests.procurement.make import council, lead_of, published
from tests.procurement.make_bids import opened

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def test_a_tender_is_open_to_the_second_and_then_closed(client):
    org = await council()
    lead = await lead_of(org)
    tender = await published(org, lead)
    assert tender.closes_at is not None
    page = f"/{org.slug}/tenders"
    for after, stage, words in (
        (timedelta(0), "published", "Open for bids"),
        (timedelta(seconds=1), "closed", "Closed for bids"),
    ):
        with clock.frozen(tender.closes_at + after):
            (found,) = await public_tenders(org)
            assert (found.data["stage"], found.is_open) == (stage, stage == "published")
            one = await client.get(f"{page}/{tender.reference}")
            assert words in one.main
            # Who comes too late finds the way in as well, and is told what becomes of it.
            assert f"/{org.slug}/bids/for/{tender.reference}" in one.html
            assert ("Hand in a late bid" in one.main) is not found.is_open
            for_lead = await client.as_(lead).get(f"{page}/{tender.reference}")
            assert "/bids/for/" not in for_lead.html, "who judges does not bid"
            every = await client.get(page)
            assert ("No tender is open" in every.main) is not found.is_open
            told = json.loads((await client.get(f"{page}.json")).body)
            assert [row["stage"] for row in told["tenders"]] == [stage]
    alone = await client.get(f"{page}/{tender.reference}.csv")
    head, row = csv.reader(io.StringIO(alone.body.decode()))
    assert dict(zip(head, row, strict=True))["reference"] == tender.reference
    assert (await client.get(f"{page}/NONE.csv")).status == 404
    await opened(org, tender)
    assert (await public_tenders(org))[0].data["stage"] == "being-assessed"


async def test_a_list_tells_what_the_last_edition_says():
    org = await council()
    lead = await lead_of(org)
    tender = await published(org, lead)
    assert tender.published_at is not None
    document = (await edition_in_force(tender)).method
    (found,) = await public_tenders(org)
    assert found.data == {
        "reference": tender.reference,
        "title": document["title"]["en"],
        "title_cy": document["title"]["cy"],
        "procedure": document["procedure"],
        "subject": document["subject"],
        "value": document["value"],
        "published_at": tender.published_at.replace(tzinfo=None, microsecond=0).isoformat() + "Z",
        "closes_at": document["closes_at"],
        "stage": "published",
        "edition": 1,
        "method_hash": (await edition_in_force(tender)).hash,
        "bids": None,
        "awarded_to": [],
        "central_id": tender.ocid,
    }
    shown = await public_tender(org, tender.reference)
    assert shown is not None
    assert (shown.data, shown.edition.method) == (found.data, document)
    assert await public_tender(org, "") is None
    assert await public_tender(org, "NONE") is None
    await Tender.within(org).filter(id=tender.id).update(by_invitation=True)
    assert await public_tenders(org) == []
    assert await public_tender(await council("Elsewhere"), tender.reference) is None

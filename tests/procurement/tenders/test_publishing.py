"""A tender goes out, and changes only as the law lets."""

import pytest

from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.tenders.method import method_of
from coopcouncil.procurement.tenders.reads import edition_in_force, leaves_of, lots_of
from coopcouncil.procurement.tenders.rules.document import fingerprint
from coopcouncil.scoring import faults
from tests.procurement.make import council, lead_of, published, with_part

pytestmark = pytest.mark.anyio


async def test_what_is_published_is_what_its_hash_says(db: None):
    org = await council()
    lead = await lead_of(org)
    tender = await published(org, lead)

    edition = await edition_in_force(tender)
    assert edition.hash == fingerprint(edition.method)
    (lot,) = await lots_of(tender)
    method = await method_of(tender, lot)
    assert faults(method) == ()
    assert method.social_weight() == 20
    assert [one.criterion.code for one in await leaves_of(tender, lot)] == [
        one.code for one in method.leaves()
    ]
    assert (await with_part(org, tender, Part.EVALUATOR)).part is Part.EVALUATOR

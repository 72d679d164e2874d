"""`coopcouncil tender`, as an operator or another program runs it."""

import json
from pathlib import Path

from coopcouncil.app import make_app
from coopcouncil.procurement.outcome.actions.releasing import set_publisher
from tests.commands.process import coopcouncil
from tests.procurement.make import council, lead_of, published, tender

MADE = make_app  # what lower slices are told is told when the program is put together


async def test_tenders_are_listed_and_one_is_given_as_open_data(
    fresh_db: str, tmp_path: Path
) -> None:
    org = await council()
    lead = await lead_of(org)
    await set_publisher(org, "ocds-abc123", "GB-LAE", "CBK", "", lead)
    out = await published(org, lead)
    waiting = await tender(org, lead, "Books for the library")
    said = await coopcouncil("tender", "list", "--json", dsn=fresh_db, home=tmp_path)
    assert said.code == 0, said.err
    listed = {one["reference"]: one for one in json.loads(said.out)}
    assert listed == {
        out.reference: {
            "reference": out.reference,
            "title": "Care at home",
            "stage": "published",
            "awarded": False,
        },
        waiting.reference: {
            "reference": waiting.reference,
            "title": "Books for the library",
            "stage": "preparing",
            "awarded": False,
        },
    }
    said = await coopcouncil("tender", "ocds", out.reference, dsn=fresh_db, home=tmp_path)
    assert said.code == 0, said.err
    package = json.loads(said.out)
    assert package["records"][0]["ocid"] == f"ocds-abc123-{out.reference}"
    assert package["records"][0]["compiledRelease"]["tender"]["status"] == "active"

    for reference, sentence in (
        (waiting.reference, f"Nothing is published of {waiting.reference}"),
        ("CBK-9", "There is no tender CBK-9."),
    ):
        said = await coopcouncil("tender", "ocds", reference, dsn=fresh_db, home=tmp_path)
        assert said.code == 2
        assert sentence in said.err
        assert not said.out

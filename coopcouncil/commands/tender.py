"""`coopcouncil tender list|ocds`: the tenders of this installation, and one as open data."""

import argparse
import json
import sys

from coopcouncil.commands.outcome import Stop, at_work, outcome
from coopcouncil.kernel import config
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.outcome.compiled import record_package
from coopcouncil.procurement.tenders.models import Tender

AWARDED = (Stage.AWARDED, Stage.CONTRACTED)


def run(argv: list[str]) -> int:
    """Exit 2 with one line where there is no such tender, or nothing is published of it."""
    words = argparse.ArgumentParser("coopcouncil tender")
    verb = words.add_subparsers(dest="verb", required=True)
    shown = verb.add_parser("list", help="every tender, with its stage")
    shown.add_argument("--json", action="store_true")
    ocds = verb.add_parser("ocds", help="an OCDS 1.1 record package on standard output")
    ocds.add_argument("reference", help="the tender's reference")
    asked = words.parse_args(argv)
    if asked.verb == "list":
        return outcome(_list(asked.json))
    return outcome(_ocds(asked.reference))


async def _list(as_json: bool) -> None:
    async with at_work():
        rows = await Tender.everywhere().filter(revises_id=None).order_by("reference")
    found = [
        {
            "reference": one.reference,
            "title": one.title,
            "stage": one.stage.value,
            "awarded": one.stage in AWARDED,
        }
        for one in rows
    ]
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        print(f"{one['reference']}\t{one['stage']}\t{one['title']}")


async def _ocds(reference: str) -> None:
    async with at_work():
        tender = await Tender.everywhere().get_or_none(reference=reference, revises_id=None)
        if tender is None:
            raise Stop(f"There is no tender {reference}.")
        org = await Organisation.get(id=tender.organisation_id)
        base = config.current().base_url
        uri = f"{base}/{org.slug}/tenders/{reference}/ocds.json"
        found = await record_package(org, tender, uri)
    if found is None:
        raise Stop(f"Nothing is published of {reference} as open contracting data.")
    json.dump(found, sys.stdout, ensure_ascii=False)
    print()

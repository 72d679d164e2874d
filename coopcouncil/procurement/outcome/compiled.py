"""A process as a record: its releases and what they come to, merged by the standard's library."""

from collections.abc import Sequence
from datetime import datetime

from ocdsmerge import Merger

from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.outcome.actions.releasing import party_of
from coopcouncil.procurement.outcome.models import Release
from coopcouncil.procurement.outcome.rules.ocds import Body, package
from coopcouncil.procurement.tenders.models import Tender

RULES = {
    ("id",): "omitWhenMerged",
    ("date",): "omitWhenMerged",
    ("tag",): "omitWhenMerged",
    ("parties", "roles"): "wholeListMerge",
    ("parties", "additionalIdentifiers"): "wholeListMerge",
    ("tender", "submissionMethod"): "wholeListMerge",
    ("relatedProcesses", "relationship"): "wholeListMerge",
}
"""The merge rules of the release schema 1.1.5 for the fields that our releases have: the library
would fetch the schema to learn them. A test holds them against it."""


def record_of(releases: Sequence[Body]) -> Body:
    """One record: the releases in the order of their dates, and the compiled one."""
    ordered = sorted(releases, key=lambda one: (one["date"], len(one["id"]), one["id"]))
    merged: Body = Merger(merge_rules=RULES).create_compiled_release(ordered)
    return {"ocid": ordered[0]["ocid"], "releases": ordered, "compiledRelease": merged}


async def releases_of(org: Organisation, tender: Tender) -> list[Release]:
    """As published, the first first."""
    return await Release.within(org).filter(tender_id=tender.id).order_by("number")


async def record_package(org: Organisation, tender: Tender, uri: str) -> Body | None:
    """The record package of one process; None where nothing is published of it."""
    rows = await releases_of(org, tender)
    if not rows:
        return None
    bodies = [row.body for row in rows]
    return package(
        "records",
        [record_of(bodies)],
        uri,
        _latest(rows),
        await party_of(org),
        any("lots" in one["tender"] for one in bodies),
    )


async def release_package(org: Organisation, rows: Sequence[Release], uri: str) -> Body:
    """The releases alone."""
    return package(
        "releases",
        [row.body for row in rows],
        uri,
        _latest(rows),
        await party_of(org),
        any("lots" in row.body["tender"] for row in rows),
    )


def _latest(rows: Sequence[Release]) -> datetime:
    return max(row.published_at for row in rows)

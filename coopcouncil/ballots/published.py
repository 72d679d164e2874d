"""Published results of single constituencies, for those who weigh them together."""

from coopcouncil.ballots.models import BallotConstituency, Declaration, Kind, Publication
from coopcouncil.mutuals.reads import PublishedVote
from coopcouncil.organisations.models import Organisation


async def published_votes(org: Organisation) -> list[PublishedVote]:
    """Each published resolution that one constituency decided by itself, as declared last."""
    published = {
        each.ballot_id: each
        for each in await Publication.filter(
            ballot__organisation_id=org.id, ballot__kind=Kind.RESOLUTION
        ).order_by("id")
    }
    asked: dict[int, list[BallotConstituency]] = {}
    for row in await BallotConstituency.filter(ballot_id__in=list(published)).select_related(
        "constituency", "ballot"
    ):
        asked.setdefault(row.ballot_id, []).append(row)
    runs = {
        each.id: each.run.result
        for each in await Declaration.filter(
            id__in=[each.declaration_id for each in published.values()]
        ).select_related("run")
    }
    found = []
    for ballot_id, rows in asked.items():
        if len(rows) != 1:
            continue
        ballot, constituency = rows[0].ballot, rows[0].constituency
        result = runs[published[ballot_id].declaration_id]
        found.append(
            PublishedVote(
                ballot_id,
                ballot.title,
                ballot.title_cy,
                constituency.id,
                constituency.name,
                constituency.name_cy,
                constituency.key,
                int(result["yes"]),
                int(result["no"]),
                int(result["abstain"]),
                published[ballot_id].at,
            )
        )
    return found
